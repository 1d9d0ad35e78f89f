package io.github.recurrent4j.inference.model;

import java.util.List;

/**
 * A layer of a network, as far as inference needs to know it.
 *
 * @param name its name in the graph, or {@code layer0} and so on in a list of layers
 * @param kind what it computes
 * @param in size of a step of its input, or of what one softmax of a mixture reads; 0 where the
 *     layer does not say
 * @param out size of a step of its output; 0 where the layer does not say
 * @param inner size of an MLP attention's hidden layer, steps of a context window, side of a
 *     convolution's patches, softmaxes of a mixture, rounds of a mogrifier, otherwise 0
 * @param tanh whether a dense layer applies tanh
 * @param blocks its parameters, in the order in which they are stored
 * @param tiedOffset where a tied output finds its weights among all parameters, or -1
 * @param inputs names of what it reads
 */
public record LayerDescription(
    String name,
    Kind kind,
    int in,
    int out,
    int inner,
    boolean tanh,
    List<Block> blocks,
    int tiedOffset,
    List<String> inputs) {

  /** What a layer computes. */
  public enum Kind {
    /** A row for each id. */
    EMBEDDING,
    /** A vector of zeros with one one. */
    ONE_HOT,
    /** The last steps side by side. */
    WINDOW,
    /** h_t = tanh(b + W h_{t-1} + U x_t). */
    RNN,
    /** Long short-term memory, blocks in the order candidate, forget, output, input. */
    LSTM,
    /** Gated recurrent unit, reset gate before the product; blocks update, reset, candidate. */
    GRU,
    /** Gated recurrent unit, reset gate after the product, a fourth bias. */
    GRU_RESET_AFTER,
    /** A long short-term memory behind mutual gates of input and state, in rounds. */
    MOGRIFIED_LSTM,
    /** A dense layer at every step. */
    DENSE,
    /** A convolution of a picture. */
    CONVOLUTION,
    /** The same, and of each value at least 0. */
    RECTIFIED_CONVOLUTION,
    /** Attention by dot product. */
    ATTENTION_DOT,
    /** Attention by a bilinear form. */
    ATTENTION_GENERAL,
    /** Attention by a hidden layer. */
    ATTENTION_MLP,
    /**
     * Weights over a memory's steps by a bilinear form; gives the weight on the wanted word, and a
     * loss.
     */
    POINTER,
    /** Largest value over the steps. */
    MAX,
    /** Mean over the steps. */
    MEAN,
    /** The steps of each example backwards. */
    REVERSE,
    /** The examples of a minibatch several times, where each has several targets. */
    REPEAT,
    /** Two sequences side by side. */
    MERGE,
    /** The sum of two sequences, and of each value at least 0. */
    ADD,
    /** The last step of each example. */
    LAST,
    /** Softmax over a dense layer. */
    OUTPUT,
    /** The same mixed with a pointer: reads a gate's logit and a pointer's numbers, too. */
    COPY_OUTPUT,
    /**
     * A mixture of softmaxes with the same weights: reads what each is made of, and the logits of
     * their shares.
     */
    MIXTURE_OUTPUT
  }

  /**
   * A parameter.
   *
   * @param key its name: W, RW, b, U, v, Q, R, g, m, s
   * @param offset where it begins among all parameters
   * @param rows rows
   * @param columns columns
   */
  public record Block(String key, int offset, int rows, int columns) {
    /** Number of values. */
    public int length() {
      return rows * columns;
    }
  }

  /** One of the parameters. */
  public Block block(String key) {
    for (Block b : blocks) {
      if (b.key.equals(key)) {
        return b;
      }
    }
    throw new IllegalArgumentException(name + " has no parameter " + key);
  }

  /** Whether there is such a parameter. */
  public boolean has(String key) {
    return blocks.stream().anyMatch(b -> b.key.equals(key));
  }
}
