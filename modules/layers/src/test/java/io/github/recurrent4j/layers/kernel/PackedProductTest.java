package io.github.recurrent4j.layers.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.recurrent4j.kernels.Precision;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

class PackedProductTest {
  private static final long INNER = 48;
  private static final long COLUMNS = 70;

  private static INDArray random(long... shape) {
    return Nd4j.rand(DataType.FLOAT, shape).subi(0.5);
  }

  private static double largestError(INDArray given, INDArray expected) {
    return given.sub(expected).amaxNumber().doubleValue();
  }

  @ParameterizedTest
  @CsvSource({"c, true", "c, false", "f, true", "f, false"})
  void multipliesAsOftenAsWanted(char order, boolean biased) {
    INDArray matrix = random(INNER, COLUMNS).dup(order);
    INDArray bias = biased ? random(COLUMNS) : null;
    try (PackedProduct packed = new PackedProduct(matrix, bias, false, Precision.F32)) {
      for (long rows : new long[] {5, 1, 64, 5}) {
        INDArray a = random(rows, INNER);
        INDArray c = Nd4j.createUninitialized(DataType.FLOAT, new long[] {rows, COLUMNS}, 'c');
        packed.multiply(a, c);
        INDArray expected = a.mmul(matrix);
        if (biased) {
          expected.addiRowVector(bias.reshape(1, COLUMNS));
        }
        assertThat(largestError(c, expected)).isLessThan(1e-5);
      }
    }
  }

  @Test
  void aTransposedViewIsPacked() {
    INDArray matrix = random(COLUMNS, INNER).transpose();
    INDArray a = random(3, INNER);
    INDArray c = Nd4j.zeros(DataType.FLOAT, 3, COLUMNS);
    try (PackedProduct packed = new PackedProduct(matrix, null, false, Precision.F32)) {
      packed.multiply(a, c);
    }
    assertThat(largestError(c, a.mmul(matrix))).isLessThan(1e-5);
  }

  @Test
  void tanhMayFollow() {
    INDArray matrix = random(INNER, COLUMNS);
    INDArray bias = random(COLUMNS);
    INDArray a = random(6, INNER);
    INDArray c = Nd4j.zeros(DataType.FLOAT, 6, COLUMNS);
    try (PackedProduct packed = new PackedProduct(matrix, bias, true, Precision.F32)) {
      packed.multiply(a, c);
    }
    INDArray sum = a.mmul(matrix).addRowVector(bias.reshape(1, COLUMNS));
    assertThat(largestError(c, Transforms.tanh(sum, true))).isLessThan(1e-5);
  }

  @Test
  void manyNumbersOfRowsAreServed() {
    INDArray matrix = random(INNER, COLUMNS);
    try (PackedProduct packed = new PackedProduct(matrix, null, false, Precision.F32)) {
      for (long rows = 1; rows < 200; rows++) {
        INDArray a = random(rows, INNER);
        INDArray c = Nd4j.zeros(DataType.FLOAT, rows, COLUMNS);
        packed.multiply(a, c);
        assertThat(largestError(c, a.mmul(matrix))).as("%d rows", rows).isLessThan(1e-5);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 5, 40})
  void bf16StaysClose(long rows) {
    INDArray matrix = random(INNER, COLUMNS);
    INDArray bias = random(COLUMNS);
    INDArray a = random(rows, INNER);
    INDArray c = Nd4j.zeros(DataType.FLOAT, rows, COLUMNS);
    assumeTrue(Precision.BF16.isBf16());
    try (PackedProduct packed = new PackedProduct(matrix, bias, false, Precision.BF16)) {
      packed.multiply(a, c);
    }
    double error = largestError(c, a.mmul(matrix).addRowVector(bias.reshape(1, COLUMNS)));
    // 48 products of numbers below 1/2, each rounded to 8 bits.
    assertThat(error).isBetween(1e-7, 0.02);
  }
}
