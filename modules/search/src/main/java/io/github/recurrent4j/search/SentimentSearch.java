package io.github.recurrent4j.search;

import io.github.recurrent4j.sentiment.SentimentClassifier;
import io.github.recurrent4j.sentiment.SentimentConfigOptions;
import io.github.recurrent4j.sentiment.SentimentEvaluation;
import io.github.recurrent4j.sentiment.SentimentTrainer;
import io.github.recurrent4j.training.Provenance;
import io.github.recurrent4j.training.TrainingOptions;
import io.github.recurrent4j.training.TrainingState;
import io.github.recurrent4j.vectorization.LabelledText;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.deeplearning4j.arbiter.optimize.api.data.DataSource;
import org.deeplearning4j.arbiter.optimize.api.score.ScoreFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Classifiers of tweets, scored by macro-averaged recall. */
public final class SentimentSearch implements SearchedApp {
  private final Path encoder;

  /**
   * A search.
   *
   * @param encoder model whose encoder every candidate starts from, or null
   */
  public SentimentSearch(Path encoder) {
    this.encoder = encoder;
  }

  /** Macro-averaged recall; higher is better. */
  public static final class MacroRecall
      extends ValidationScore<SentimentClassifier, List<LabelledText>> {
    private static final long serialVersionUID = 1;

    /** The score function. */
    public MacroRecall() {
      super(SentimentClassifier.class, List.class, false);
    }

    @Override
    double of(SentimentClassifier model, List<LabelledText> validation) {
      return SentimentEvaluation.of(model, validation).confusion().macroRecall();
    }
  }

  @Command
  private static final class Options {
    @Mixin SentimentConfigOptions shape;
    @Mixin TrainingOptions training;

    SentimentTrainer trainer(Path encoder) {
      SentimentTrainer trainer = new SentimentTrainer(shape.config(), training.settings());
      return encoder == null ? trainer : trainer.withEncoder(encoder);
    }
  }

  @Override
  public String name() {
    return "sentiment";
  }

  @Override
  public String scoreName() {
    return "validation macro recall";
  }

  @Override
  public Class<? extends DataSource> dataSource() {
    return TweetData.class;
  }

  @Override
  public ScoreFunction score() {
    return new MacroRecall();
  }

  @Override
  public void check(List<String> arguments) {
    Arguments.parse(new Options(), arguments).trainer(encoder);
  }

  @Override
  public long parameters(List<String> arguments, DataSource data) {
    return Arguments.parse(new Options(), arguments).trainer(encoder).parameters();
  }

  @Override
  @SuppressWarnings("unchecked") // TweetData's type.
  public AutoCloseable train(
      List<String> arguments, DataSource data, Path out, Predicate<TrainingState> stop) {
    Options options = Arguments.parse(new Options(), arguments);
    options
        .trainer(encoder)
        .stoppingWhen(stop)
        .train(
            (List<LabelledText>) data.trainData(),
            (List<LabelledText>) data.testData(),
            Provenance.of(Map.of(), options.training.settings().seed()),
            out,
            true);
    return SentimentClassifier.load(out);
  }
}
