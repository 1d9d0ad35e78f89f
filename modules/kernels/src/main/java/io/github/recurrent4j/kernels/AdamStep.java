package io.github.recurrent4j.kernels;

/**
 * One step of Adam (Kingma and Ba, 2015) over rows of parameters, on all cores, in parts that stay
 * in the cache: m ← β₁ m + (1 − β₁) g, v ← β₂ v + (1 − β₂) g², p ← p − α m / (√v + ε), where α
 * holds the corrections of both averages. What it takes is the memory's time: 28 bytes a parameter.
 *
 * <p>What is far below 1e-30 becomes 0: the first moment of a word that has not been met for 800
 * steps is a subnormal number, with which processors compute up to fourteen times as long, and
 * would stay one for ever.
 *
 * @param rate α
 * @param beta1 β₁
 * @param beta2 β₂
 * @param epsilon ε
 */
public record AdamStep(float rate, float beta1, float beta2, float epsilon) {
  /** Rows of four arrays that fit into the first cache twice. */
  private static final int PART = 1 << 9;

  private static final int PARTS_AT_ONCE = 128;

  /** Added and taken away again, it swallows what is far smaller and leaves the rest as it is. */
  private static final float TINY = 1e-30f;

  /** Gradients count as at least this in the second moment, far below any epsilon. */
  private static final float SMALLEST = 1e-16f;

  /**
   * What a gradient goes through on its way to an update.
   *
   * @param factor what it is multiplied by first, 1 if it is not clipped
   * @param divisor what it is divided by then: the size of the minibatch
   * @param decay the part of each parameter that is taken away beside the update
   */
  public record Scale(float factor, float divisor, float decay) {
    private static final Scale NONE = new Scale(1, 1, 0);

    /** In place. */
    private void apply(float[] g) {
      if (isPowerOfTwo(divisor)) {
        // To the same bits, and faster.
        multiply(g, factor / divisor);
      } else {
        multiplyAndDivide(g, factor, divisor);
      }
    }

    private static boolean isPowerOfTwo(float x) {
      return x >= 1 && x < 0x1p30f && x == Integer.highestOneBit((int) x);
    }
  }

  /**
   * Updates parameters, and leaves their gradient as it is.
   *
   * @param parameters p
   * @param gradient g, before it is scaled
   * @param m first moments, replaced by the next
   * @param v second moments, likewise
   * @throws IllegalArgumentException if the lengths differ
   */
  public void update(Floats parameters, Floats gradient, Floats m, Floats v, Scale scale) {
    Floats.same(parameters, gradient, m, v);
    try (Held held = new Held(parameters, gradient, m, v)) {
      each(
          parameters.length(),
          (from, work) -> {
            parameters.split(from, work.p);
            moments(from, work, gradient, m, v, scale);
            updates(work.g, work.m, work.v);
            subtract(work.p, work.g, scale.decay);
            parameters.join(from, work.p);
          });
    }
  }

  /**
   * Replaces a gradient by its updates, α m / (√v + ε).
   *
   * @throws IllegalArgumentException if the lengths differ
   */
  public void replace(Floats gradient, Floats m, Floats v) {
    Floats.same(gradient, m, v);
    try (Held held = new Held(gradient, m, v)) {
      each(
          gradient.length(),
          (from, work) -> {
            moments(from, work, gradient, m, v, Scale.NONE);
            updates(work.g, work.m, work.v);
            gradient.join(from, work.g);
          });
    }
  }

  /** The rows of one part. */
  private record Work(float[] p, float[] g, float[] m, float[] v) {
    Work(int n) {
      this(new float[n], new float[n], new float[n], new float[n]);
    }
  }

  /** What is done with a part from {@code from} on, as long as the rows to work in. */
  private interface Part {
    void run(long from, Work work);
  }

  private static void each(long length, Part part) {
    long share = (long) PART * PARTS_AT_ONCE;
    Workers.run(
        (int) ((length + share - 1) / share),
        i -> {
          Work work = new Work(PART);
          long end = Math.min(length, (i + 1) * share);
          for (long from = i * share; from < end; from += PART) {
            part.run(from, end - from < PART ? new Work((int) (end - from)) : work);
          }
        });
  }

  private void moments(long from, Work work, Floats gradient, Floats m, Floats v, Scale scale) {
    gradient.split(from, work.g);
    scale.apply(work.g);
    m.split(from, work.m);
    v.split(from, work.v);
    first(work.m, work.g);
    second(work.v, work.g);
    m.join(from, work.m);
    v.join(from, work.v);
  }

  // Loops with one result, which the compiler turns into vector instructions.

  private static void multiply(float[] g, float factor) {
    for (int i = 0; i < g.length; i++) {
      g[i] *= factor;
    }
  }

  private static void multiplyAndDivide(float[] g, float factor, float divisor) {
    for (int i = 0; i < g.length; i++) {
      g[i] = g[i] * factor / divisor;
    }
  }

  private void first(float[] m, float[] g) {
    float keep = beta1;
    float rest = 1 - beta1;
    for (int i = 0; i < m.length; i++) {
      m[i] = keep * m[i] + rest * g[i] + TINY - TINY;
    }
  }

  private void second(float[] v, float[] g) {
    float keep = beta2;
    float rest = 1 - beta2;
    for (int i = 0; i < v.length; i++) {
      float size = Math.max(Math.abs(g[i]), SMALLEST);
      v[i] = keep * v[i] + rest * size * size + TINY - TINY;
    }
  }

  private void updates(float[] to, float[] m, float[] v) {
    float step = rate;
    float least = epsilon;
    for (int i = 0; i < to.length; i++) {
      to[i] = step * m[i] / ((float) Math.sqrt(v[i]) + least);
    }
  }

  private static void subtract(float[] p, float[] updates, float decay) {
    if (decay == 0) {
      for (int i = 0; i < p.length; i++) {
        p[i] -= updates[i];
      }
      return;
    }
    for (int i = 0; i < p.length; i++) {
      p[i] -= updates[i] + decay * p[i];
    }
  }
}
