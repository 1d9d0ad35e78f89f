package io.github.recurrent4j.inference;

import io.github.recurrent4j.inference.model.LayerDescription;
import io.github.recurrent4j.kernels.Floats;
import io.github.recurrent4j.kernels.PackedMatrix;
import io.github.recurrent4j.kernels.RecurrentWeights;
import io.github.recurrent4j.kernels.Scope;
import io.github.recurrent4j.kernels.State;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A decoder that attends to a memory, step by step on {@code kernels} alone. Its twin for training
 * is {@code AttentionDecoder} in the module {@code layers}; tests of the apps hold the two equal.
 * Serves any number of threads, each with a {@link Slot}.
 */
public final class StepDecoder {
  /** The token that is read for a word that can only be copied. */
  public static final int UNKNOWN = 3;

  private final Floats embedding;
  private final int embeddingSize;
  private final List<PackedMatrix> hiddenBridges = new ArrayList<>();
  private final List<PackedMatrix> cellBridges = new ArrayList<>();
  private final List<RecurrentWeights> layers = new ArrayList<>();
  private final int hidden;
  private final int memorySize;
  private final Attention attention;
  private final PackedMatrix readout;
  private final PackedMatrix output;
  private final CopyHead copying;

  /** A decoder of these layers. */
  public StepDecoder(PackedNetwork network, DecoderLayers decoder) {
    embedding = network.values(decoder.embedding(), "W");
    embeddingSize = decoder.embedding().out();
    for (LayerDescription bridge : decoder.hiddenBridges()) {
      hiddenBridges.add(network.dense(bridge));
    }
    decoder.cellBridges().forEach(bridge -> cellBridges.add(network.dense(bridge)));
    decoder.layers().forEach(layer -> layers.add(network.recurrent(layer)));
    hidden = decoder.layers().get(0).out();
    memorySize = decoder.hiddenBridges().get(0).in();
    attention = decoder.attention() == null ? null : new Attention(network, decoder.attention());
    readout = network.dense(decoder.readout());
    output = network.output(decoder.output());
    copying = decoder.copying() == null ? null : new CopyHead(network, decoder.copying());
  }

  /** Number of tokens. */
  public int tokens() {
    return (int) output.columns();
  }

  /**
   * Begins to decode.
   *
   * @param slot the caller's as long as it decodes
   * @param scope where the memory lives; closed with the result, or here if this fails
   * @param encoded what is decoded
   * @param beam hypotheses that will be followed for each sequence
   */
  public Decoding begin(Slot slot, Scope scope, Encoder.Encoded encoded, int beam) {
    return begin(slot, scope, encoded, beam, new int[encoded.lengths().length][0]);
  }

  /**
   * Begins to decode, with words that may be copied where the decoder can.
   *
   * @param words for each sequence the ids of the words that its memory's steps hold, below zero
   *     for none. Ids past the decoder's tokens are words that can only be copied; as input they
   *     are read as {@link #UNKNOWN}
   */
  public Decoding begin(Slot slot, Scope scope, Encoder.Encoded encoded, int beam, int[][] words) {
    try {
      return new Steps(slot, scope, encoded, beam, words);
    } catch (RuntimeException | Error e) {
      scope.close();
      throw e;
    }
  }

  /**
   * What is as large as the batch at its beginning, and used from the front when it shrinks. Rows
   * past those of the sequences fill the batch up to a size of {@link Sizes}; what they hold goes
   * nowhere.
   */
  private final class Steps implements Decoding {
    private final Slot slot;
    private final Scope scope;
    private final int beam;
    private final int steps;
    private int sequences;
    private Attention.Memory attended;
    private final List<State> states = new ArrayList<>();
    private final List<State> spareStates = new ArrayList<>();
    private final Floats input;
    private final Floats output1;
    private final Floats both;
    private final Floats read;
    private final Floats probabilities;
    private final Floats weights;
    private final Floats context;
    private final CopyHead.Copies copies;

