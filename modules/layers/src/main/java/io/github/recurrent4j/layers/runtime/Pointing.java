package io.github.recurrent4j.layers.runtime;

import io.github.recurrent4j.layers.Pointer;

/**
 * What a {@link Pointer} makes of its weights, and the gradient, in plain loops: a few numbers for
 * each weight, beside the products that make the weights.
 *
 * @param batch B
 * @param time T
 * @param steps S
 * @param words ids of the memory's steps, that of step i of example b at i·B + b
 * @param wanted ids of the wanted words, that of query t of example b at t·B + b; below zero: none
 */
record Pointing(int batch, int time, int steps, int[] words, int[] wanted) {

  private boolean holds(int b, int t, int i) {
    int word = wanted[t * batch + b];
    return word >= 0 && words[i * batch + b] == word;
  }

  /**
   * The numbers for each query.
   *
   * @param weights [B, T, S]
   * @return [T, B, 2]
   */
  double[] forward(double[] weights) {
    double[] out = new double[time * batch * Pointer.SIZE];
    for (int b = 0; b < batch; b++) {
      double[] before = new double[steps];
      for (int t = 0; t < time; t++) {
        int row = (b * time + t) * steps;
        double mass = 0;
        double again = 0;
        for (int i = 0; i < steps; i++) {
          double a = weights[row + i];
          mass += holds(b, t, i) ? a : 0;
          again += Math.min(a, before[i]);
          before[i] += a;
        }
        out[(t * batch + b) * Pointer.SIZE] = mass;
        out[(t * batch + b) * Pointer.SIZE + 1] = again;
      }
    }
    return out;
  }

  /**
   * The gradient with respect to the weights.
   *
   * @param weights [B, T, S]
   * @param errors with respect to the numbers, [T, B, 2]
   * @return [B, T, S]
   */
  double[] backward(double[] weights, double[] errors) {
    double[] out = new double[weights.length];
    for (int b = 0; b < batch; b++) {
      double[] before = new double[steps];
      for (int t = 0; t < time; t++) {
        for (int i = 0; i < steps; i++) {
          before[i] += weights[(b * time + t) * steps + i];
        }
      }
      // What later queries' losses owe to a step's weight so far.
      double[] later = new double[steps];
      for (int t = time - 1; t >= 0; t--) {
        int row = (b * time + t) * steps;
        double mass = errors[(t * batch + b) * Pointer.SIZE];
        double again = errors[(t * batch + b) * Pointer.SIZE + 1];
        for (int i = 0; i < steps; i++) {
          double a = weights[row + i];
          before[i] -= a;
          boolean own = a < before[i];
          out[row + i] = (holds(b, t, i) ? mass : 0) + (own ? again : 0) + later[i];
          later[i] += own ? 0 : again;
        }
      }
    }
    return out;
  }
}
