package io.github.recurrent4j.training;

import io.github.recurrent4j.vectorization.IdSequence;
import io.github.recurrent4j.vectorization.LaneCuts;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntConsumer;

/**
 * A long text that lies elsewhere and need not fit this machine, such as one that the machines of a
 * cluster read. It is cut and encoded where it lies, whole lines at a time.
 */
public interface RemoteText {
  /** Cuts text into tokens; asked where the text lies. */
  interface Cutter extends Serializable {
    /** Hands the tokens of a piece of text to a sink. */
    void cut(CharSequence text, Consumer<String> tokens);
  }

  /** Makes ids of text; asked where the text lies. */
  interface Encoder extends Serializable {
    /** Hands the ids of a piece of text to a sink. */
    void encode(CharSequence text, IntConsumer ids);
  }

  /**
   * How often tokens occur.
   *
   * @param least tokens that are rarer are left out
   * @param most how many tokens, the most frequent ones
   */
  Map<String, Long> counts(Cutter cutter, long least, int most);

  /** Lines to learn tokens from, without their ends: all, or some that are drawn at random. */
  List<String> sample();

  /**
   * Encodes all of it.
   *
   * @param vocabulary ids are below
   */
  Encoded encode(Encoder encoder, int vocabulary);

  /** A text as ids, which lie elsewhere. */
  interface Encoded {
    /** Number of ids. */
    long size();

    /** Hash of the ids: a run that goes on must find the same. */
    String digest();

    /** The ids from one place to another, here. */
    IdSequence part(long from, long to);

    /**
     * Minibatches of lanes, which are read where they are trained on.
     *
     * @return makes what stands for a minibatch
     */
    Function<LaneCuts.Cut, Object> lanes(LaneCuts cuts);
  }
}
