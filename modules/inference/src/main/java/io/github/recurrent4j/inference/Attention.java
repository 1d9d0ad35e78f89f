package io.github.recurrent4j.inference;

import io.github.recurrent4j.inference.model.LayerDescription;
import io.github.recurrent4j.inference.model.LayerDescription.Kind;
import io.github.recurrent4j.kernels.Floats;
import io.github.recurrent4j.kernels.PackedMatrix;
import io.github.recurrent4j.kernels.Product;
import io.github.recurrent4j.kernels.Scope;

/**
 * Attention, or a pointer, for inference, step by step: what the scores need of a memory is worked
 * out once. Its twins for training are {@code Attention} and {@code Pointer} in the module {@code
 * layers}.
 */
public final class Attention {
  private static final float NEVER = -1e9f;

  /** Examples that are attended to in one product. */
  private static final int MOST_EXAMPLES = 8;

  /** Keys that are worked out in one product. */
  private static final int MOST_KEYS = 256;

  private final Kind kind;
  private final int querySize;
  private final int memorySize;
  private final int keySize;
  private final PackedMatrix keys;
  private final PackedMatrix queries;
  private final float[] v;

  /** Attention of this layer. */
  public Attention(PackedNetwork network, LayerDescription layer) {
    kind = layer.kind();
    querySize = layer.in();
    memorySize = layer.out();
    keySize = kind == Kind.ATTENTION_MLP ? layer.inner() : querySize;
    keys =
        switch (kind) {
          case ATTENTION_GENERAL, POINTER -> network.generalKeys(layer);
          case ATTENTION_MLP -> network.mlpKeys(layer);
          default -> null;
        };
    queries = kind == Kind.ATTENTION_MLP ? network.mlpQueries(layer) : null;
    v = kind == Kind.ATTENTION_MLP ? network.values(layer, "v").toArray() : null;
  }

  /**
   * A memory that can be attended to. Sequences lie one behind the other, so that some of them can
   * be attended to at a time, whatever the batch.
   *
   * @param steps S, as {@link Sizes} has it
   * @param lengths steps that count, for each of B examples
   * @param memory [B, S, M], zeros where no step was
   * @param keys [B, S, size of a key]
   */
  public record Memory(int steps, int[] lengths, Floats memory, Floats keys) {
    /** Goes on with some of the examples, in the same place; they are named in their order. */
    Memory keep(int[] which) {
      int[] kept = new int[which.length];
      for (int n = 0; n < which.length; n++) {
        kept[n] = lengths[which[n]];
      }
      Floats moved = moved(memory, which);
      return new Memory(steps, kept, moved, keys == memory ? moved : moved(keys, which));
    }

    private Floats moved(Floats all, int[] which) {
      long size = all.length() / lengths.length;
      for (int n = 0; n < which.length; n++) {
        if (which[n] != n) {
          all.copy(n * size, all, which[n] * size, size);
        }
      }
      return all.slice(0, which.length * size);
    }
  }

  /**
   * Lays out a memory [steps, B, M] and works out its keys; both live in the scope.
   *
   * @param lengths steps that count, for each of B examples
   */
  public Memory memory(Slot slot, Scope scope, int steps, int[] lengths, Floats memory) {
    int batch = lengths.length;
    int room = Sizes.steps(steps);
    Floats laidOut = scope.zeros((long) batch * room * memorySize);
    for (int b = 0; b < batch; b++) {
      for (int s = 0; s < lengths[b]; s++) {
        RowCopies.row(memory, (long) s * batch + b, laidOut, (long) b * room + s, memorySize);
      }
    }
    if (keys == null) {
      return new Memory(room, lengths, laidOut, laidOut);
    }
    long rows = (long) room * batch;
    Floats result = scope.floats(rows * keySize);
    for (long at = 0; at < rows; ) {
      int part = Sizes.piece(rows - at, MOST_KEYS);
      Floats from = laidOut.slice(at * memorySize, (long) part * memorySize);
      slot.products().multiply(keys, part, from, result.slice(at * keySize, (long) part * keySize));
      at += part;
    }
    return new Memory(room, lengths, laidOut, result);
  }

  /**
   * Attends to a memory.
   *
   * @param count K, queries for each example
   * @param query [B, K, Q]
   * @param weights receives the attention weights, [B, K, S]
   * @param context receives the weighted means, [B, K, M]
   */
  public void attend(
      Slot slot, Memory memory, int count, Floats query, Floats weights, Floats context) {
    weigh(slot, memory, count, query, weights);
    int steps = memory.steps;
    for (int b = 0; b < memory.lengths.length; ) {
      int part = Sizes.piece(memory.lengths.length - b, MOST_EXAMPLES);
      Product mean = Product.of(count, memorySize, steps).times(part);
      slot.products()
          .multiply(
              mean,
              examples(weights, b, part, count * steps),
              examples(memory.memory, b, part, steps * memorySize),
              null,
              examples(context, b, part, count * memorySize));
      b += part;
    }
  }

  private static Floats examples(Floats all, int first, int count, int size) {
    return all.slice((long) first * size, (long) count * size);
  }

  /**
   * Weighs a memory's steps.
   *
   * @param count K, queries for each example
   * @param query [B, K, Q]
   * @param weights receives the weights, [B, K, S]
   */
  void weigh(Slot slot, Memory memory, int count, Floats query, Floats weights) {
    int batch = memory.lengths.length;
    int steps = memory.steps;
    if (kind == Kind.ATTENTION_MLP) {
      mlp(slot, memory, count, query, weights);
    }
    for (int b = 0; b < batch; ) {
      int part = Sizes.piece(batch - b, MOST_EXAMPLES);
      Floats scores = examples(weights, b, part, count * steps);
      if (kind != Kind.ATTENTION_MLP) {
        slot.products()
            .multiply(
                Product.of(count, steps, querySize).transposeB().times(part),
                examples(query, b, part, count * querySize),
                examples(memory.keys, b, part, steps * querySize),
                null,
                scores);
      }
      for (int row = 0; row < part * count; row++) {
        int length = memory.lengths[b + row / count];
        if (length < steps) {
          scores.slice((long) row * steps + length, steps - length).fill(NEVER);
        }
      }
      slot.products().softmax((long) part * count, steps, scores);
      b += part;
    }
  }

  /** Scores v·tanh(W q + U m). */
  private void mlp(Slot slot, Memory memory, int count, Floats query, Floats weights) {
    int batch = memory.lengths.length;
    try (Scope work = slot.scope()) {
      long rows = (long) batch * count;
      Floats projected = work.floats(rows * keySize);
      slot.products().multiply(queries, rows, query, projected);
      float[] q = new float[keySize];
      float[] key = new float[keySize];
      float[] scores = new float[memory.steps];
      for (int row = 0; row < rows; row++) {
        int b = row / count;
        projected.get((long) row * keySize, q);
        for (int s = 0; s < memory.lengths[b]; s++) {
          memory.keys.get(((long) b * memory.steps + s) * keySize, key);
          double sum = 0;
          for (int i = 0; i < keySize; i++) {
            sum += v[i] * Math.tanh(q[i] + key[i]);
          }
          scores[s] = (float) sum;
        }
        weights.put((long) row * memory.steps, scores);
      }
    }
  }
}
