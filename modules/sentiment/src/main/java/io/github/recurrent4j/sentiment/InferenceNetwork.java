package io.github.recurrent4j.sentiment;

import io.github.recurrent4j.kernels.Floats;
import io.github.recurrent4j.layers.kernel.NativeArrays;
import io.github.recurrent4j.layers.runtime.AttentionLayer;
import io.github.recurrent4j.layers.runtime.FrozenEncoder;
import io.github.recurrent4j.layers.runtime.FrozenEncoder.Encoded;
import io.github.recurrent4j.layers.runtime.InferencePool;
import io.github.recurrent4j.layers.runtime.SparseOutputLayer;
import io.github.recurrent4j.sentiment.SentimentShape.Pooling;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A classifier's network for inference, with weights packed once; one thread at a time. */
final class InferenceNetwork implements InferencePool.Network {
  private final SentimentShape shape;
  private final FrozenEncoder encoder;
  private final AttentionLayer attention;
  private final SparseOutputLayer output;

  InferenceNetwork(ComputationGraph graph, SentimentShape shape) {
    this.shape = shape;
    this.encoder = new FrozenEncoder(graph, SentimentNetwork.EMBEDDING, shape.layers());
    this.attention =
        shape.pooling() == Pooling.ATTENTION
            ? (AttentionLayer) graph.getVertex(SentimentNetwork.ATTENTION).getLayer()
            : null;
    this.output = (SparseOutputLayer) graph.getVertex(SentimentNetwork.OUTPUT).getLayer();
  }

  /** Probabilities of each class for each sequence of ids, none of them empty. */
  float[][] probabilities(int[][] ids) {
    Encoded encoded = encoder.encode(ids);
    INDArray features =
        switch (shape.pooling()) {
          case LAST -> encoded.summary();
          case MAX -> rows(pooled(encoded, true));
          case MEAN -> rows(pooled(encoded, false));
          case ALL -> rows(all(encoded));
          case ATTENTION -> attended(encoded);
        };
    INDArray p = Nd4j.createUninitialized(DataType.FLOAT, ids.length, shape.classes());
    output.probabilities(features, p);
    float[][] result = new float[ids.length][shape.classes()];
    Floats floats = NativeArrays.of(p);
    for (int i = 0; i < result.length; i++) {
      floats.get((long) i * shape.classes(), result[i]);
    }
    return result;
  }

  private INDArray attended(Encoded encoded) {
    INDArray memory = encoded.memory();
    INDArray queries = encoded.summary();
    long batch = memory.size(1);
    INDArray weights = Nd4j.createUninitialized(DataType.FLOAT, batch, 1, memory.size(0));
    INDArray context = Nd4j.createUninitialized(DataType.FLOAT, batch, 1, memory.size(2));
    attention
        .memory(memory, encoded.lengths())
        .attend(queries.reshape('c', batch, 1, queries.size(1)), weights, context);
    return context.reshape('c', batch, context.size(2));
  }

  private static INDArray rows(float[][] values) {
    return Nd4j.createFromArray(values);
  }

  private static float[][] all(Encoded encoded) {
    float[][] max = pooled(encoded, true);
    float[][] mean = pooled(encoded, false);
    int size = max[0].length;
    float[][] result = new float[max.length][3 * size];
    Floats summary = NativeArrays.of(encoded.summary());
    for (int b = 0; b < result.length; b++) {
      summary.get((long) b * size, result[b], 0, size);
      System.arraycopy(max[b], 0, result[b], size, size);
      System.arraycopy(mean[b], 0, result[b], 2 * size, size);
    }
    return result;
  }

  /** Largest or mean value of each feature over an example's steps. */
  private static float[][] pooled(Encoded encoded, boolean max) {
    int batch = encoded.lengths().length;
    int size = (int) encoded.memory().size(2);
    Floats memory = NativeArrays.of(encoded.memory());
    float[][] result = new float[batch][size];
    float[] step = new float[size];
    for (int b = 0; b < batch; b++) {
      float[] row = result[b];
      int length = encoded.lengths()[b];
      for (int t = 0; t < length; t++) {
        memory.get(((long) t * batch + b) * size, step);
        for (int i = 0; i < size; i++) {
          row[i] = t == 0 ? step[i] : max ? Math.max(row[i], step[i]) : row[i] + step[i];
        }
      }
      for (int i = 0; !max && i < size; i++) {
        row[i] /= length;
      }
    }
    return result;
  }

  @Override
  public void close() {
    encoder.close();
  }
}
