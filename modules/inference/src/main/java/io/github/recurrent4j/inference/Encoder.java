package io.github.recurrent4j.inference;

import io.github.recurrent4j.kernels.Floats;
import io.github.recurrent4j.kernels.RecurrentWeights;
import io.github.recurrent4j.kernels.Scope;
import io.github.recurrent4j.kernels.State;
import java.util.ArrayList;
import java.util.List;

/**
 * An embedding and layers that read both ways or forward, for inference. Its twins for training are
 * the wirings of {@code BidirectionalEncoder} and {@code ForwardEncoder} in the module {@code
 * layers}; tests of the apps hold them equal.
 */
public final class Encoder {
  /** Steps of a call, and of a shorter one at the end: each shape costs a set of primitives. */
  private static final int PART = 8;

  private static final int LAST_PART = 4;

  private final Floats embedding;
  private final int embeddingSize;
  private final List<RecurrentWeights> forward = new ArrayList<>();
  private final List<RecurrentWeights> backward = new ArrayList<>();
  private final int hidden;

  /** Directions: 2, or 1 where nothing reads backward. */
  private final int ways;

  /** An encoder of these layers. */
  public Encoder(PackedNetwork network, EncoderLayers layers) {
    embedding = network.values(layers.embedding(), "W");
    embeddingSize = layers.embedding().out();
    layers.forward().forEach(layer -> forward.add(network.recurrent(layer)));
    layers.backward().forEach(layer -> backward.add(network.recurrent(layer)));
    hidden = layers.forward().get(0).out();
    ways = layers.bothWays() ? 2 : 1;
  }

  /**
   * What a batch of sequences became.
   *
   * @param steps S
   * @param memory the top layer's outputs, [S, B, 2·H], or [S, B, H] where it reads forward alone;
   *     steps past a length hold no sense
   * @param lengths steps that count, per example
   * @param summary the directions' last states, [B, 2·H] or [B, H]
   */
  public record Encoded(int steps, Floats memory, int[] lengths, Floats summary) {}

  /** Size of a step of the memory: 2·H, or H where it reads forward alone. */
  public int memorySize() {
    return ways * hidden;
  }

  /**
   * Encodes sequences of ids.
   *
   * @param scope where the result lives
   * @param ids of each sequence, none empty
   */
  public Encoded encode(Slot slot, Scope scope, int[][] ids) {
    int count = ids.length;
    int batch = Sizes.sequences(count);
    int[] lengths = new int[count];
    int steps = 0;
    for (int b = 0; b < count; b++) {
      lengths[b] = ids[b].length;
      steps = Math.max(steps, (lengths[b] + LAST_PART - 1) / LAST_PART * LAST_PART);
    }
    long rows = (long) steps * batch;
    Floats result = scope.floats((long) steps * count * memorySize());
    Floats summary = scope.floats((long) count * memorySize());
    try (Scope work = slot.scope()) {
      int size = embeddingSize;
      Floats x = work.floats(rows * size);
      for (int t = 0; t < steps; t++) {
        for (int b = 0; b < batch; b++) {
          int id = b < count && t < lengths[b] ? ids[b][t] : 0;
          RowCopies.row(embedding, id, x, (long) t * batch + b, size);
        }
      }
      if (ways == 1) {
        Floats top = forwardAlone(slot, work, steps, batch, x);
        for (int t = 0; t < steps; t++) {
          result.copy(
              (long) t * count * hidden, top, (long) t * batch * hidden, (long) count * hidden);
        }
        for (int b = 0; b < count; b++) {
          long end = ((lengths[b] - 1L) * batch + b) * hidden;
          summary.copy((long) b * hidden, top, end, hidden);
        }
        return new Encoded(steps, result, lengths, summary);
      }
      Floats turned = work.floats(rows * Math.max(size, 2 * hidden));
      Floats ahead = work.floats(rows * hidden);
      Floats reversed = work.floats(rows * hidden);
      Floats back = work.floats(rows * hidden);
      Floats between = forward.size() > 1 ? work.floats(rows * 2 * hidden) : null;
      for (int i = 0; i < forward.size(); i++) {
        run(slot, work, forward.get(i), steps, batch, x, ahead);
        RowCopies.reversed(steps, batch, x, lengths, size, turned);
        run(slot, work, backward.get(i), steps, batch, turned, reversed);
        RowCopies.reversed(steps, batch, reversed, lengths, hidden, back);
        if (i < forward.size() - 1) {
          RowCopies.beside(rows, ahead, hidden, back, hidden, between);
          x = between;
          size = 2 * hidden;
        }
      }
      for (int t = 0; t < steps; t++) {
        for (int b = 0; b < count; b++) {
          long from = ((long) t * batch + b) * hidden;
          long to = ((long) t * count + b) * 2 * hidden;
          result.copy(to, ahead, from, hidden);
          result.copy(to + hidden, back, from, hidden);
        }
      }
      for (int b = 0; b < count; b++) {
        long end = ((lengths[b] - 1L) * batch + b) * hidden;
        summary.copy(2L * b * hidden, ahead, end, hidden);
        summary.copy(2L * b * hidden + hidden, reversed, end, hidden);
      }
    }
    return new Encoded(steps, result, lengths, summary);
  }

  /** The top layer's outputs, [S, B, H], where nothing reads backward. */
  private Floats forwardAlone(Slot slot, Scope work, int steps, int batch, Floats below) {
    Floats x = below;
    for (RecurrentWeights layer : forward) {
      Floats out = work.floats((long) steps * batch * hidden);
      run(slot, work, layer, steps, batch, x, out);
      x = out;
    }
    return x;
  }

  /** Runs a layer over all steps, part by part. */
  private void run(
      Slot slot, Scope work, RecurrentWeights layer, int steps, int batch, Floats x, Floats out) {
    long in = (long) batch * layer.spec().inputSize();
    long row = (long) batch * hidden;
    State before = null;
    State after = state(work, batch);
    State spare = state(work, batch);
    for (int t = 0; t < steps; ) {
      int part = steps - t >= PART ? PART : LAST_PART;
      slot.recurrence(layer)
          .forward(
              part,
              batch,
              x.slice(t * in, part * in),
              before,
              out.slice(t * row, part * row),
              after);
      before = after;
      after = spare;
      spare = before;
      t += part;
    }
  }

  private State state(Scope work, int batch) {
    long size = (long) batch * hidden;
    boolean cell = forward.get(0).spec().cell().hasCellState();
    return new State(work.floats(size), cell ? work.floats(size) : null);
  }
}
