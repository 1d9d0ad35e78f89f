package io.github.recurrent4j.kernels;

/**
 * What recurrent cells do with rows of their units, between products. Each loop has one statement
 * with one result: Java 17 makes vector instructions of no others (measured: a quarter of the
 * time). Rows are arrays of the same length, none of them twice.
 */
final class RowLoops {
  private RowLoops() {}

  /** to += a. */
  static void add(float[] to, float[] a) {
    for (int j = 0; j < to.length; j++) {
      to[j] += a[j];
    }
  }

  /** to = a ∘ b. */
  static void multiply(float[] to, float[] a, float[] b) {
    for (int j = 0; j < to.length; j++) {
      to[j] = a[j] * b[j];
    }
  }

  /** to ∘= a. */
  static void scale(float[] to, float[] a) {
    for (int j = 0; j < to.length; j++) {
      to[j] *= a[j];
    }
  }

  /** to += a ∘ b. */
  static void addProduct(float[] to, float[] a, float[] b) {
    for (int j = 0; j < to.length; j++) {
      to[j] += a[j] * b[j];
    }
  }

  /** to = keep ∘ to + a ∘ b. */
  static void keepAndAdd(float[] to, float[] keep, float[] a, float[] b) {
    for (int j = 0; j < to.length; j++) {
      to[j] = keep[j] * to[j] + a[j] * b[j];
    }
  }

  /** to += share ∘ (a − to). */
  static void moveTowards(float[] to, float[] a, float[] share) {
    for (int j = 0; j < to.length; j++) {
      to[j] += share[j] * (a[j] - to[j]);
    }
  }

  /** to += a ∘ b ∘ (1 − y²), the gradient of tanh where it gave y. */
  static void addBehindTanh(float[] to, float[] a, float[] b, float[] y) {
    for (int j = 0; j < to.length; j++) {
      to[j] += a[j] * b[j] * (1 - y[j] * y[j]);
    }
  }

  /** to = a ∘ b ∘ (1 − y²). */
  static void behindTanh(float[] to, float[] a, float[] b, float[] y) {
    for (int j = 0; j < to.length; j++) {
      to[j] = a[j] * b[j] * (1 - y[j] * y[j]);
    }
  }

  /** to = a ∘ b ∘ y ∘ (1 − y), the gradient of σ where it gave y. */
  static void behindSigmoid(float[] to, float[] a, float[] b, float[] y) {
    for (int j = 0; j < to.length; j++) {
      to[j] = a[j] * b[j] * y[j] * (1 - y[j]);
    }
  }

  /** to = a ∘ y ∘ (1 − y). */
  static void behindSigmoidOf(float[] to, float[] a, float[] y) {
    for (int j = 0; j < to.length; j++) {
      to[j] = a[j] * y[j] * (1 - y[j]);
    }
  }

  /** to = a ∘ (1 − b). */
  static void multiplyRest(float[] to, float[] a, float[] b) {
    for (int j = 0; j < to.length; j++) {
      to[j] = a[j] * (1 - b[j]);
    }
  }

  /** to = a − b. */
  static void subtract(float[] to, float[] a, float[] b) {
    for (int j = 0; j < to.length; j++) {
      to[j] = a[j] - b[j];
    }
  }
}
