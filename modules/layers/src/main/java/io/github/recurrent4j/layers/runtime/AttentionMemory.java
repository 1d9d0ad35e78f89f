package io.github.recurrent4j.layers.runtime;

import io.github.recurrent4j.layers.Attention.Score;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * A memory with what its scores need worked out once, for decoding step by step. Belongs to one
 * thread.
 */
public final class AttentionMemory {
  private final Score score;
  private final INDArray memory;
  private final INDArray keys;
  private final int[] lengths;
  private final Map<String, INDArray> parameters;

  AttentionMemory(Score score, Map<String, INDArray> parameters, INDArray memory, int[] lengths) {
    this.score = score;
    this.parameters = parameters;
    this.memory = memory;
    this.lengths = lengths;
    this.keys =
        switch (score) {
          case DOT -> memory;
          // q·(W·m): the memory is projected once, instead of each query.
          case GENERAL -> projected(parameters.get(AttentionInitializer.W).transpose());
          case MLP -> projected(parameters.get(AttentionInitializer.U));
        };
  }

  private INDArray projected(INDArray w) {
    INDArray result =
        Nd4j.createUninitialized(
            memory.dataType(), new long[] {memory.size(0), memory.size(1), w.size(1)}, 'c');
    Matrices.multiply(Sequences.rows(memory), w, Sequences.rows(result), false);
    return result;
  }

  /**
   * Attends to the memory.
   *
   * @param queries [B, K, Q]: K queries for each example
   * @param weights receives the attention weights, [B, K, S]
   * @param context receives the weighted means, [B, K, M]
   */
  public void attend(INDArray queries, INDArray weights, INDArray context) {
    if (score == Score.MLP) {
      mlp(queries, weights);
    } else {
      Matrices.multiply(queries, keys.permute(1, 2, 0), weights, false);
    }
    AttentionWeights.softmax(weights, lengths);
    Matrices.multiply(weights, memory.permute(1, 0, 2), context, false);
  }

  private void mlp(INDArray queries, INDArray weights) {
    long batch = queries.size(0);
    long size = keys.size(2);
    INDArray q = Sequences.rows(queries).mmul(parameters.get(AttentionInitializer.W));
    INDArray left = q.dup('c').reshape('c', batch, queries.size(1), 1, size);
    INDArray right = keys.permute(1, 0, 2).dup('c').reshape('c', batch, 1, keys.size(0), size);
    INDArray hidden = Transforms.tanh(left.add(right), false);
    Matrices.multiply(
        Sequences.rows(hidden),
        parameters.get(AttentionInitializer.V),
        weights.reshape('c', weights.length(), 1),
        false);
  }
}
