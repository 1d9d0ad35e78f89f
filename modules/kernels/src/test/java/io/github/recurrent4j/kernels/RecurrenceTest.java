package io.github.recurrent4j.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RecurrenceTest {
  private static final int TIME = 15;
  private static final int BATCH = 24;
  private static final int INPUTS = 64;
  private static final int HIDDEN = 160;

  @BeforeEach
  void oneDnn() {
    assumeTrue(OneDnn.isAvailable());
  }

  private static RecurrentSpec spec(Cell cell) {
    GateOrder order =
        switch (cell) {
          case RNN -> GateOrder.SINGLE;
          case LSTM -> GateOrder.DL4J_LSTM;
          case GRU, GRU_RESET_AFTER -> GateOrder.GRU;
        };
    return new RecurrentSpec(cell, order, INPUTS, HIDDEN);
  }

  /** Everything one forward and backward pass takes and gives. */
  private static final class Work {
    final Scope scope = new Scope("test");
    final Random random = new Random(5);
    final RecurrentSpec spec;
    final Floats w;
    final Floats rw;
    final Floats b;
    final Floats x;
    final Floats dOut;
    final State first;
    final Floats out;
    final State last;
    final Gradients gradients;
    final Floats dX;
    final State dFirst;

    Work(RecurrentSpec spec) {
      this.spec = spec;
      int gates = spec.cell().gates();
      w = random(INPUTS * gates * HIDDEN, 0.2f);
      rw = random(HIDDEN * gates * HIDDEN, 0.2f);
      b = random(spec.cell().biases() * HIDDEN, 0.2f);
      x = random(TIME * BATCH * INPUTS, 1);
      dOut = random(TIME * BATCH * HIDDEN, 1);
      first = state(0.5f);
      out = scope.zeros(dOut.length());
      last = state(0);
      gradients =
          new Gradients(scope.zeros(w.length()), scope.zeros(rw.length()), scope.zeros(b.length()));
      dX = scope.zeros(x.length());
      dFirst = state(0);
    }

    private Floats random(int length, float scale) {
      float[] values = new float[length];
      for (int i = 0; i < length; i++) {
        values[i] = scale * (random.nextFloat() * 2 - 1);
      }
      return scope.copyOf(values);
    }

    private State state(float scale) {
      return new State(
          random(BATCH * HIDDEN, scale),
          spec.cell().hasCellState() ? random(BATCH * HIDDEN, scale) : null);
    }

    RecurrentWeights weights(Precision precision) {
      return new RecurrentWeights(spec, false, precision, w, rw, b);
    }

    void train(Recurrence r) {
      r.forwardTraining(TIME, BATCH, x, first, out, last);
      r.backward(dOut, gradients, dX, dFirst);
    }

    List<float[]> results() {
      List<float[]> all = new ArrayList<>();
      for (Floats f :
          new Floats[] {
            out, last.h(), gradients.w(), gradients.rw(), gradients.b(), dX, dFirst.h()
          }) {
        all.add(f.toArray());
      }
      if (last.c() != null) {
        all.add(last.c().toArray());
        all.add(dFirst.c().toArray());
      }
      return all;
    }
  }

  private static List<float[]> trained(Cell cell, Precision precision, int parts, int times) {
    Work work = new Work(spec(cell));
    try (work.scope;
        Arena arena = new Arena("test", 1 << 24);
        RecurrentWeights weights = work.weights(precision);
        Recurrence r = new Recurrence(weights, arena, parts)) {
      for (int i = 0; i < times; i++) {
        work.train(r);
      }
      return work.results();
    }
  }

  private static void assertClose(List<float[]> actual, List<float[]> expected, double tolerance) {
    assertThat(actual).hasSameSizeAs(expected);
    for (int i = 0; i < actual.size(); i++) {
      for (int k = 0; k < actual.get(i).length; k++) {
        float e = expected.get(i)[k];
        assertThat(actual.get(i)[k])
            .as("array %d, place %d", i, k)
            .isCloseTo(e, within((float) (tolerance * (1 + Math.abs(e)))));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Cell.class)
  void rowsInPartsGiveTheSame(Cell cell) {
    List<float[]> whole = trained(cell, Precision.F32, 1, 1);
    assertClose(trained(cell, Precision.F32, 3, 1), whole, 1e-4);
    List<float[]> rounded = trained(cell, Precision.BF16, 1, 1);
    assertClose(trained(cell, Precision.BF16, 3, 1), rounded, 1e-2);
  }

  @ParameterizedTest
  @EnumSource(Cell.class)
  void theSamePartsGiveTheSameBits(Cell cell) {
    for (Precision precision : new Precision[] {Precision.F32, Precision.BF16}) {
      List<float[]> once = trained(cell, precision, 3, 1);
      List<float[]> again = trained(cell, precision, 3, 5);
      for (int i = 0; i < once.size(); i++) {
        assertThat(again.get(i)).isEqualTo(once.get(i));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Cell.class)
  void twoPrecisionsSideBySide(Cell cell) {
    assumeTrue(OneDnn.supportsBf16());
    List<float[]> exact = trained(cell, Precision.F32, 2, 1);
    List<float[]> rounded = trained(cell, Precision.BF16, 2, 1);
    assertThat(rounded.get(0)).isNotEqualTo(exact.get(0));
    assertClose(List.of(rounded.get(0)), List.of(exact.get(0)), 0.05);
  }

  @ParameterizedTest
  @EnumSource(Cell.class)
  void stepByStepIsTheWholeSequence(Cell cell) {
    Work work = new Work(spec(cell));
    try (work.scope;
        Arena arena = new Arena("test", 1 << 24);
        RecurrentWeights weights = work.weights(Precision.F32);
        Recurrence whole = new Recurrence(weights, arena);
        Recurrence stepping = new Recurrence(weights, arena)) {
      whole.forward(TIME, BATCH, work.x, work.first, work.out, work.last);
      // The state a step begins with lies where it puts the one it ends with.
      State state = work.first;
      for (int t = 0; t < TIME; t++) {
        Floats out = work.scope.floats((long) BATCH * HIDDEN);
        Floats x = work.x.slice((long) t * BATCH * INPUTS, (long) BATCH * INPUTS);
        stepping.forward(1, BATCH, x, state, out, state);
        float[] expected = new float[BATCH * HIDDEN];
        work.out.get((long) t * expected.length, expected);
        assertClose(List.of(out.toArray()), List.of(expected), 1e-5);
      }
      assertClose(List.of(state.h().toArray()), List.of(work.last.h().toArray()), 1e-5);
    }
  }

  @ParameterizedTest
  @EnumSource(Cell.class)
  void inferenceInPartsGivesTheSame(Cell cell) {
    for (Precision precision : new Precision[] {Precision.F32, Precision.BF16}) {
      Work work = new Work(spec(cell));
      try (work.scope;
          Arena arena = new Arena("test", 1 << 24);
          RecurrentWeights weights = work.weights(precision);
          Recurrence whole = new Recurrence(weights, arena);
          Recurrence parts = new Recurrence(weights, arena, 3)) {
        whole.forward(TIME, BATCH, work.x, work.first, work.out, work.last);
        float[] out = work.out.toArray();
        float[] h = work.last.h().toArray();
        work.out.fill(0);
        parts.forward(TIME, BATCH, work.x, work.first, work.out, work.last);
        double tolerance = precision == Precision.F32 ? 1e-5 : 1e-2;
        assertClose(
            List.of(work.out.toArray(), work.last.h().toArray()), List.of(out, h), tolerance);
      }
    }
  }

  @Test
  void manyShapesNeedNoMoreMemory() {
    Work work = new Work(spec(Cell.GRU));
    try (work.scope;
        Arena arena = new Arena("test", 1 << 22);
        RecurrentWeights weights = work.weights(Precision.F32);
        Recurrence r = new Recurrence(weights, arena)) {
      for (int batch = 1; batch <= BATCH; batch++) {
        for (int time = 1; time <= TIME; time++) {
          Floats out = work.scope.floats((long) time * batch * HIDDEN);
          State last = new State(work.scope.floats((long) batch * HIDDEN), null);
          r.forward(time, batch, work.x.slice(0, (long) time * batch * INPUTS), null, out, last);
        }
      }
      assertThat(arena.idleBytes()).isLessThanOrEqualTo(1 << 22);
    }
  }

  @Test
  void sizesAreChecked() {
    Work work = new Work(spec(Cell.LSTM));
    try (work.scope;
        Arena arena = new Arena("test", 1 << 24);
        RecurrentWeights weights = work.weights(Precision.F32);
        Recurrence r = new Recurrence(weights, arena)) {
      assertThatThrownBy(() -> r.forward(TIME + 1, BATCH, work.x, work.first, work.out, work.last))
          .isInstanceOf(IllegalArgumentException.class);
      State small = new State(work.scope.zeros(HIDDEN), work.scope.zeros(HIDDEN));
      assertThatThrownBy(() -> r.forward(TIME, BATCH, work.x, small, work.out, work.last))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> r.backward(work.dOut, work.gradients, work.dX, work.dFirst))
          .isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(() -> weights.set(work.x, work.rw, work.b))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void closedWeightsSayTheyAre() {
    Work work = new Work(spec(Cell.GRU));
    try (work.scope;
        Arena arena = new Arena("test", 1 << 24)) {
      RecurrentWeights weights = work.weights(Precision.F32);
      try (Recurrence r = new Recurrence(weights, arena)) {
        r.forward(TIME, BATCH, work.x, work.first, work.out, work.last);
        weights.close();
        assertThatThrownBy(() -> r.forward(TIME, BATCH, work.x, work.first, work.out, work.last))
            .isInstanceOf(IllegalStateException.class)
            .hasMessageContaining("is closed");
      }
    }
  }
}
