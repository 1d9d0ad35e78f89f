package io.github.recurrent4j.languagemodel;

import io.github.recurrent4j.kernels.Floats;
import io.github.recurrent4j.layers.TimeMajor;
import io.github.recurrent4j.layers.kernel.NativeArrays;
import io.github.recurrent4j.vectorization.IdSequence;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The likelihood of a text under a network. The text is read in parallel lanes, state carried
 * along; each lane but the first first reads up to {@link #WARM_UP} tokens before its own, which do
 * not count, so that every token is predicted from a long context.
 */
final class StreamEvaluator {
  static final int WARM_UP = 256;
  private static final int MAX_STEPS = 64;
  private static final long MAX_PROBABILITIES = 8L << 20;
  private static final int MAX_LANES = 32;

  private StreamEvaluator() {}

  /**
   * Sum of −log p of each token after the first.
   *
   * @param check run now and then; ends the work by an exception
   * @return natural logarithms
   */
  static double nats(MultiLayerNetwork network, IdSequence ids, Runnable check) {
    long predictions = ids.size() - 1;
    int lanes = (int) Math.max(1, Math.min(MAX_LANES, predictions / (2 * WARM_UP)));
    long lane = (predictions + lanes - 1) / lanes;
    int steps = steps(network, lanes);
    network.rnnClearPreviousState();
    double sum = 0;
    int warmUp = lanes == 1 ? 0 : WARM_UP;
    for (long from = -warmUp; from < lane; ) {
      check.run();
      // The warm-up ends where a minibatch does, so that the first lane can forget it.
      int time = (int) Math.min(steps, (from < 0 ? 0 : lane) - from);
      float[][][] input = new float[lanes][1][time];
      int[] labels = new int[lanes * time];
      for (int b = 0; b < lanes; b++) {
        for (int t = 0; t < time; t++) {
          long position = b * lane + from + t;
          boolean inside = position >= 0 && position < predictions;
          input[b][0][t] = inside ? ids.get(position) : 0;
          boolean counts = inside && from + t >= 0;
          labels[t * lanes + b] = counts ? ids.get(position + 1) : -1;
        }
      }
      sum += nats(network.rnnTimeStep(Nd4j.createFromArray(input)), labels);
      if (from + time == 0) {
        // The first lane has nothing before it: its warm-up steps read padding.
        forgetFirstLane(network);
      }
      from += time;
    }
    network.rnnClearPreviousState();
    return sum;
  }

  /** Steps at a time, so that the probabilities of a minibatch stay within some 32 MB. */
  private static int steps(MultiLayerNetwork network, int lanes) {
    long perStep = lanes * (long) network.layerSize(network.getnLayers() - 1);
    return (int) Math.max(1, Math.min(MAX_STEPS, MAX_PROBABILITIES / perStep));
  }

  private static void forgetFirstLane(MultiLayerNetwork network) {
    for (var layer : network.getLayers()) {
      if (layer instanceof org.deeplearning4j.nn.api.layers.RecurrentLayer r) {
        for (INDArray state : r.rnnGetPreviousState().values()) {
          (state.rank() == 3 ? state.slice(0, 1) : state.getRow(0)).assign(0);
        }
      }
    }
  }

  private static double nats(INDArray probabilities, int[] labels) {
    INDArray p = TimeMajor.contiguous(probabilities, RNNFormat.NCW);
    int classes = (int) p.size(2);
    Floats floats = NativeArrays.of(p);
    double sum = 0;
    for (int i = 0; i < labels.length; i++) {
      if (labels[i] >= 0) {
        sum -= Math.log(Math.max(floats.get((long) i * classes + labels[i]), Float.MIN_NORMAL));
      }
    }
    return sum;
  }
}
