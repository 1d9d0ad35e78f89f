package io.github.recurrent4j.search;

import io.github.recurrent4j.training.Provenance;
import io.github.recurrent4j.training.TrainingOptions;
import io.github.recurrent4j.training.TrainingState;
import io.github.recurrent4j.translation.TranslationConfigOptions;
import io.github.recurrent4j.translation.TranslationEvaluation;
import io.github.recurrent4j.translation.TranslationOptions;
import io.github.recurrent4j.translation.TranslationTrainer;
import io.github.recurrent4j.translation.Translator;
import io.github.recurrent4j.vectorization.TextPair;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.deeplearning4j.arbiter.optimize.api.data.DataSource;
import org.deeplearning4j.arbiter.optimize.api.score.ScoreFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

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

  @Command
  private static final class Options {
    @Mixin TranslationConfigOptions shape;
    @Mixin TrainingOptions training;

    TranslationTrainer trainer() {
      return new TranslationTrainer(shape.config(), training.settings());
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

  @Override
  public void check(List<String> arguments) {
    Arguments.parse(new Options(), arguments).trainer();
  }

  @Override
  public long parameters(List<String> arguments, DataSource data) {
    return Arguments.parse(new Options(), arguments).trainer().parameters();
  }

  @Override
  @SuppressWarnings("unchecked") // PairData's type.
  public AutoCloseable train(
      List<String> arguments, DataSource data, Path out, Predicate<TrainingState> stop) {
    Options options = Arguments.parse(new Options(), arguments);
    options
        .trainer()
        .stoppingWhen(stop)
        .train(
            (List<TextPair>) data.trainData(),
            (List<TextPair>) data.testData(),
            Provenance.of(Map.of(), options.training.settings().seed()),
            out,
            true);
    return Translator.load(out);
  }
}
