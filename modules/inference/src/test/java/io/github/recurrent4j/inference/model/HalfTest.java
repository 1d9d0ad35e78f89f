package io.github.recurrent4j.inference.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HalfTest {
  @Test
  void everyHalfComesBack() {
    for (int bits = 0; bits < 1 << 16; bits++) {
      float value = Half.toFloat((short) bits);
      if (!Float.isNaN(value)) {
        assertThat(Half.of(value)).as("%x", bits).isEqualTo((short) bits);
      }
    }
  }

  @Test
  void halvesAreWhatTheyAre() {
    assertThat(Half.toFloat((short) 0x3C00)).isEqualTo(1f);
    assertThat(Half.toFloat((short) 0xC000)).isEqualTo(-2f);
    assertThat(Half.toFloat((short) 0x7BFF)).isEqualTo(65504f);
    assertThat(Half.toFloat((short) 1)).isEqualTo(0x1p-24f);
    assertThat(Half.toFloat((short) 0x7C00)).isEqualTo(Float.POSITIVE_INFINITY);
    assertThat(Half.toFloat((short) 0x7E00)).isNaN();
  }

  @Test
  void roundsToTheNearestAndOfTwoToTheEven() {
    assertThat(Half.of(1 + 0x1p-11f)).isEqualTo((short) 0x3C00);
    assertThat(Half.of(1 + 3 * 0x1p-11f)).isEqualTo((short) 0x3C02);
    assertThat(Half.of(1 + 0x1.2p-11f)).isEqualTo((short) 0x3C01);
    assertThat(Half.of(65519.99f)).isEqualTo((short) 0x7BFF);
    assertThat(Half.of(65520)).isEqualTo((short) 0x7C00);
    assertThat(Half.of(-1e9f)).isEqualTo((short) 0xFC00);
    assertThat(Half.of(0x1p-26f)).isEqualTo((short) 0);
    assertThat(Half.of(0.9f * 0x1p-24f)).isEqualTo((short) 1);
    assertThat(Half.of(Float.NaN) & 0x7C00).isEqualTo(0x7C00);
  }
}
