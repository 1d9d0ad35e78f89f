package io.github.recurrent4j.search;

import io.github.recurrent4j.languagemodel.LanguageModel;
import io.github.recurrent4j.languagemodel.LanguageModelData;
import io.github.recurrent4j.languagemodel.LanguageModelRegime;
import io.github.recurrent4j.languagemodel.LanguageModelShape;
import io.github.recurrent4j.languagemodel.LanguageModelTrainer;
import io.github.recurrent4j.training.Output;
import io.github.recurrent4j.training.TrainingListener;
import io.github.recurrent4j.vectorization.settings.Settings;
import java.nio.file.Path;
import org.deeplearning4j.arbiter.optimize.api.data.DataSource;
import org.deeplearning4j.arbiter.optimize.api.score.ScoreFunction;

/** Language models, scored by their perplexity on the validation text. */
public final class LanguageModelSearch implements SearchedApp {
  /** Perplexity; lower is better. */
  public static final class Perplexity extends ValidationScore<LanguageModel, Path> {
    private static final long serialVersionUID = 1;

    /** The score function. */
    public Perplexity() {
      super(LanguageModel.class, Path.class, true);
    }

    @Override
    double of(LanguageModel model, Path validation) {
      return model.evaluate(validation).perplexity();
    }
  }

  @Override
  public String name() {
    return "lm";
  }

  @Override
  public String scoreName() {
    return "validation perplexity";
  }

  @Override
  public Class<? extends DataSource> dataSource() {
    return TextData.class;
  }

  @Override
  public ScoreFunction score() {
    return new Perplexity();
  }

  private static LanguageModelShape shape(Setting setting) {
    Settings.requireKnown(
        setting.values(),
        Settings.of(LanguageModelShape.class),
        Settings.of(LanguageModelRegime.class));
    return Settings.check(LanguageModelShape.of(setting.values()));
  }

  private static LanguageModelRegime regime(Setting setting) {
    return Settings.check(LanguageModelRegime.of(shape(setting), setting.values()));
  }

  private static LanguageModelData data(DataSource source) {
    return LanguageModelData.of((Path) source.trainData(), (Path) source.testData());
  }

  @Override
  public void check(Setting setting) {
    regime(setting);
  }

  @Override
  public long parameters(Setting setting, DataSource source) {
    return LanguageModelTrainer.parameters(shape(setting), regime(setting), data(source));
  }

  @Override
  public AutoCloseable train(
      Setting setting, DataSource source, Path out, TrainingListener listener) {
    return LanguageModelTrainer.train(
        shape(setting), regime(setting), data(source), Output.to(out).resuming(), listener);
  }
}
