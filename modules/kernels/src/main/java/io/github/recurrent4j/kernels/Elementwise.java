package io.github.recurrent4j.kernels;

/**
 * Sums, products and copies of rows of floats, on all cores, in parts that stay in the cache. What
 * they take is the memory's time: each reads and writes every float once.
 */
public final class Elementwise {
  private static final int PART = 1 << 12;
  private static final int PARTS_OF_A_THREAD = 16;

  private Elementwise() {}

  /** What is done with one part. */
  private interface Part {
    void run(long from, int count, float[] a, float[] b);
  }

  /**
   * Adds another row to one of the same length.
   *
   * @throws IllegalArgumentException if the lengths differ
   */
  public static void add(Floats to, Floats other) {
    same(to, other);
    each(
        to.length(),
        (from, count, a, b) -> {
          to.get(from, a, 0, count);
          other.get(from, b, 0, count);
          for (int i = 0; i < count; i++) {
            a[i] += b[i];
          }
          to.put(from, a, 0, count);
        });
  }

  /**
   * Adds another row to one of the same length, and of each sum takes at least 0.
   *
   * @throws IllegalArgumentException if the lengths differ
   */
  public static void addRectified(Floats to, Floats other) {
    same(to, other);
    each(
        to.length(),
        (from, count, a, b) -> {
          to.get(from, a, 0, count);
          other.get(from, b, 0, count);
          for (int i = 0; i < count; i++) {
            a[i] = Math.max(0, a[i] + b[i]);
          }
          to.put(from, a, 0, count);
        });
  }

  /**
   * Multiplies a sequence with a mask that is the same at every step: out_i = in_i·mask_(i mod n)
   * for a mask of n floats.
   *
   * @param out may be the same memory as {@code in}
   * @throws IllegalArgumentException if the lengths differ, or are no multiple of the mask's
   */
  public static void multiplyEachStep(Floats in, Floats mask, Floats out) {
    same(in, out);
    long period = mask.length();
    if (period == 0 || in.length() % period != 0) {
      throw new IllegalArgumentException(
          in.length() + " floats are no multiple of a mask of " + period);
    }
    each(
        in.length(),
        (from, count, a, b) -> {
          in.get(from, a, 0, count);
          long place = from % period;
          for (int at = 0; at < count; ) {
            int n = (int) Math.min(count - at, period - place);
            mask.get(place, b, at, n);
            at += n;
            place = 0;
          }
          for (int i = 0; i < count; i++) {
            a[i] *= b[i];
          }
          out.put(from, a, 0, count);
        });
  }

  /**
   * Carries a gradient back through y = tanh(x): dX = dY·(1 − y²).
   *
   * @param y what came out of tanh
   * @param gradient dY, replaced by dX
   * @throws IllegalArgumentException if the lengths differ
   */
  public static void tanhBackward(Floats y, Floats gradient) {
    same(y, gradient);
    each(
        y.length(),
        (from, count, a, b) -> {
          y.get(from, a, 0, count);
          gradient.get(from, b, 0, count);
          for (int i = 0; i < count; i++) {
            b[i] *= 1 - a[i] * a[i];
          }
          gradient.put(from, b, 0, count);
        });
  }

  /**
   * Carries a gradient back through y = max(0, x): dX = dY where y is more than 0, else 0.
   *
   * @param y what came out
   * @param gradient dY, replaced by dX
   * @throws IllegalArgumentException if the lengths differ
   */
  public static void rectifyBackward(Floats y, Floats gradient) {
    same(y, gradient);
    each(
        y.length(),
        (from, count, a, b) -> {
          y.get(from, a, 0, count);
          gradient.get(from, b, 0, count);
          for (int i = 0; i < count; i++) {
            b[i] = a[i] > 0 ? b[i] : 0;
          }
          gradient.put(from, b, 0, count);
        });
  }

  /**
   * Moves a running average towards values: average ← keep·average + (1 − keep)·values.
   *
   * @throws IllegalArgumentException if the lengths differ
   */
  public static void average(Floats average, Floats values, double keep) {
    same(average, values);
    float old = (float) keep;
    float fresh = (float) (1 - keep);
    each(
        average.length(),
        (from, count, a, b) -> {
          average.get(from, a, 0, count);
          values.get(from, b, 0, count);
          for (int i = 0; i < count; i++) {
            a[i] = old * a[i] + fresh * b[i];
          }
          average.put(from, a, 0, count);
        });
  }

  private static void same(Floats a, Floats b) {
    if (a.length() != b.length()) {
      throw new IllegalArgumentException(a.length() + " floats beside " + b.length());
    }
  }

  private static void each(long length, Part part) {
    long share = (long) PART * PARTS_OF_A_THREAD;
    Workers.run(
        (int) ((length + share - 1) / share),
        i -> {
          float[] a = new float[PART];
          float[] b = new float[PART];
          long end = Math.min(length, (i + 1) * share);
          for (long from = i * share; from < end; from += PART) {
            part.run(from, (int) Math.min(PART, end - from), a, b);
          }
        });
  }
}
