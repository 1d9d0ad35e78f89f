package io.github.recurrent4j.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** The GRU of Cho et al. against its equations, in sizes of every kind. */
class GruSizesTest {
  private static final double MOST_WORK = 2e6;

  @Test
  void randomSizes() {
    assumeTrue(OneDnn.isAvailable());
    Random random = new Random(17);
    int sizes = 0;
    while (sizes < 150) {
      int inputs = 1 + random.nextInt(random.nextBoolean() ? 40 : 600);
      int hidden = 1 + random.nextInt(200);
      int batch = 1 + random.nextInt(40);
      int time = 1 + random.nextInt(30);
      if ((double) batch * time * hidden * (inputs + hidden) < MOST_WORK) {
        compare(inputs, hidden, time, batch, Precision.F32, 2e-4);
        sizes++;
      }
    }
  }

  @Test
  void inputsWiderThanTheGates() {
    assumeTrue(OneDnn.isAvailable());
    for (int hidden : new int[] {1, 5, 16, 24, 64}) {
      for (int inputs : new int[] {3 * hidden, 3 * hidden + 1, 256, 300}) {
        compare(inputs, hidden, 6, 12, Precision.F32, 2e-4);
        if (OneDnn.supportsBf16()) {
          compare(inputs, hidden, 6, 12, Precision.BF16, 4e-2);
        }
      }
    }
  }

  private static void compare(
      int inputs, int hidden, int time, int batch, Precision precision, double tolerance) {
    Random random = new Random(inputs * 31L + hidden);
    String size = precision + " I " + inputs + " H " + hidden + " T " + time + " B " + batch;
    float[] w = values(random, inputs * 3 * hidden, 1 / Math.sqrt(inputs));
    float[] rw = values(random, hidden * 3 * hidden, 1 / Math.sqrt(hidden));
    float[] b = values(random, 3 * hidden, 0.3);
    float[] x = values(random, time * batch * inputs, 1);
    float[] d = values(random, time * batch * hidden, 1);
    float[] h = values(random, batch * hidden, 1);
    try (Scope scope = new Scope("test");
        Arena arena = new Arena("test", 1 << 24);
        RecurrentWeights weights =
            new RecurrentWeights(
                new RecurrentSpec(Cell.GRU, GateOrder.GRU, inputs, hidden),
                false,
                precision,
                scope.copyOf(w),
                scope.copyOf(rw),
                scope.copyOf(b));
        Recurrence gru = new Recurrence(weights, arena, 2)) {
      Floats out = scope.floats(d.length);
      Floats dX = scope.floats(x.length);
      Floats dH = scope.floats(h.length);
      Gradients g =
          new Gradients(scope.floats(w.length), scope.floats(rw.length), scope.floats(b.length));
      State first = new State(scope.copyOf(h), null);
      gru.forwardTraining(
          time, batch, scope.copyOf(x), first, out, new State(scope.floats(h.length), null));
      gru.backward(scope.copyOf(d), g, dX, new State(dH, null));
      Floats inferred = scope.floats(d.length);
      Floats last = scope.floats(h.length);
      gru.forward(time, batch, scope.copyOf(x), first, inferred, new State(last, null));
      assertThat(last.toArray())
          .as(size)
          .isEqualTo(inferred.from((time - 1L) * h.length).toArray());

      PlainGru plain = new PlainGru(inputs, hidden, w, rw, b);
      double[] outs = new double[d.length];
      double[] dXs = new double[x.length];
      double[] dHs = new double[h.length];
      for (int n = 0; n < batch; n++) {
        double[][] dOut = example(d, n, time, batch, hidden);
        double[] state = example(h, n, 1, batch, hidden)[0];
        double[][] dIn = plain.run(example(x, n, time, batch, inputs), state, dOut);
        for (int t = 0; t < time; t++) {
          System.arraycopy(dOut[t], 0, outs, (t * batch + n) * hidden, hidden);
          System.arraycopy(dIn[t], 0, dXs, (t * batch + n) * inputs, inputs);
        }
        System.arraycopy(state, 0, dHs, n * hidden, hidden);
      }
      close(size + " out", out, outs, tolerance);
      close(size + " in inference", inferred, outs, tolerance);
      close(size + " dX", dX, dXs, tolerance);
      close(size + " dH", dH, dHs, tolerance);
      close(size + " dW", g.w(), plain.dW, tolerance);
      close(size + " dRw", g.rw(), plain.dRw, tolerance);
      close(size + " dB", g.b(), plain.dB, tolerance);
    }
  }

  private static float[] values(Random random, int length, double scale) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) (scale * (random.nextDouble() * 2 - 1));
    }
    return values;
  }

  private static double[][] example(float[] all, int n, int time, int batch, int features) {
    double[][] one = new double[time][features];
    for (int t = 0; t < time; t++) {
      for (int i = 0; i < features; i++) {
        one[t][i] = all[(t * batch + n) * features + i];
      }
    }
    return one;
  }

  /** Each value, as far as the largest can be told. */
  private static void close(String what, Floats actual, double[] expected, double tolerance) {
    double largest = 0;
    for (double e : expected) {
      largest = Math.max(largest, Math.abs(e));
    }
    float[] values = actual.toArray();
    assertThat(values).as(what).hasSize(expected.length);
    for (int i = 0; i < values.length; i++) {
      if (!(Math.abs(values[i] - expected[i]) <= tolerance * largest)) {
        assertThat((double) values[i])
            .as("%s, place %d", what, i)
            .isCloseTo(expected[i], within(tolerance * largest));
      }
    }
  }
}
