package io.github.recurrent4j.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Wide layers in bf16 beside oneDNN's own primitives in float32. */
class ProductPlanTest {
  /** A layer, and sequences for it. */
  private record Shape(int time, int batch, int inputs, int hidden) {}

  /** All steps' gates are computed at once. */
  private static final Shape AT_ONCE = new Shape(6, 7, 700, 330);

  /** A few steps' gates, and what is left at the end. */
  private static final Shape BY_STEPS = new Shape(11, 41, 90, 320);

  private static final List<String> NAMES =
      List.of("out", "h_T", "dW", "dU", "db", "dX", "dh_0", "c_T", "dc_0");

  @BeforeEach
  void bf16() {
    assumeTrue(OneDnn.supportsBf16());
  }

  private static Floats random(Scope scope, Random random, int length, double scale) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) (scale * random.nextGaussian());
    }
    return scope.copyOf(values);
  }

  private static RecurrentSpec spec(Cell cell, Shape s) {
    return new RecurrentSpec(
        cell, cell == Cell.LSTM ? GateOrder.DL4J_LSTM : GateOrder.GRU, s.inputs, s.hidden);
  }

  private static State state(Cell cell, Shape s, Scope scope, Random random) {
    return new State(
        random(scope, random, s.batch * s.hidden, 0.5),
        cell.hasCellState() ? random(scope, random, s.batch * s.hidden, 0.5) : null);
  }

  /** Two passes over other inputs with other weights: what the second gives. */
  private static List<float[]> trained(Cell cell, Shape s, Precision precision, int parts) {
    Random random = new Random(5);
    int gates = cell.gates() * s.hidden;
    int biases = cell.biases() * s.hidden;
    try (Scope scope = new Scope("test");
        Arena arena = new Arena("test", 1 << 26);
        RecurrentWeights weights =
            new RecurrentWeights(
                spec(cell, s),
                false,
                precision,
                random(scope, random, s.inputs * gates, 0.1),
                random(scope, random, s.hidden * gates, 0.1),
                random(scope, random, biases, 0.1));
        Recurrence recurrence = new Recurrence(weights, arena, parts)) {
      List<float[]> results = new ArrayList<>();
      for (int pass = 0; pass < 2; pass++) {
        weights.set(
            random(scope, random, s.inputs * gates, 0.08),
            random(scope, random, s.hidden * gates, 0.05),
            random(scope, random, biases, 0.5));
        Floats out = scope.floats((long) s.time * s.batch * s.hidden);
        State last = state(cell, s, scope, random);
        Gradients gradients =
            new Gradients(
                scope.floats((long) s.inputs * gates),
                scope.floats((long) s.hidden * gates),
                scope.floats(biases));
        Floats dX = scope.floats((long) s.time * s.batch * s.inputs);
        State dFirst = state(cell, s, scope, random);
        recurrence.forwardTraining(
            s.time,
            s.batch,
            random(scope, random, s.time * s.batch * s.inputs, 1),
            state(cell, s, scope, random),
            out,
            last);
        recurrence.backward(
            random(scope, random, s.time * s.batch * s.hidden, 1), gradients, dX, dFirst);
        results.clear();
        for (Floats each :
            List.of(out, last.h(), gradients.w(), gradients.rw(), gradients.b(), dX, dFirst.h())) {
          results.add(each.toArray());
        }
        if (cell.hasCellState()) {
          results.add(last.c().toArray());
          results.add(dFirst.c().toArray());
        }
      }
      return results;
    }
  }

  /** ‖a − b‖ / ‖b‖. */
  private static double distance(float[] a, float[] b) {
    double difference = 0;
    double norm = 0;
    for (int i = 0; i < b.length; i++) {
      difference += Math.pow((double) a[i] - b[i], 2);
      norm += Math.pow(b[i], 2);
    }
    return Math.sqrt(difference / norm);
  }

  @ParameterizedTest
  @EnumSource(
      value = Cell.class,
      names = {"LSTM", "GRU", "GRU_RESET_AFTER"})
  void computesWhatThePrimitiveDoes(Cell cell) {
    for (Shape s : List.of(AT_ONCE, BY_STEPS)) {
      List<float[]> exact = trained(cell, s, Precision.F32, 1);
      for (int parts : new int[] {1, 3}) {
        List<float[]> rounded = trained(cell, s, Precision.BF16, parts);
        for (int i = 0; i < exact.size(); i++) {
          // bf16 has 8 bits: 2⁻⁹ a factor, over some steps.
          assertThat(distance(rounded.get(i), exact.get(i)))
              .as("%s in %d parts of %s", NAMES.get(i), parts, s)
              .isBetween(1e-6, 0.01);
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Cell.class,
      names = {"LSTM", "GRU", "GRU_RESET_AFTER"})
  void givesTheSameBitsAgain(Cell cell) {
    List<float[]> once = trained(cell, BY_STEPS, Precision.BF16, 3);
    List<float[]> again = trained(cell, BY_STEPS, Precision.BF16, 3);
    for (int i = 0; i < once.size(); i++) {
      assertThat(again.get(i)).as(NAMES.get(i)).isEqualTo(once.get(i));
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Cell.class,
      names = {"LSTM", "GRU", "GRU_RESET_AFTER"})
  void releasesItsMemory(Cell cell) {
    Shape s = AT_ONCE;
    try (Scope scope = new Scope("test");
        RecurrentWeights weights =
            new RecurrentWeights(
                spec(cell, s),
                false,
                Precision.BF16,
                scope.zeros((long) s.inputs * cell.gates() * s.hidden),
                scope.zeros((long) s.hidden * cell.gates() * s.hidden),
                scope.zeros((long) cell.biases() * s.hidden))) {
      int before = OneDnn.programs();
      ProductPlan plan = ProductPlan.of(weights, new Rows(s.time, s.batch, s.batch));
      assertThat(OneDnn.programs()).isGreaterThan(before);
      plan.close();
      assertThat(OneDnn.programs()).isEqualTo(before);
    }
  }
}
