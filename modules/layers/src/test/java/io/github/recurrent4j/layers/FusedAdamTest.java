package io.github.recurrent4j.layers;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.AdamUpdater;
import org.nd4j.linalg.learning.config.Adam;

class FusedAdamTest {
  private static final int SIZE = 200_001;

  /** Views with an offset, as DL4J's updaters get them. */
  private static INDArray view(INDArray whole, long from, long to) {
    return whole.get(NDArrayIndex.all(), NDArrayIndex.interval(from, to));
  }

  @ParameterizedTest
  @EnumSource(
      value = DataType.class,
      names = {"FLOAT", "DOUBLE"})
  void updatesAreThoseOfAdam(DataType type) {
    Adam plain = new Adam(1e-2, 0.9, 0.99, 1e-5);
    Adam fused = new FusedAdam(1e-2, null, 0.9, 0.99, 1e-5);
    INDArray plainState = Nd4j.zeros(type, 1, 2 * SIZE + 5);
    INDArray fusedState = Nd4j.zeros(type, 1, 2 * SIZE + 5);
    AdamUpdater plainUpdater =
        (AdamUpdater) plain.instantiate(view(plainState, 5, 5 + 2 * SIZE), true);
    AdamUpdater fusedUpdater =
        (AdamUpdater) fused.clone().instantiate(view(fusedState, 5, 5 + 2 * SIZE), true);
    Nd4j.getRandom().setSeed(3);
    for (int step = 0; step < 5; step++) {
      INDArray gradient = Nd4j.randn(type, 1, SIZE + 3);
      INDArray copy = gradient.dup();
      plainUpdater.applyUpdater(view(gradient, 3, SIZE + 3), step, 0);
      fusedUpdater.applyUpdater(view(copy, 3, SIZE + 3), step, 0);
      double largest = gradient.sub(copy).amaxNumber().doubleValue();
      assertThat(largest).isLessThan(1e-7);
      assertThat(plainState.sub(fusedState).amaxNumber().doubleValue()).isLessThan(1e-6);
    }
  }

  @Test
  void averagesOfNothingEndAtZeroAndNotAmongSubnormals() {
    Adam fused = new FusedAdam(1e-2, null, 0.9, 0.99, 1e-5);
    INDArray state = Nd4j.zeros(DataType.FLOAT, 1, 2 * SIZE);
    AdamUpdater updater = (AdamUpdater) fused.instantiate(state, true);
    updater.applyUpdater(Nd4j.ones(DataType.FLOAT, 1, SIZE), 0, 0);
    INDArray tiny = Nd4j.valueArrayOf(new long[] {1, SIZE}, 1e-25, DataType.FLOAT);
    for (int step = 1; step < 1200; step++) {
      updater.applyUpdater(step % 2 == 0 ? tiny.dup() : tiny.mul(0), step, 0);
    }
    float[] first = updater.getM().toFloatVector();
    float[] second = updater.getV().toFloatVector();
    for (int i = 0; i < SIZE; i++) {
      assertThat(first[i]).isBetween(0f, 1e-24f);
      assertThat(first[i] == 0 || first[i] >= Float.MIN_NORMAL).isTrue();
      assertThat(second[i]).isBetween(Float.MIN_NORMAL, 1e-6f);
    }
  }
}
