package io.github.recurrent4j.inference.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BlockedBytesTest {
  /** More than is read at once, with a short block at the end. */
  private static final int COUNT = 512 * 32 * 2 + 45;

  private static byte[] written(float... weights) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    BlockedBytes.write(
        out, weights.length, (at, part, n) -> System.arraycopy(weights, (int) at, part, 0, n));
    out.flush();
    return bytes.toByteArray();
  }

  private static float[] read(byte[] bytes, int count) throws IOException {
    float[] result = new float[count];
    BlockedBytes.read(
        new ByteArrayInputStream(bytes),
        count,
        (at, part, n) -> System.arraycopy(part, 0, result, (int) at, n));
    return result;
  }

  @Test
  void errorIsHalfAScaleOfItsBlock() throws IOException {
    Random random = new Random(3);
    float[] weights = new float[COUNT];
    for (int i = 0; i < COUNT; i++) {
      // Blocks of very different sizes, one of zeros.
      weights[i] = i / 32 == 7 ? 0 : (float) (random.nextGaussian() * Math.pow(10, i / 32 % 6 - 3));
    }
    byte[] bytes = written(weights);
    assertThat(bytes).hasSize(8 + COUNT + 2 * ((COUNT + 31) / 32));
    float[] again = read(bytes, COUNT);
    for (int from = 0; from < COUNT; from += 32) {
      float largest = 0;
      for (int i = from; i < Math.min(from + 32, COUNT); i++) {
        largest = Math.max(largest, Math.abs(weights[i]));
      }
      for (int i = from; i < Math.min(from + 32, COUNT); i++) {
        // The scale itself has 11 bits.
        assertThat(Math.abs(again[i] - weights[i]))
            .isLessThanOrEqualTo(largest * (0.5f / 127 + 1f / 2048));
      }
    }
  }

  @Test
  void whatBytesHoldExactlyStays() throws IOException {
    float[] weights = {127, -127, 0, 1, -1, 64};
    assertThat(read(written(weights), 6)).containsExactly(weights);
    // Written again, it is the same file.
    assertThat(written(read(written(weights), 6))).isEqualTo(written(weights));
  }

  @Test
  void damageIsNamed() throws IOException {
    float[] weights = new float[40];
    Arrays.fill(weights, 0.5f);
    byte[] bytes = written(weights);
    assertThatThrownBy(() -> read(bytes, 41))
        .isInstanceOf(ModelFileException.class)
        .hasMessageContaining("has 40 weights, but its network has 41");
    for (int size : new int[] {3, 8, 9, 20, bytes.length - 1}) {
      assertThatThrownBy(() -> read(Arrays.copyOf(bytes, size), 40))
          .isInstanceOf(EOFException.class);
    }
    assertThatThrownBy(() -> read(Arrays.copyOf(bytes, bytes.length + 1), 40))
        .hasMessageContaining("more weights than it says");
    for (short scale : new short[] {(short) 0x7E00, 0x7C00, (short) 0xBC00}) {
      byte[] damaged = bytes.clone();
      ByteBuffer.wrap(damaged).putShort(8, scale);
      assertThatThrownBy(() -> read(damaged, 40)).hasMessageContaining("has a scale of");
    }
  }

  @Test
  void weightsBeyondTheScaleAreRefused() {
    assertThatThrownBy(() -> written(1f, 1e7f))
        .isInstanceOf(ModelFileException.class)
        .hasMessageContaining("too large for 8 bits");
  }
}
