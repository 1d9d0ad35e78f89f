package io.github.recurrent4j.lessons;

import java.util.Random;
import java.util.stream.DoubleStream;

/** How much of a gradient arrives at earlier steps. */
public final class GradientFlow {
  private static final double INPUT_DEVIATION = 0.5;

  private GradientFlow() {}

  /**
   * Norms of the gradient of the last state's part in a random direction of length 1, with respect
   * to the states before it, while the cell reads noise.
   *
   * @param steps length of the sequence
   * @param inputs features of a step
   * @param seed seed of noise and direction
   * @return the norms by steps back; the first is 1
   */
  public static double[] norms(RecurrentCell cell, int steps, int inputs, long seed) {
    Random random = new Random(seed);
    double[][] x = new double[steps][];
    for (int t = 0; t < steps; t++) {
      x[t] = gaussians(random, inputs).map(v -> v * INPUT_DEVIATION).toArray();
    }
    return norms(cell, x, random);
  }

  /** The same while the cell reads a given sequence, [time][inputs]. */
  public static double[] norms(RecurrentCell cell, double[][] x, long seed) {
    return norms(cell, x, new Random(seed));
  }

  private static double[] norms(RecurrentCell cell, double[][] x, Random random) {
    int steps = x.length;
    double[] direction = gaussians(random, cell.hidden()).toArray();
    double length = Math.sqrt(DoubleStream.of(direction).map(d -> d * d).sum());
    for (int i = 0; i < direction.length; i++) {
      direction[i] /= length;
    }
    double[] norms = cell.gradientNorms(x, direction);
    double[] back = new double[steps];
    for (int t = 0; t < steps; t++) {
      back[t] = norms[steps - 1 - t];
    }
    return back;
  }

  private static DoubleStream gaussians(Random random, int count) {
    return DoubleStream.generate(random::nextGaussian).limit(count);
  }
}
