package io.github.recurrent4j.search;

import io.github.recurrent4j.training.Output;
import io.github.recurrent4j.training.TrainingListener;
import io.github.recurrent4j.translation.TranslationData;
import io.github.recurrent4j.translation.TranslationEvaluation;
import io.github.recurrent4j.translation.TranslationOptions;
import io.github.recurrent4j.translation.TranslationRegime;
import io.github.recurrent4j.translation.TranslationShape;
import io.github.recurrent4j.translation.TranslationTrainer;
import io.github.recurrent4j.translation.Translator;
import io.github.recurrent4j.vectorization.TextPair;
import io.github.recurrent4j.vectorization.settings.Settings;
import java.nio.file.Path;
import java.util.List;
import org.deeplearning4j.arbiter.optimize.api.data.DataSource;
import org.deeplearning4j.arbiter.optimize.api.score.ScoreFunction;

/** Translators, scored by BLEU with the standard beam. */
public final class TranslationSearch implements SearchedApp {
  /** Corpus BLEU; higher is better. */
  public static final class BleuScore extends ValidationScore<Translator, List<TextPair>> {
    private static final long serialVersionUID = 1;

    /** The score function. */
    public BleuScore() {
      super(Translator.class, List.class, false);
    }

    @Override
    double of(Translator model, List<TextPair> validation) {
      return TranslationEvaluation.of(model, validation, TranslationOptions.standard())
          .bleu()
          .score();
    }
  }

  @Override
  public String name() {
    return "translation";
  }

  @Override
  public String scoreName() {
    return "validation BLEU";
  }

  @Override
  public Class<? extends DataSource> dataSource() {
    return PairData.class;
  }

  @Override
  public ScoreFunction score() {
    return new BleuScore();
  }

  private static TranslationShape shape(Setting setting) {
    Settings.requireKnown(
        setting.values(),
        Settings.of(TranslationShape.class),
        Settings.of(TranslationRegime.class));
    return Settings.check(TranslationShape.of(setting.values()));
  }

  private static TranslationRegime regime(Setting setting) {
    return Settings.check(TranslationRegime.of(setting.values()));
  }

  @Override
  public void check(Setting setting) {
    shape(setting);
    regime(setting);
  }

  @Override
  public long parameters(Setting setting, DataSource source) {
    return TranslationTrainer.parameters(shape(setting), regime(setting));
  }

  @Override
  @SuppressWarnings("unchecked") // PairData's type.
  public AutoCloseable train(
      Setting setting, DataSource source, Path out, TrainingListener listener) {
    TranslationData data =
        TranslationData.of((List<TextPair>) source.trainData(), (List<TextPair>) source.testData());
    return TranslationTrainer.train(
        shape(setting), regime(setting), data, Output.to(out).resuming(), listener);
  }
}
