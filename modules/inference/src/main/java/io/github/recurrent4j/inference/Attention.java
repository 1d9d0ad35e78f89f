package io.github.recurrent4j.inference;

import io.github.recurrent4j.inference.model.LayerDescription;
import io.github.recurrent4j.inference.model.LayerDescription.Kind;
import io.github.recurrent4j.kernels.Floats;
import io.github.recurrent4j.kernels.PackedMatrix;
import io.github.recurrent4j.kernels.Precision;
import io.github.recurrent4j.kernels.Product;
import io.github.recurrent4j.kernels.Product.Strides;
import io.github.recurrent4j.kernels.Scope;

/**
 * Attention, or a pointer, for inference, step by step: what the scores need of a memory is worked
 * out once. Its twins for training are {@code Attention} and {@code Pointer} in the module {@code
 * layers}.
 */
public final class Attention {
  private static final float NEVER = -1e9f;

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
   * A memory that can be attended to.
   *
   * @param steps S
   * @param lengths steps that count, for each of B examples
   * @param memory [S, B, M]
   * @param keys [S, B, size of a key]
   */
  public record Memory(int steps, int[] lengths, Floats memory, Floats keys) {}

  /** Works out the keys of a memory [S, B, M]; they live in the scope. */
  public Memory memory(Slot slot, Scope scope, int steps, int[] lengths, Floats memory) {
    if (keys == null) {
      return new Memory(steps, lengths, memory, memory);
    }
    long rows = (long) steps * lengths.length;
    Floats result = scope.floats(rows * keySize);
    slot.products().multiply(keys, rows, memory.slice(0, rows * memorySize), result);
    return new Memory(steps, lengths, memory, result);
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
    int batch = memory.lengths.length;
    Product mean =
        new Product(
            batch,
            count,
            memorySize,
            memory.steps,
            Strides.rows(count, memory.steps),
            new Strides(memorySize, (long) batch * memorySize, 1),
            Strides.rows(count, memorySize),
            false,
            false,
            Precision.F32);
    slot.products().multiply(mean, weights, memory.memory, null, context);
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
    Strides scores = Strides.rows(count, steps);
    if (kind == Kind.ATTENTION_MLP) {
      mlp(slot, memory, count, query, weights);
    } else {
      Product product =
          new Product(
              batch,
              count,
              steps,
              querySize,
              Strides.rows(count, querySize),
              new Strides(querySize, 1, (long) batch * querySize),
              scores,
              false,
              false,
              Precision.F32);
      slot.products().multiply(product, query, memory.keys, null, weights);
    }
    for (int b = 0; b < batch; b++) {
      for (int k = 0; k < count && memory.lengths[b] < steps; k++) {
        long row = ((long) b * count + k) * steps;
        weights.slice(row + memory.lengths[b], steps - memory.lengths[b]).fill(NEVER);
      }
    }
    slot.products().softmax((long) batch * count, steps, weights);
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
          memory.keys.get(((long) s * batch + b) * keySize, key);
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
