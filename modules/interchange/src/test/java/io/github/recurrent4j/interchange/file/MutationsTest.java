package io.github.recurrent4j.interchange.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.github.recurrent4j.interchange.Fixtures;
import io.github.recurrent4j.interchange.Importing;
import io.github.recurrent4j.vectorization.BadInputException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Damaged files of every format give tensors that fit in what is there, or one line. */
class MutationsTest {
  private static final int MUTATIONS = 200;

  /** Deflate makes at most so many bytes of one; a byte may be a float. */
  private static final long MOST_VALUES_A_BYTE = 1032;

  /** What the largest of these files can become, and a parser's own needs. */
  private static final long MOST_ALLOCATED = 256L << 20;

  private static final long SPREAD = 0x9E3779B97F4A7C15L;

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "views.pt",
        "gru-2-bi.pt",
        "arrays.npz",
        "compressed.npz",
        "single.npy",
        "tensors.safetensors",
        "keras-lstm-last.h5",
        "keras-classifier.h5",
        "keras-tagger.keras"
      })
  void aDamagedFile(String name) throws Exception {
    byte[] good = Files.readAllBytes(Fixtures.file(name));
    Path file = folder.resolve("damaged");
    int refused = 0;
    for (int seed = 0; seed < MUTATIONS; seed++) {
      // Small seeds alike begin with the same number.
      byte[] bytes = damage(good, new Random(seed * SPREAD));
      Files.write(file, bytes);
      String what = name + ", seed " + seed;
      long before = allocated();
      refused += read(file, bytes.length, what) ? 0 : 1;
      assertThat(allocated() - before).as(what).isLessThan(MOST_ALLOCATED);
    }
    // Were nothing refused, nothing would have been damaged.
    assertThat(refused).isGreaterThan(MUTATIONS / 10);
  }

  /** What can be read may still be no layers. */
  private static void layers(TensorFile tensors) {
    try {
      Importing.standard().layers(tensors);
    } catch (BadInputException e) {
      assertThat(e.getMessage()).startsWith(tensors.name()).doesNotContain("\n");
    }
  }

  /** Bytes that this thread has allocated so far. */
  private static long allocated() {
    return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean())
        .getCurrentThreadAllocatedBytes();
  }

  private static boolean read(Path file, int length, String what) {
    try (TensorFile tensors = TensorFile.open(file)) {
      for (TensorInfo info : tensors.tensors()) {
        Tensor tensor = tensors.tensor(info.name());
        assertThat(tensor.values()).as(what).hasSize(info.elements());
        assertThat((long) info.elements()).as(what).isLessThan(length * MOST_VALUES_A_BYTE);
      }
      layers(tensors);
      return true;
    } catch (BadInputException e) {
      assertThat(e.getMessage()).as(what).doesNotContain("\n").contains(": ");
      return false;
    } catch (RuntimeException | Error e) {
      return fail(what + " ended in " + e, e);
    }
  }

  /** Flips bits, writes large numbers, cuts, or swaps parts. */
  static byte[] damage(byte[] good, Random random) {
    byte[] bytes = good.clone();
    switch (random.nextInt(4)) {
      case 0 -> {
        return Arrays.copyOf(bytes, random.nextInt(bytes.length));
      }
      case 1 -> {
        for (int i = random.nextInt(8); i >= 0; i--) {
          bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        }
      }
      case 2 -> {
        int at = random.nextInt(bytes.length);
        byte value = (byte) (random.nextBoolean() ? 0xFF : 0x7F);
        Arrays.fill(bytes, at, Math.min(bytes.length, at + 1 + random.nextInt(8)), value);
      }
      default -> {
        int length = 1 + random.nextInt(Math.min(64, bytes.length - 1));
        int from = random.nextInt(bytes.length - length);
        int to = random.nextInt(bytes.length - length);
        System.arraycopy(good, from, bytes, to, length);
      }
    }
    return bytes;
  }
}
