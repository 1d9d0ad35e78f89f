package io.github.recurrent4j.inference.model;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Small whole numbers of which most are 0, in bytes that deflate well: a byte is how many zeros
 * come first, 0 to 20, and the number behind them, −6 to 6 but 0; or 21 zeros alone.
 */
final class SparseSteps {
  private static final int LARGEST = 6;
  private static final int NUMBERS = 2 * LARGEST;
  private static final int MOST_ZEROS = 21;
  private static final int ZEROS_ALONE = MOST_ZEROS * NUMBERS;
  private static final int FIRST_CAPACITY = 1 << 12;

  private SparseSteps() {}

  /** The bytes; numbers beyond −6 or 6 become that. */
  static byte[] encoded(byte[] numbers) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int zeros = 0;
    for (byte number : numbers) {
      if (number != 0) {
        int size = Math.min(LARGEST, Math.abs(number)) - 1;
        out.write(zeros * NUMBERS + (number < 0 ? size : LARGEST + size));
        zeros = 0;
      } else if (++zeros == MOST_ZEROS) {
        out.write(ZEROS_ALONE);
        zeros = 0;
      }
    }
    if (zeros > 0) {
      // The reader knows how many there are in all.
      out.write(ZEROS_ALONE);
    }
    return out.toByteArray();
  }

  /**
   * Reads numbers; memory grows as they come.
   *
   * @throws ModelFileException if it is cut off, or something else
   */
  static byte[] decoded(InputStream in, int count) throws IOException {
    byte[] numbers = new byte[Math.min(count, FIRST_CAPACITY)];
    for (int at = 0; at < count; ) {
      int next = in.read();
      if (next < 0) {
        throw new ModelFileException("is cut off within its weights: copy it again");
      }
      int zeros = next / NUMBERS;
      boolean alone = next == ZEROS_ALONE;
      int after = alone ? Math.min(count, at + zeros) : at + zeros + 1;
      if (next > ZEROS_ALONE || after > count) {
        throw new ModelFileException("changes what is no parameter of its base: copy it again");
      }
      if (after > numbers.length) {
        numbers = Arrays.copyOf(numbers, Math.min(count, Math.max(after, 2 * numbers.length)));
      }
      if (!alone) {
        int number = next % NUMBERS;
        int size = number % LARGEST + 1;
        numbers[after - 1] = (byte) (number < LARGEST ? -size : size);
      }
      at = after;
    }
    return numbers;
  }
}
