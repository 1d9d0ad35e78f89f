package io.github.recurrent4j.kernels;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntConsumer;

/**
 * Convolves pictures with oneDNN's own convolutions, which need no {@link Patches patches} in
 * memory: for training, where those are nine times a picture. What it computes is the product of
 * the patches with the weights.
 *
 * <p>Pictures lie as sequences do, [height·width, B, channels], row by row from the top left;
 * weights [kernel·kernel·in, out] column by column. Examples are cut into parts that {@link
 * Workers} compute side by side, always the same way. The primitives of each size of a minibatch
 * are kept, the least recently used freed past {@link #MOST_SIZES}. Belongs to one thread at a
 * time.
 */
public final class Convolution implements AutoCloseable {
  private static final int MOST_SIZES = 64;

  /** Multiplications below which a second thread costs more than it brings. */
  private static final double WORK_OF_A_PART = 1 << 23;

  private final ConvolutionSpec spec;
  private final boolean bf16;
  private final Arena arena;
  private final Map<Integer, Parts> sizes = new LinkedHashMap<>(16, 0.75f, true);

  /**
   * A convolution.
   *
   * @param spec what it computes
   * @param precision of the factors; sums are float32
   * @param arena for work memory
   */
  public Convolution(ConvolutionSpec spec, Precision precision, Arena arena) {
    this.spec = spec;
    this.bf16 = precision.isBf16();
    this.arena = arena;
  }

  /**
   * Convolves.
   *
   * @param batch B
   * @param x [inputs, B, in]
   * @param weights [kernel·kernel·in, out], column by column
   * @param bias [out]
   * @param y receives [outputs, B, out]
   */
  public void forward(int batch, Floats x, Floats weights, Floats bias, Floats y) {
    check(batch, x, weights, bias, y);
    parts(batch)
        .each(
            (i, plan, from, scope) ->
                plan.forward(
                    scope,
                    x.from((long) from * spec.in()),
                    weights,
                    bias,
                    y.from((long) from * spec.out())));
  }

  /**
   * Back-propagates.
   *
   * @param batch B
   * @param x [inputs, B, in], as the forward pass read it
   * @param weights likewise
   * @param dY gradient with respect to what came out, [outputs, B, out]
   * @param dWeights receives the weights' gradient, summed over the batch
   * @param dBias likewise
   * @param dX receives the gradient with respect to x
   */
  public void backward(
      int batch, Floats x, Floats weights, Floats dY, Floats dWeights, Floats dBias, Floats dX) {
    check(batch, x, weights, dBias, dY);
    check(batch, dX, dWeights, dBias, dY);
    Parts parts = parts(batch);
    try (Scope sums = arena.scope()) {
      Floats[] w = new Floats[parts.plans.length];
      Floats[] b = new Floats[w.length];
      for (int i = 0; i < w.length; i++) {
        w[i] = i == 0 ? dWeights : sums.floats(dWeights.length());
        b[i] = i == 0 ? dBias : sums.floats(dBias.length());
      }
      parts.each(
          (i, plan, from, scope) ->
              plan.backward(
                  scope,
                  x.from((long) from * spec.in()),
                  weights,
                  dY.from((long) from * spec.out()),
                  w[i],
                  b[i],
                  dX.from((long) from * spec.in())));
      for (int i = 1; i < w.length; i++) {
        Elementwise.add(dWeights, w[i]);
        Elementwise.add(dBias, b[i]);
      }
    }
  }

  private void check(int batch, Floats x, Floats weights, Floats bias, Floats y) {
    Recurrence.check("inputs", x, (long) spec.patches().inputs() * batch * spec.in());
    Recurrence.check("weights", weights, (long) spec.patchSize() * spec.out());
    Recurrence.check("biases", bias, spec.out());
    Recurrence.check("outputs", y, (long) spec.patches().outputs() * batch * spec.out());
  }

  private Parts parts(int batch) {
    Parts parts = sizes.get(batch);
    if (parts == null) {
      parts = new Parts(batch);
      sizes.put(batch, parts);
      Iterator<Parts> oldest = sizes.values().iterator();
      while (sizes.size() > MOST_SIZES) {
        oldest.next().close();
        oldest.remove();
      }
    }
    return parts;
  }

  @Override
  public void close() {
    sizes.values().forEach(Parts::close);
    sizes.clear();
  }

  /** What is done with one part. */
  private interface Part {
    void run(int number, ConvolutionPlan plan, int from, Scope scope);
  }

  /** The plans of one size of a minibatch, each for some of the examples. */
  private final class Parts implements AutoCloseable {
    private final ConvolutionPlan[] plans;
    private final int[] from;

    Parts(int batch) {
      double work = (double) spec.patches().outputs() * batch * spec.patchSize() * spec.out();
      int n = (int) Math.max(1, Math.min(Math.min(Workers.count(), batch), work / WORK_OF_A_PART));
      plans = new ConvolutionPlan[n];
      from = new int[n];
      for (int i = 0; i < n; i++) {
        from[i] = (int) ((long) batch * i / n);
        int count = (int) ((long) batch * (i + 1) / n) - from[i];
        plans[i] = new ConvolutionPlan(spec, batch, count, bf16);
      }
    }

    void each(Part part) {
      IntConsumer one =
          i -> {
            try (Scope scope = arena.scope()) {
              part.run(i, plans[i], from[i], scope);
            }
          };
      Workers.run(plans.length, one);
    }

    @Override
    public void close() {
      for (ConvolutionPlan plan : plans) {
        plan.close();
      }
    }
  }
}
