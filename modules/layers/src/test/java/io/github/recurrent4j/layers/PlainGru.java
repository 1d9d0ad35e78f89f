package io.github.recurrent4j.layers;

/** One step of a GRU in plain loops, from the equations. */
final class PlainGru {
  private PlainGru() {}

  /** w [I][3H], rw [H][3H], b [3H or 4H], columns update, reset, candidate (, recurrent bias). */
  static double[] step(
      double[][] w, double[][] rw, double[] b, double[] x, double[] h, boolean resetAfter) {
    int n = h.length;
    double[] z = new double[n];
    double[] r = new double[n];
    for (int j = 0; j < n; j++) {
      z[j] = sigmoid(b[j] + dot(w, x, j) + dot(rw, h, j));
      r[j] = sigmoid(b[n + j] + dot(w, x, n + j) + dot(rw, h, n + j));
    }
    double[] gated = new double[n];
    for (int j = 0; j < n; j++) {
      gated[j] = r[j] * h[j];
    }
    double[] next = new double[n];
    for (int j = 0; j < n; j++) {
      double recurrent =
          resetAfter ? r[j] * (b[3 * n + j] + dot(rw, h, 2 * n + j)) : dot(rw, gated, 2 * n + j);
      double candidate = Math.tanh(b[2 * n + j] + dot(w, x, 2 * n + j) + recurrent);
      next[j] = (1 - z[j]) * h[j] + z[j] * candidate;
    }
    return next;
  }

  private static double dot(double[][] matrix, double[] v, int column) {
    double sum = 0;
    for (int i = 0; i < v.length; i++) {
      sum += matrix[i][column] * v[i];
    }
    return sum;
  }

  static double sigmoid(double a) {
    return 1 / (1 + Math.exp(-a));
  }
}
