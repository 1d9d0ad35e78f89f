package io.github.recurrent4j.translation;

import io.github.recurrent4j.inference.Attention;
import io.github.recurrent4j.inference.Encoder;
import io.github.recurrent4j.inference.PackedNetwork;
import io.github.recurrent4j.inference.RowCopies;
import io.github.recurrent4j.inference.Slot;
import io.github.recurrent4j.inference.model.LayerDescription;
import io.github.recurrent4j.inference.model.ModelFile;
import io.github.recurrent4j.kernels.Floats;
import io.github.recurrent4j.kernels.PackedMatrix;
import io.github.recurrent4j.kernels.Precision;
import io.github.recurrent4j.kernels.RecurrentWeights;
import io.github.recurrent4j.kernels.Scope;
import io.github.recurrent4j.kernels.State;
import java.util.ArrayList;
import java.util.List;

/**
 * A translator's network for decoding: the encoder over whole sentences, then the decoder step by
 * step, on {@code kernels} alone. Its twin for training is {@link TranslationNetwork}; {@code
 * TranslatorTest} holds the two equal. Serves any number of threads, each with a {@link Slot}.
 */
final class TranslationPlan implements AutoCloseable {
  private final PackedNetwork packed;
  private final Encoder encoder;
  private final Floats embedding;
  private final int embeddingSize;
  private final List<PackedMatrix> hiddenBridges = new ArrayList<>();
  private final List<PackedMatrix> cellBridges = new ArrayList<>();
  private final List<RecurrentWeights> decoder = new ArrayList<>();
  private final int hidden;
  private final Attention attention;
  private final PackedMatrix readout;
  private final PackedMatrix output;

  TranslationPlan(ModelFile file, TranslationLayers layers, Precision precision) {
    packed = new PackedNetwork(file, precision);
    encoder = new Encoder(packed, layers.encoder());
    embedding = packed.values(layers.embedding(), "W");
    embeddingSize = layers.embedding().out();
    for (LayerDescription bridge : layers.hiddenBridges()) {
      hiddenBridges.add(packed.dense(bridge));
    }
    layers.cellBridges().forEach(bridge -> cellBridges.add(packed.dense(bridge)));
    layers.decoder().forEach(layer -> decoder.add(packed.recurrent(layer)));
    hidden = layers.decoder().get(0).out();
    attention = layers.attention() == null ? null : new Attention(packed, layers.attention());
    readout = packed.dense(layers.readout());
    output = packed.output(layers.output());
  }

  /** The network on a slot, which must be the caller's as long as it decodes. */
  Decoder on(Slot slot) {
    return new Decoder() {
      @Override
      public int targetTokens() {
        return (int) output.columns();
      }

      @Override
      public Decoding encode(int[][] sources, int beam) {
        Scope scope = slot.scope();
        try {
          return new Steps(slot, scope, encoder.encode(slot, scope, sources), beam);
        } catch (RuntimeException | Error e) {
          scope.close();
          throw e;
        }
      }
    };
  }

  /** What is as large as the batch at its beginning, and used from the front when it shrinks. */
  private final class Steps implements Decoder.Decoding {
    private final Slot slot;
    private final Scope scope;
    private final int beam;
    private final int steps;
    private int sentences;
    private int[] lengths;
    private Floats memory;
    private Floats spareMemory;
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

    Steps(Slot slot, Scope scope, Encoder.Encoded encoded, int beam) {
      this.slot = slot;
      this.scope = scope;
      this.beam = beam;
      steps = encoded.steps();
      lengths = encoded.lengths();
      sentences = lengths.length;
      memory = encoded.memory();
      long rows = (long) sentences * beam;
      for (int i = 0; i < decoder.size(); i++) {
        boolean cell = decoder.get(i).spec().cell().hasCellState();
        Floats h = bridged(hiddenBridges.get(i), encoded.summary());
        states.add(new State(h, cell ? bridged(cellBridges.get(i), encoded.summary()) : null));
        Floats spare = scope.floats(rows * hidden);
        spareStates.add(new State(spare, cell ? scope.floats(rows * hidden) : null));
      }
      int contextSize = attention == null ? 0 : encoder.memorySize();
      input = scope.floats(rows * embeddingSize);
      output1 = scope.floats(rows * hidden);
      both = scope.floats(rows * (hidden + contextSize));
      read = scope.floats(rows * readout.columns());
      probabilities = scope.floats(rows * output.columns());
      weights = scope.floats(attention == null ? 0 : rows * steps);
      context = scope.floats(rows * contextSize);
      attend();
    }

    private void attend() {
      if (attention != null) {
        attended = attention.memory(slot, scope, steps, lengths, memory);
      }
    }

    /** A first state, each row as many times as the beam is wide. */
    private Floats bridged(PackedMatrix bridge, Floats summary) {
      Floats result = scope.floats((long) sentences * beam * hidden);
      try (Scope work = slot.scope()) {
        Floats once = work.floats((long) sentences * hidden);
        slot.products().multiply(bridge, sentences, summary, once);
        for (int r = 0; r < sentences * beam; r++) {
          RowCopies.row(once, r / beam, result, r, hidden);
        }
      }
      return result;
    }

    @Override
    public void step(int[] tokens) {
      int rows = tokens.length;
      for (int r = 0; r < rows; r++) {
        RowCopies.row(embedding, tokens[r], input, r, embeddingSize);
      }
      Floats x = input.slice(0, (long) rows * embeddingSize);
      for (int i = 0; i < decoder.size(); i++) {
        State before = front(states.get(i), rows);
        State after = front(spareStates.get(i), rows);
        Floats h = output1.slice(0, (long) rows * hidden);
        slot.recurrence(decoder.get(i)).forward(1, rows, x, before, h, after);
        states.set(i, spareStates.set(i, states.get(i)));
        x = h;
        if (attention != null) {
          if (i == 0) {
            attention.attend(slot, attended, beam, h, weights, context);
          }
          int size = encoder.memorySize();
          RowCopies.beside(rows, h, hidden, context, size, both);
          x = both.slice(0, (long) rows * (hidden + size));
        }
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
      probabilities.get((long) row * into.length, into);
    }

    @Override
    public float[] weights(int row) {
      if (attention == null) {
        return null;
      }
      float[] result = new float[steps];
      weights.get((long) row * steps, result);
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
      int size = encoder.memorySize();
      Floats smaller = spareMemory == null ? scope.floats(memory.length()) : spareMemory;
      int[] kept = new int[which.length];
      for (int n = 0; n < which.length; n++) {
        kept[n] = lengths[which[n]];
        for (long s = 0; s < steps; s++) {
          RowCopies.row(memory, s * sentences + which[n], smaller, s * which.length + n, size);
        }
      }
      spareMemory = memory;
      memory = smaller;
      lengths = kept;
      sentences = which.length;
      attend();
    }

    @Override
    public void close() {
      scope.close();
    }
  }

  @Override
  public void close() {
    packed.close();
  }
}
