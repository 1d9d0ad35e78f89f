package io.github.recurrent4j.kernels;

/**
 * Sums, products and copies of rows of floats, on all cores, in parts that stay in the cache. What
 * they take is the memory's time: each reads and writes every float once.
 */
public final class Elementwise {
  private static final int PART = 1 << 12;
  private static final int PARTS_OF_A_THREAD = 16;
  private static final int COLUMNS_OF_A_PART = 256;
  private static final long CLEARED_AT_ONCE = 1 << 19;

  private Elementwise() {}

  /** What is done with one part. */
  private interface Part {
    void run(long from, int count, float[] a, float[] b);
  }

  /** Sets all floats to 0. */
  public static void clear(Floats all) {
    long length = all.length();
    Workers.run(
        (int) ((length + CLEARED_AT_ONCE - 1) / CLEARED_AT_ONCE),
        i -> {
          long from = i * CLEARED_AT_ONCE;
          all.slice(from, Math.min(CLEARED_AT_ONCE, length - from)).fill(0);
        });
  }

  /**
   * Adds another row to one of the same length.
   *
   * @throws IllegalArgumentException if the lengths differ
   */
  public static void add(Floats to, Floats other) {
    Floats.same(to, other);
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
    Floats.same(to, other);
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
    Floats.same(in, out);
    wholeSteps(in, mask);
    each(
        in.length(),
        (from, count, a, b) -> {
          in.get(from, a, 0, count);
          repeat(mask, from, count, b);
          for (int i = 0; i < count; i++) {
            a[i] *= b[i];
          }
          out.put(from, a, 0, count);
        });
  }

  /**
   * Adds the same floats to each step: to_i += step_(i mod n) for a step of n floats.
   *
   * @throws IllegalArgumentException if the first length is no multiple of the second
   */
  public static void addToEachStep(Floats to, Floats step) {
    wholeSteps(to, step);
    each(
        to.length(),
        (from, count, a, b) -> {
          to.get(from, a, 0, count);
          repeat(step, from, count, b);
          for (int i = 0; i < count; i++) {
            a[i] += b[i];
          }
          to.put(from, a, 0, count);
        });
  }

  /**
   * Sums all steps: sum_j = Σ_i steps_(i·n + j) for a step of n floats, in double precision.
   *
   * @throws IllegalArgumentException if the first length is no multiple of the second
   */
  public static void sumOfSteps(Floats steps, Floats sum) {
    wholeSteps(steps, sum);
    int columns = COLUMNS_OF_A_PART;
    long size = sum.length();
    Workers.run(
        (int) ((size + columns - 1) / columns),
        i -> {
          long first = (long) i * columns;
          int count = (int) Math.min(columns, size - first);
          double[] total = new double[count];
          float[] part = new float[count];
          for (long at = first; at < steps.length(); at += size) {
            steps.get(at, part, 0, count);
            for (int j = 0; j < count; j++) {
              total[j] += part[j];
            }
          }
          for (int j = 0; j < count; j++) {
            part[j] = (float) total[j];
          }
          sum.put(first, part, 0, count);
        });
  }

  /** What steps of the same floats hold from a place on. */
  private static void repeat(Floats step, long from, int count, float[] into) {
    long place = from % step.length();
    for (int at = 0; at < count; ) {
      int n = (int) Math.min(count - at, step.length() - place);
      step.get(place, into, at, n);
      at += n;
      place = 0;
    }
  }

  private static void wholeSteps(Floats steps, Floats step) {
    if (step.length() == 0 || steps.length() % step.length() != 0) {
      throw new IllegalArgumentException(
          steps.length() + " floats are no steps of " + step.length());
    }
  }

  /**
   * Carries a gradient back through y = tanh(x): dX = dY·(1 − y²).
   *
   * @param y what came out of tanh
   * @param gradient dY, replaced by dX
   * @throws IllegalArgumentException if the lengths differ
   */
  public static void tanhBackward(Floats y, Floats gradient) {
    Floats.same(y, gradient);
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
    Floats.same(y, gradient);
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
    Floats.same(average, values);
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
