package io.github.recurrent4j.inference.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SparseStepsTest {
  private static byte[] again(byte[] numbers) throws IOException {
    return SparseSteps.decoded(
        new ByteArrayInputStream(SparseSteps.encoded(numbers)), numbers.length);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.02, 0.3, 1})
  void areReadAsTheyWereWritten(double part) throws IOException {
    Random random = new Random(3);
    for (int count : new int[] {0, 1, 20, 21, 22, 42, 10_000}) {
      byte[] numbers = new byte[count];
      for (int i = 0; i < count; i++) {
        int size = random.nextInt(6) + 1;
        numbers[i] = (byte) (random.nextDouble() >= part ? 0 : random.nextBoolean() ? size : -size);
      }
      assertThat(again(numbers)).isEqualTo(numbers);
    }
  }

  @Test
  void largeOnesAreBounded() throws IOException {
    assertThat(again(new byte[] {127, -127, 0, 7})).containsExactly(6, -6, 0, 6);
  }

  @Test
  void whatIsCutOffOrTooLongIsRefused() throws IOException {
    byte[] bytes = SparseSteps.encoded(new byte[] {1, 0, 0, 2, 0, -3});
    for (int length = 0; length < bytes.length; length++) {
      byte[] part = Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> SparseSteps.decoded(new ByteArrayInputStream(part), 6))
          .isInstanceOf(ModelFileException.class);
    }
    assertThatThrownBy(() -> SparseSteps.decoded(new ByteArrayInputStream(bytes), 5))
        .isInstanceOf(ModelFileException.class);
    byte[] unknown = {(byte) 255};
    assertThatThrownBy(() -> SparseSteps.decoded(new ByteArrayInputStream(unknown), 1))
        .isInstanceOf(ModelFileException.class);
  }
}
