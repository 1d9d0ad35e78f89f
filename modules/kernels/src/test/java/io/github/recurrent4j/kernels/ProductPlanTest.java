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
  private static final int TIME = 6;
  private static final int BATCH = 7;
  private static final int INPUTS = 90;
  private static final int HIDDEN = 330;
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

  private static RecurrentSpec spec(Cell cell) {
    return new RecurrentSpec(
        cell, cell == Cell.LSTM ? GateOrder.DL4J_LSTM : GateOrder.GRU, INPUTS, HIDDEN);
  }

  private static State state(Cell cell, Scope scope, Random random) {
    return new State(
        random(scope, random, BATCH * HIDDEN, 0.5),
        cell.hasCellState() ? random(scope, random, BATCH * HIDDEN, 0.5) : null);
  }

  /** Two passes over other inputs with other weights: what the second gives. */
  private static List<float[]> trained(Cell cell, Precision precision, int parts) {
    Random random = new Random(5);
    int gates = cell.gates() * HIDDEN;
    int biases = cell.biases() * HIDDEN;
    try (Scope scope = new Scope("test");
        Arena arena = new Arena("test", 1 << 26);
        RecurrentWeights weights =
            new RecurrentWeights(
                spec(cell),
                false,
                precision,
                random(scope, random, INPUTS * gates, 0.1),
                random(scope, random, HIDDEN * gates, 0.1),
                random(scope, random, biases, 0.1));
        Recurrence recurrence = new Recurrence(weights, arena, parts)) {
      List<float[]> results = new ArrayList<>();
      for (int pass = 0; pass < 2; pass++) {
        weights.set(
            random(scope, random, INPUTS * gates, 0.08),
            random(scope, random, HIDDEN * gates, 0.05),
            random(scope, random, biases, 0.5));
        Floats out = scope.floats((long) TIME * BATCH * HIDDEN);
        State last = state(cell, scope, random);
        Gradients gradients =
            new Gradients(
                scope.floats((long) INPUTS * gates),
                scope.floats((long) HIDDEN * gates),
                scope.floats(biases));
        Floats dX = scope.floats(TIME * BATCH * INPUTS);
        State dFirst = state(cell, scope, random);
        recurrence.forwardTraining(
            TIME,
            BATCH,
            random(scope, random, TIME * BATCH * INPUTS, 1),
            state(cell, scope, random),
            out,
            last);
        recurrence.backward(random(scope, random, TIME * BATCH * HIDDEN, 1), gradients, dX, dFirst);
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
    List<float[]> exact = trained(cell, Precision.F32, 1);
    for (int parts : new int[] {1, 3}) {
      List<float[]> rounded = trained(cell, Precision.BF16, parts);
      for (int i = 0; i < exact.size(); i++) {
        // bf16 has 8 bits: 2⁻⁹ a factor, over some steps.
        assertThat(distance(rounded.get(i), exact.get(i)))
            .as("%s in %d parts", NAMES.get(i), parts)
            .isBetween(1e-6, 0.01);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Cell.class,
      names = {"LSTM", "GRU", "GRU_RESET_AFTER"})
  void givesTheSameBitsAgain(Cell cell) {
    List<float[]> once = trained(cell, Precision.BF16, 3);
    List<float[]> again = trained(cell, Precision.BF16, 3);
    for (int i = 0; i < once.size(); i++) {
      assertThat(again.get(i)).as(NAMES.get(i)).isEqualTo(once.get(i));
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Cell.class,
      names = {"LSTM", "GRU", "GRU_RESET_AFTER"})
  void releasesItsMemory(Cell cell) {
    try (Scope scope = new Scope("test");
        RecurrentWeights weights =
            new RecurrentWeights(
                spec(cell),
                false,
                Precision.BF16,
                scope.zeros((long) INPUTS * cell.gates() * HIDDEN),
                scope.zeros((long) HIDDEN * cell.gates() * HIDDEN),
                scope.zeros((long) cell.biases() * HIDDEN))) {
      int before = OneDnn.programs();
      ProductPlan plan = ProductPlan.of(weights, new Rows(TIME, BATCH, BATCH));
      assertThat(OneDnn.programs()).isGreaterThan(before);
      plan.close();
      assertThat(OneDnn.programs()).isEqualTo(before);
    }
  }
}