    Steps(Slot slot, Scope scope, Encoder.Encoded encoded, int beam, int[][] words) {
      this.slot = slot;
      this.scope = scope;
      this.beam = beam;
      steps = encoded.steps();
      sequences = encoded.lengths().length;
      long rows = rows();
      Floats summary = scope.zeros((long) Sizes.sequences(sequences) * memorySize);
      summary.slice(0, encoded.summary().length()).copyFrom(encoded.summary());
      for (int i = 0; i < layers.size(); i++) {
        boolean cell = layers.get(i).spec().cell().hasCellState();
        Floats h = bridged(hiddenBridges.get(i), summary);
        states.add(new State(h, cell ? bridged(cellBridges.get(i), summary) : null));
        Floats spare = scope.zeros(rows * hidden);
        spareStates.add(new State(spare, cell ? scope.zeros(rows * hidden) : null));
      }
      int contextSize = attention == null ? 0 : memorySize;
      attended =
          attention == null
              ? null
              : attention.memory(slot, scope, steps, encoded.lengths(), encoded.memory());
      input = scope.zeros(rows * embeddingSize);
      output1 = scope.floats(rows * hidden);
      both = scope.floats(rows * (hidden + contextSize));
      read = scope.floats(rows * readout.columns());
      probabilities = scope.floats(rows * output.columns());
      weights = scope.floats(attention == null ? 0 : rows * attended.steps());
      context = scope.zeros(rows * contextSize);
      copies =
          copying == null
              ? null
              : copying.begin(slot, scope, encoded, words, beam, Math.toIntExact(rows));
    }

    /** Rows that are computed: those of the sequences, and some to fill the batch. */
    private int rows() {
      return Sizes.sequences(sequences) * beam;
    }

    /** A first state, each row as many times as the beam is wide. */
    private Floats bridged(PackedMatrix bridge, Floats summary) {
      int rows = rows();
      Floats result = scope.floats((long) rows * hidden);
      try (Scope work = slot.scope()) {
        Floats once = work.floats((long) rows / beam * hidden);
        slot.products().multiply(bridge, rows / beam, summary, once);
        for (int r = 0; r < rows; r++) {
          RowCopies.row(once, r / beam, result, r, hidden);
        }
      }
      return result;
    }

    @Override
    public void step(int[] tokens) {
      int rows = rows();
      for (int r = 0; r < tokens.length; r++) {
        int token = tokens[r] < tokens() ? tokens[r] : UNKNOWN;
        RowCopies.row(embedding, token, input, r, embeddingSize);
      }
      Floats x = input.slice(0, (long) rows * embeddingSize);
      for (int i = 0; i < layers.size(); i++) {
        State before = front(states.get(i), rows);
        State after = front(spareStates.get(i), rows);
        Floats h = output1.slice(0, (long) rows * hidden);
        slot.recurrence(layers.get(i)).forward(1, rows, x, before, h, after);
        states.set(i, spareStates.set(i, states.get(i)));
        x = h;
        if (attention != null) {
          if (i == 0) {
            attention.attend(slot, attended, beam, h, weights, context);
          }
          RowCopies.beside(rows, h, hidden, context, memorySize, both);
          x = both.slice(0, (long) rows * (hidden + memorySize));
        }
      }
      if (copies != null) {
        copies.step(rows, output1.slice(0, (long) rows * hidden), x);
      }
      slot.products().multiply(readout, rows, x, read);
      slot.products().multiply(output, rows, read, probabilities);
      slot.products().softmax(rows, output.columns(), probabilities);
    }

    private State front(State s, int rows) {
      long count = (long) rows * hidden;
      return new State(s.h().slice(0, count), s.c() == null ? null : s.c().slice(0, count));
    }

    @Override
    public void probabilities(int row, float[] into) {
      if (into.length <= tokens()) {
        probabilities.get(row * output.columns(), into);
      } else {
        float[] known = new float[tokens()];
        probabilities.get(row * output.columns(), known);
        System.arraycopy(known, 0, into, 0, known.length);
        Arrays.fill(into, known.length, into.length, 0);
      }
      if (copies != null) {
        copies.mix(row, into);
      }
    }

    @Override
    public float[] weights(int row) {
      if (attention == null) {
        return null;
      }
      float[] result = new float[steps];
      weights.get((long) row * attended.steps(), result);
      return result;
    }

    @Override
    public void reorder(int[] parents) {
      for (int i = 0; i < states.size(); i++) {
        State from = states.get(i);
        State to = spareStates.get(i);
        for (int r = 0; r < parents.length; r++) {
          RowCopies.row(from.h(), parents[r], to.h(), r, hidden);
          if (from.c() != null) {
            RowCopies.row(from.c(), parents[r], to.c(), r, hidden);
          }
        }
        states.set(i, to);
        spareStates.set(i, from);
      }
    }

    @Override
    public void keep(int[] which) {
      int[] rows = new int[which.length * beam];
      for (int r = 0; r < rows.length; r++) {
        rows[r] = which[r / beam] * beam + r % beam;
      }
      reorder(rows);
      sequences = which.length;
      if (attended != null) {
        attended = attended.keep(which);
      }
      if (copies != null) {
        copies.keep(which);
      }
    }

    @Override
    public void close() {
      scope.close();
    }
  }
}
