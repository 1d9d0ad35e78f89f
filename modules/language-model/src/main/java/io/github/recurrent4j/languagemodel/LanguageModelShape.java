package io.github.recurrent4j.languagemodel;

import static io.github.recurrent4j.vectorization.BadOptionException.require;

import io.github.recurrent4j.kernels.Cell;
import io.github.recurrent4j.vectorization.BytePairEncoding;
import io.github.recurrent4j.vectorization.Formerly;
import io.github.recurrent4j.vectorization.Units;
import io.github.recurrent4j.vectorization.settings.Rules;
import io.github.recurrent4j.vectorization.settings.Setting;
import io.github.recurrent4j.vectorization.settings.Settings;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.Map;

/** The shape of a language model: what rebuilds its network. It stands in the model file. */
@RecordBuilder
@Formerly({"dropout", "batchSize", "bptt"})
public record LanguageModelShape(
    @Setting(
            value = "char",
            also = "units",
            doc = "what a token is; byte pairs are learned from the training text")
        Units level,
    @Setting(value = "gru", doc = "kind of the hidden layers; ffn sees a window of tokens")
        Hidden cell,
    @Setting(value = "2", range = "[1, inf)", doc = "hidden layers") int layers,
    @Setting(value = "256", range = "[1, inf)", doc = "size of each hidden layer") int hidden,
    @Setting(
            value = "128",
            range = "[0, inf)",
            doc = "size of the token vectors; 0: one-hot; for words, --tied or ffn as --hidden")
        int embedding,
    @Setting(value = "8", range = "[1, inf)", doc = "tokens that --cell ffn sees") int window,
    @Setting(value = "false", doc = "let the output layer's weights be the token vectors")
        boolean tied,
    @Setting(
            value = "1",
            range = "[1, 100]",
            doc =
                "softmaxes that the output mixes, each over a vector as long as the token vectors"
                    + " (mixture of softmaxes, Yang et al., 2018); one is the plain softmax")
        int softmaxes,
    @Setting(
            value = "0",
            range = "[0, 100]",
            doc =
                "rounds in which input and state of an lstm scale each other before each step"
                    + " (mogrifier, Melis et al., 2020, who take 5); 0: none; trains several times"
                    + " slower")
        int mogrifier,
    @Setting(value = "1", doc = "rarer words are unknown") int minFrequency,
    @Setting(
            value = "50000",
            range = "[2, inf)",
            also = "vocabulary",
            doc = "most tokens in the vocabulary; for byte pairs 4000, where it is not given")
        int maxVocabulary)
    implements LanguageModelShapeBuilder.With, Rules {
  private static final int MOST_VALUES_A_CHARACTER = 128;
  private static final int BYTE_PAIRS = 4000;

  /** Kinds of hidden layers. */
  public enum Hidden {
    /** Simple recurrent network. */
    RNN,
    /** Gated recurrent unit (Cho et al., 2014). */
    GRU,
    /** Gated recurrent unit that resets after the product, as PyTorch's and Keras's. */
    GRU_RESET_AFTER,
    /** Long short-term memory. */
    LSTM,
    /** Feed-forward network over a fixed window (Bengio et al., 2003). */
    FFN;

    /** Whether the layers are recurrent. */
    public boolean recurrent() {
      return this != FFN;
    }

    /**
     * The recurrent cell.
     *
     * @throws IllegalArgumentException for the feed-forward network, which has none
     */
    public Cell cell() {
      return Cell.valueOf(name());
    }
  }

  /** A character model of two GRU layers. */
  public static LanguageModelShape standard() {
    return Settings.standard(LanguageModelShape.class);
  }

  /**
   * The standard shape with other values; the token vectors' size suits them where it is not given.
   *
   * @param values by name, as on the command line
   */
  public static LanguageModelShape of(Map<String, ?> values) {
    LanguageModelShape shape = Settings.of(LanguageModelShape.class).with(standard(), values);
    if (shape.level == Units.BPE && !values.containsKey("max-vocabulary")) {
      shape = shape.withMaxVocabulary(BYTE_PAIRS);
    }
    if (values.containsKey("embedding")) {
      return shape;
    }
    boolean whole = shape.level != Units.CHAR || shape.cell == Hidden.FFN || shape.tied;
    return shape.withEmbedding(
        whole ? shape.hidden : Math.min(shape.hidden, MOST_VALUES_A_CHARACTER));
  }

  /**
   * Size of what a softmax reads: with a mixture that of the token vectors, where there are any.
   */
  int outputSize() {
    return softmaxes > 1 && embedding > 0 ? embedding : hidden;
  }

  @Override
  public void check() {
    require(
        level != Units.BPE || maxVocabulary > BytePairEncoding.LEAST_SIZE,
        "--vocabulary must be above "
            + BytePairEncoding.LEAST_SIZE
            + " for byte pairs: bytes and marks take so many");
    require(
        !tied || embedding == hidden || (softmaxes > 1 && embedding > 0),
        "--tied needs an --embedding as large as --hidden, or several --softmaxes, not "
            + embedding);
    require(cell != Hidden.FFN || embedding > 0, "--cell ffn needs an --embedding");
    require(mogrifier == 0 || cell == Hidden.LSTM, "--mogrifier needs --cell lstm");
  }
}
