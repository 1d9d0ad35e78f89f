package io.github.recurrent4j.sentiment;

import io.github.recurrent4j.kernels.Cell;
import io.github.recurrent4j.vectorization.Formerly;
import io.github.recurrent4j.vectorization.settings.Setting;
import io.github.recurrent4j.vectorization.settings.Settings;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.Map;

/** The shape of a classifier: what rebuilds its network. It stands in the model file. */
@RecordBuilder
@Formerly({
  "dropout",
  "labelSmoothing",
  "classWeights",
  "bpeDropout",
  "encoderRate",
  "batchSize",
  "unfreezing"
})
public record SentimentShape(
    @Setting(
            value = "3",
            range = "[2, inf)",
            doc = "number of classes; the command line counts those of the labels")
        int classes,
    @Setting(value = "8000", range = "[300, inf)", doc = "most tokens, which are byte pairs")
        int vocabulary,
    @Setting(value = "gru", doc = "recurrence of the encoder") Cell cell,
    @Setting(value = "both", doc = "which way layers read; forward is a language model's")
        Direction direction,
    @Setting(value = "1", range = "[1, inf)", doc = "layers of the encoder") int layers,
    @Setting(value = "128", range = "[1, inf)", doc = "hidden size of each direction") int hidden,
    @Setting(value = "128", range = "[1, inf)", doc = "size of the token vectors") int embedding,
    @Setting(value = "all", doc = "how the states of a text become one vector") Pooling pooling,
    @Setting(value = "80", range = "[1, inf)", doc = "texts are cut after so many tokens")
        int maxTokens)
    implements SentimentShapeBuilder.With {

  /** Which way the encoder's layers read. */
  public enum Direction {
    /** From the first token to the last, and from the last to the first. */
    BOTH,
    /** From the first token to the last. */
    FORWARD
  }

  /** How a sequence becomes one vector. */
  public enum Pooling {
    /** The directions' last states. */
    LAST,
    /** The largest value of each feature. */
    MAX,
    /** The mean of each feature. */
    MEAN,
    /** Last, largest and mean, side by side. */
    ALL,
    /** A mean weighted by attention, which the last states ask for. */
    ATTENTION
  }

  /** Size of what the encoder gives for each token. */
  int width() {
    return (direction == Direction.BOTH ? 2 : 1) * hidden;
  }

  /** Three classes, a bidirectional GRU and all poolings. */
  public static SentimentShape standard() {
    return Settings.standard(SentimentShape.class);
  }

  /**
   * The standard shape with other values.
   *
   * @param values by name, as on the command line
   */
  public static SentimentShape of(Map<String, ?> values) {
    return Settings.of(SentimentShape.class).with(standard(), values);
  }
}
