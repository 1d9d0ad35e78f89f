package io.github.recurrent4j.inference.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.recurrent4j.inference.model.LowRankChange.Part;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LowRankChangeTest {
  private static final int WEIGHTS = 40;

  /** Weights 3 to 14 as a matrix of 3 × 4 by factors of rank 2, 20 to 24, 26 to 31 as they are. */
  private static LowRankChange change() {
    Random random = new Random(1);
    float[] values = new float[2 * (3 + 4) + 5 + 6];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return new LowRankChange(
        "base",
        42,
        List.of(
            new Part(3, 3, 4, 2), new Part(20, 1, 5, Part.WHOLE), new Part(26, 2, 3, Part.SPARSE)),
        values);
  }

  private static byte[] written(LowRankChange change) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    change.write(new DataOutputStream(bytes));
    return bytes.toByteArray();
  }

  private static LowRankChange read(byte[] bytes) throws IOException {
    return LowRankChange.read(new ByteArrayInputStream(bytes));
  }

  @Test
  void factorsAreMultipliedAndTheRestIsAdded() {
    LowRankChange change = change();
    float[] before = new float[WEIGHTS];
    Arrays.fill(before, 0.5f);
    try (StoredWeights weights = StoredWeights.copyOf(before)) {
      change.addTo(weights);
      float[] after = weights.floats().toArray();
      float[] v = change.values();
      for (int at = 0; at < WEIGHTS; at++) {
        double added = 0;
        if (at >= 3 && at < 15) {
          int i = (at - 3) / 4;
          int j = (at - 3) % 4;
          added = (double) v[i] * v[6 + j] + (double) v[3 + i] * v[10 + j];
        } else if (at >= 20 && at < 25) {
          added = v[14 + at - 20];
        } else if (at >= 26 && at < 32) {
          added = v[19 + at - 26];
        }
        assertThat((double) after[at]).isCloseTo(0.5 + added, within(1e-6));
      }
    }
  }

  @Test
  void isReadAsItWasWritten() throws IOException {
    LowRankChange change = change();
    LowRankChange again = read(written(change));
    assertThat(again.base()).isEqualTo("base");
    assertThat(again.checksum()).isEqualTo(42);
    assertThat(again.parts()).isEqualTo(change.parts());
    int from = 0;
    for (int k = 0; k < 4; k++) {
      int count = new int[] {6, 8, 5, 6}[k];
      double step =
          k == 2
              ? fineStep(change, from, count)
              : (k == 3 ? 2 : 0.8) * rootMeanSquare(change, from, count);
      for (int i = from; i < from + count; i++) {
        double value = again.values()[i];
        assertThat(value).isCloseTo(change.values()[i], within(0.501 * step));
        assertThat(value / step).isCloseTo(Math.rint(value / step), within(1e-3));
      }
      from += count;
    }
  }

  private static double rootMeanSquare(LowRankChange change, int from, int count) {
    double squares = 0;
    for (int i = from; i < from + count; i++) {
      squares += change.values()[i] * change.values()[i];
    }
    return Math.sqrt(squares / count);
  }

  private static double fineStep(LowRankChange change, int from, int count) {
    double largest = 0;
    for (int i = from; i < from + count; i++) {
      largest = Math.max(largest, Math.abs(change.values()[i]));
    }
    return largest / 127;
  }

  @Test
  void cutOffAnywhereItIsRefused() throws IOException {
    byte[] whole = written(change());
    for (int length = 0; length < whole.length; length++) {
      byte[] part = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> read(part)).isInstanceOf(ModelFileException.class);
    }
    assertThatThrownBy(() -> read(Arrays.copyOf(whole, whole.length + 1)))
        .hasMessageContaining("more weights");
  }

  @ParameterizedTest
  @CsvSource({
    "-1, 1, 1, 0",
    "0, 0, 4, 0",
    "0, 4, -4, 0",
    "0, 2, 2, 3",
    "0, 2, 2, -2",
    "0, 65536, 65536, 1",
    "2147483647, 1, 1, 0",
    "0, 2147483647, 1, 0"
  })
  void forgedPartsAreRefused(int at, int rows, int columns, int rank) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeUTF("base");
      out.writeLong(1);
      out.writeInt(1);
      for (int number : new int[] {at, rows, columns, rank}) {
        out.writeInt(number);
      }
    }
    assertThatThrownBy(() -> read(bytes.toByteArray()))
        .isInstanceOf(ModelFileException.class)
        .hasMessageContaining("no parameter");
  }

  /** Weights stay finite whatever a file says. */
  @ParameterizedTest
  @ValueSource(floats = {-1, 70_000, 1e38f, Float.POSITIVE_INFINITY, Float.NaN})
  void forgedStepsAreRefused(float step) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeUTF("base");
      out.writeLong(1);
      for (int number : new int[] {1, 0, 1, 1, Part.WHOLE}) {
        out.writeInt(number);
      }
      out.writeFloat(step);
      out.writeByte(127);
    }
    assertThatThrownBy(() -> read(bytes.toByteArray()))
        .isInstanceOf(ModelFileException.class)
        .hasMessageContaining("a step of");
  }

  @Test
  void partsMustNotOverlapOrLieOutside() {
    List<Part> overlapping = List.of(new Part(0, 1, 4, 0), new Part(3, 1, 4, 0));
    assertThatThrownBy(() -> new LowRankChange("b", 1, overlapping, new float[8]))
        .isInstanceOf(ModelFileException.class);
    LowRankChange far = new LowRankChange("b", 1, List.of(new Part(38, 1, 4, 0)), new float[4]);
    try (StoredWeights weights = StoredWeights.copyOf(new float[WEIGHTS])) {
      assertThatThrownBy(() -> far.addTo(weights)).hasMessageContaining("no parameter");
    }
  }

  @Test
  void basesAreShippedModelsAlone() {
    for (String name : List.of("none", "../x", "", "a/b", "A")) {
      assertThatThrownBy(() -> BaseModel.shipped(name))
          .isInstanceOf(ModelFileException.class)
          .hasMessageContaining("recurrent4j-pretrained");
    }
  }
}
