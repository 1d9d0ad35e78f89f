package io.github.recurrent4j.search;

import io.github.recurrent4j.languagemodel.LanguageModel;
import io.github.recurrent4j.languagemodel.LanguageModelConfigOptions;
import io.github.recurrent4j.languagemodel.LanguageModelTrainer;
import io.github.recurrent4j.training.TrainingOptions;
import io.github.recurrent4j.training.TrainingState;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import org.deeplearning4j.arbiter.optimize.api.data.DataSource;
import org.deeplearning4j.arbiter.optimize.api.score.ScoreFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

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

  @Command
  private static final class Options {
    @Mixin LanguageModelConfigOptions shape;
    @Mixin TrainingOptions training;

    LanguageModelTrainer trainer() {
      return new LanguageModelTrainer(shape.config(), shape.settings(training));
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

  @Override
  public void check(List<String> arguments) {
    Arguments.parse(new Options(), arguments).trainer();
  }

  @Override
  public long parameters(List<String> arguments, DataSource data) {
    return Arguments.parse(new Options(), arguments)
        .trainer()
        .parameters((Path) data.trainData(), (Path) data.testData());
  }

  @Override
  public AutoCloseable train(
      List<String> arguments, DataSource data, Path out, Predicate<TrainingState> stop) {
    Arguments.parse(new Options(), arguments)
        .trainer()
        .stoppingWhen(stop)
        .train((Path) data.trainData(), (Path) data.testData(), out, true);
    return LanguageModel.load(out);
  }
}
