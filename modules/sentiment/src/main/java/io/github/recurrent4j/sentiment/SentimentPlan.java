package io.github.recurrent4j.sentiment;

import io.github.recurrent4j.inference.Attention;
import io.github.recurrent4j.inference.Encoder;
import io.github.recurrent4j.inference.Encoder.Encoded;
import io.github.recurrent4j.inference.PackedNetwork;
import io.github.recurrent4j.inference.Sizes;
import io.github.recurrent4j.inference.Slot;
import io.github.recurrent4j.inference.model.ModelFile;
import io.github.recurrent4j.kernels.Floats;
import io.github.recurrent4j.kernels.PackedMatrix;
import io.github.recurrent4j.kernels.Precision;
import io.github.recurrent4j.kernels.Scope;
import io.github.recurrent4j.sentiment.SentimentShape.Pooling;
import io.github.recurrent4j.training.WorkingModel;

/**
 * A classifier's network for inference, on {@code kernels} alone. Its twin for training is {@link
 * SentimentNetwork}; {@code SentimentTest} holds the two equal. Serves any number of threads, each
 * with a {@link Slot}.
 */
final class SentimentPlan implements WorkingModel.Plan {
  private final Pooling pooling;
  private final PackedNetwork packed;
  private final Encoder encoder;
  private final Attention attention;
  private final PackedMatrix output;

  SentimentPlan(ModelFile file, SentimentLayers layers, Pooling pooling, Precision precision) {
    this.pooling = pooling;
    packed = new PackedNetwork(file, precision);
    encoder = new Encoder(packed, layers.encoder());
    attention = layers.attention() == null ? null : new Attention(packed, layers.attention());
    output = packed.output(layers.output());
  }

  /** Probabilities of each class for each sequence of ids, none of them empty. */
  float[][] probabilities(Slot slot, int[][] ids) {
    try (Scope scope = slot.scope()) {
      Encoded encoded = encoder.encode(slot, scope, ids);
      Floats features =
          switch (pooling) {
            case LAST -> encoded.summary();
            case MAX -> rows(scope, pooled(encoded, true));
            case MEAN -> rows(scope, pooled(encoded, false));
            case ALL -> rows(scope, all(encoded));
            case ATTENTION -> attended(slot, scope, encoded);
          };
      int classes = (int) output.columns();
      int rows = Sizes.sequences(ids.length);
      Floats filled = scope.zeros(rows * output.rows());
      filled.slice(0, features.length()).copyFrom(features);
      Floats p = scope.floats((long) rows * classes);
      slot.products().multiply(output, rows, filled, p);
      slot.products().softmax(rows, classes, p);
      float[][] result = new float[ids.length][classes];
      for (int b = 0; b < ids.length; b++) {
        p.get((long) b * classes, result[b]);
      }
      return result;
    }
  }

  private Floats attended(Slot slot, Scope scope, Encoded encoded) {
    int batch = encoded.lengths().length;
    Attention.Memory memory =
        attention.memory(slot, scope, encoded.steps(), encoded.lengths(), encoded.memory());
    Floats weights = scope.floats((long) batch * memory.steps());
    Floats context = scope.floats((long) batch * encoder.memorySize());
    attention.attend(slot, memory, 1, encoded.summary(), weights, context);
    return context;
  }

  private static Floats rows(Scope scope, float[][] values) {
    int size = values[0].length;
    Floats result = scope.floats((long) values.length * size);
    for (int r = 0; r < values.length; r++) {
      result.put((long) r * size, values[r]);
    }
    return result;
  }

  private float[][] all(Encoded encoded) {
    float[][] max = pooled(encoded, true);
    float[][] mean = pooled(encoded, false);
    int size = max[0].length;
    float[][] result = new float[max.length][3 * size];
    for (int b = 0; b < result.length; b++) {
      encoded.summary().get((long) b * size, result[b], 0, size);
      System.arraycopy(max[b], 0, result[b], size, size);
      System.arraycopy(mean[b], 0, result[b], 2 * size, size);
    }
    return result;
  }

  /** Largest or mean value of each feature over an example's steps. */
  private float[][] pooled(Encoded encoded, boolean max) {
    int batch = encoded.lengths().length;
    int size = encoder.memorySize();
    float[][] result = new float[batch][size];
    float[] step = new float[size];
    for (int b = 0; b < batch; b++) {
      int length = encoded.lengths()[b];
      encoded.memory().get((long) b * size, result[b]);
      for (int t = 1; t < length; t++) {
        encoded.memory().get(((long) t * batch + b) * size, step);
        if (max) {
          atLeast(result[b], step);
        } else {
          add(result[b], step);
        }
      }
      if (!max) {
        divide(result[b], length);
      }
    }
    return result;
  }

  // Loops of one kind each, which the compiler turns into vector instructions.

  private static void atLeast(float[] row, float[] step) {
    for (int i = 0; i < row.length; i++) {
      row[i] = Math.max(row[i], step[i]);
    }
  }

  private static void add(float[] row, float[] step) {
    for (int i = 0; i < row.length; i++) {
      row[i] += step[i];
    }
  }

  private static void divide(float[] row, int length) {
    for (int i = 0; i < row.length; i++) {
      row[i] /= length;
    }
  }

  @Override
  public void close() {
    packed.close();
  }
}
