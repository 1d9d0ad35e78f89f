package io.github.recurrent4j.search;

import io.github.recurrent4j.sentiment.SentimentClassifier;
import io.github.recurrent4j.sentiment.SentimentData;
import io.github.recurrent4j.sentiment.SentimentEvaluation;
import io.github.recurrent4j.sentiment.SentimentRegime;
import io.github.recurrent4j.sentiment.SentimentShape;
import io.github.recurrent4j.sentiment.SentimentTrainer;
import io.github.recurrent4j.training.Output;
import io.github.recurrent4j.training.TrainingListener;
import io.github.recurrent4j.vectorization.BadInputException;
import io.github.recurrent4j.vectorization.LabelledText;
import io.github.recurrent4j.vectorization.settings.Settings;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.arbiter.optimize.api.data.DataSource;
import org.deeplearning4j.arbiter.optimize.api.score.ScoreFunction;

/** Classifiers of tweets, scored by macro-averaged recall. */
public final class SentimentSearch implements SearchedApp {
  private final Optional<Path> encoder;

  /**
   * A search.
   *
   * @param encoder model whose encoder every candidate starts from
   */
  public SentimentSearch(Optional<Path> encoder) {
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

  private static SentimentShape shape(Setting setting) {
    Settings.requireKnown(
        setting.values(), Settings.of(SentimentShape.class), Settings.of(SentimentRegime.class));
    return Settings.check(SentimentShape.of(setting.values()));
  }

  private static SentimentRegime regime(Setting setting) {
    return Settings.check(SentimentRegime.of(setting.values()));
  }

  @Override
  public void check(Setting setting) {
    shape(setting);
    regime(setting);
  }

  @Override
  public long parameters(Setting setting, DataSource source) {
    if (encoder.isPresent()) {
      throw new BadInputException("an encoder's model gives the shape: its size cannot be chosen");
    }
    return SentimentTrainer.parameters(shape(setting), regime(setting));
  }

  @Override
  @SuppressWarnings("unchecked") // TweetData's type.
  public AutoCloseable train(
      Setting setting, DataSource source, Path out, TrainingListener listener) {
    SentimentData data =
        SentimentData.of(
                (List<LabelledText>) source.trainData(), (List<LabelledText>) source.testData())
            .withEncoder(encoder);
    return SentimentTrainer.train(
        shape(setting), regime(setting), data, Output.to(out).resuming(), listener);
  }
}
