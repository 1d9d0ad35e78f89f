package io.github.recurrent4j.inference;

import io.github.recurrent4j.kernels.Floats;
import io.github.recurrent4j.kernels.RecurrentWeights;
import io.github.recurrent4j.kernels.Scope;
import io.github.recurrent4j.kernels.State;
import java.util.ArrayList;
import java.util.List;

/**
 * An embedding and bidirectional layers for inference. Its twin for training is the wiring of
 * {@code BidirectionalEncoder} in the module {@code layers}; tests of both apps hold the two equal.
 */
public final class Encoder {
  private static final int STEP = 2;

  private final Floats embedding;
  private final int embeddingSize;
  private final List<RecurrentWeights> forward = new ArrayList<>();
  private final List<RecurrentWeights> backward = new ArrayList<>();
  private final int hidden;

  /** An encoder of these layers. */
  public Encoder(PackedNetwork network, EncoderLayers layers) {
    embedding = network.values(layers.embedding(), "W");
    embeddingSize = layers.embedding().out();
    layers.forward().forEach(layer -> forward.add(network.recurrent(layer)));
    layers.backward().forEach(layer -> backward.add(network.recurrent(layer)));
    hidden = layers.forward().get(0).out();
  }

  /**
   * What a batch of sequences became.
   *
   * @param steps S
   * @param memory the top layer's outputs, [S, B, 2·H]; steps past a length hold no sense
   * @param lengths steps that count, per example
   * @param summary both directions' last states, [B, 2·H]
   */
  public record Encoded(int steps, Floats memory, int[] lengths, Floats summary) {}

  /** Size of a step of the memory: 2·H. */
  public int memorySize() {
    return 2 * hidden;
  }

  /**
   * Encodes sequences of ids.
   *
   * @param scope where the result lives
   * @param ids of each sequence, none empty
   */
  public Encoded encode(Slot slot, Scope scope, int[][] ids) {
    int batch = ids.length;
    int[] lengths = new int[batch];
    int steps = 0;
    for (int b = 0; b < batch; b++) {
      lengths[b] = ids[b].length;
      // Even lengths only: each shape costs a set of primitives.
      steps = Math.max(steps, (lengths[b] + STEP - 1) / STEP * STEP);
    }
    long rows = (long) steps * batch;
    Floats result = scope.floats(rows * 2 * hidden);
    Floats summary = scope.floats(2L * batch * hidden);
    try (Scope work = slot.scope()) {
      int size = embeddingSize;
      Floats x = work.floats(rows * size);
      for (int t = 0; t < steps; t++) {
        for (int b = 0; b < batch; b++) {
          RowCopies.row(embedding, t < lengths[b] ? ids[b][t] : 0, x, (long) t * batch + b, size);
        }
      }
      Floats turned = work.floats(rows * Math.max(size, 2 * hidden));
      Floats ahead = work.floats(rows * hidden);
      Floats reversed = work.floats(rows * hidden);
      Floats back = work.floats(rows * hidden);
      State last = state(work, batch);
      Floats between = forward.size() > 1 ? work.floats(rows * 2 * hidden) : null;
      for (int i = 0; i < forward.size(); i++) {
        boolean top = i == forward.size() - 1;
        slot.recurrence(forward.get(i)).forward(steps, batch, x, null, ahead, last);
        RowCopies.reversed(steps, x, lengths, size, turned);
        Floats input = turned.slice(0, rows * size);
        slot.recurrence(backward.get(i)).forward(steps, batch, input, null, reversed, last);
        RowCopies.reversed(steps, reversed, lengths, hidden, back);
        Floats out = top ? result : between;
        RowCopies.beside(rows, ahead, hidden, back, hidden, out);
        x = out;
        size = 2 * hidden;
      }
      for (int b = 0; b < batch; b++) {
        long end = (lengths[b] - 1L) * batch + b;
        summary.copy(2L * b * hidden, ahead, end * hidden, hidden);
        summary.copy(2L * b * hidden + hidden, reversed, end * hidden, hidden);
      }
    }
    return new Encoded(steps, result, lengths, summary);
  }

  private State state(Scope work, int batch) {
    long size = (long) batch * hidden;
    boolean cell = forward.get(0).spec().cell().hasCellState();
    return new State(work.floats(size), cell ? work.floats(size) : null);
  }
}
