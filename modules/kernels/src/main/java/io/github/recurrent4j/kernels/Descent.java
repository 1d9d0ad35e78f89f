package io.github.recurrent4j.kernels;

/**
 * Steps of gradient descent on weights that are drawn back to where they began, on all cores, in
 * one pass over memory (dynamic evaluation: Krause et al., 2018).
 */
public final class Descent {
  private static final int PART = 1 << 10;
  private static final int PARTS_AT_ONCE = 64;

  private final Floats home;
  private final Floats size;
  private final float epsilon;
  private final float rate;
  private final float back;
  private final float backOfSize;

  private Descent(
      Floats home, Floats size, double epsilon, double rate, double back, double backOfSize) {
    this.home = home;
    this.size = size;
    this.epsilon = (float) epsilon;
    this.rate = (float) rate;
    this.back = (float) back;
    this.backOfSize = (float) backOfSize;
  }

  /**
   * θ ← θ − η·g + λ·(θ_g − θ).
   *
   * @param rate η
   * @param back λ
   * @param home θ_g; may be null where λ is 0
   */
  public static Descent plain(double rate, double back, Floats home) {
    return new Descent(back == 0 ? null : home, null, 0, rate, back, 0);
  }

  /**
   * θ ← θ − η·g / (s + ε) + min(1, λ·s / mean s)·(θ_g − θ).
   *
   * @param rate η
   * @param back λ
   * @param home θ_g; may be null where λ is 0
   * @param size s, what gradients of each weight are like, 0 or more
   * @param mean of s
   * @param epsilon ε
   */
  public static Descent scaled(
      double rate, double back, Floats home, Floats size, double mean, double epsilon) {
    return new Descent(back == 0 ? null : home, size, epsilon, rate, 0, back / mean);
  }

  /**
   * Takes a step.
   *
   * @param weights θ
   * @param gradient g
   * @throws IllegalArgumentException if the lengths differ
   */
  public void step(Floats weights, Floats gradient) {
    Floats.same(weights, gradient);
    for (Floats other : new Floats[] {home, size}) {
      if (other != null) {
        Floats.same(weights, other);
      }
    }
    long length = weights.length();
    long share = (long) PART * PARTS_AT_ONCE;
    try (Held held = new Held(weights, gradient, home, size)) {
      Workers.run(
          (int) ((length + share - 1) / share),
          i -> {
            long end = Math.min(length, (i + 1) * share);
            float[][] rows = new float[4][PART];
            for (long from = i * share; from < end; from += PART) {
              int n = (int) Math.min(PART, end - from);
              step(weights, gradient, from, n < PART ? new float[4][n] : rows);
            }
          });
    }
  }

  private void step(Floats weights, Floats gradient, long from, float[][] rows) {
    float[] w = rows[0];
    float[] g = rows[1];
    float[] s = rows[2];
    float[] h = rows[3];
    weights.split(from, w);
    gradient.split(from, g);
    if (size != null) {
      size.split(from, s);
      divide(g, s, epsilon);
    }
    if (home != null) {
      home.split(from, h);
      RowLoops.subtract(h, h, w);
      if (size != null) {
        limited(s, backOfSize);
        RowLoops.scale(h, s);
      }
      add(w, h, size != null ? 1 : back);
    }
    add(w, g, -rate);
    weights.join(from, w);
  }

  private static void divide(float[] g, float[] s, float epsilon) {
    for (int i = 0; i < g.length; i++) {
      g[i] /= s[i] + epsilon;
    }
  }

  /** s ← min(1, λ·s). */
  private static void limited(float[] s, float back) {
    for (int i = 0; i < s.length; i++) {
      s[i] = Math.min(1, back * s[i]);
    }
  }

  private static void add(float[] to, float[] a, float factor) {
    for (int i = 0; i < to.length; i++) {
      to[i] += factor * a[i];
    }
  }
}
