package io.github.recurrent4j.inference;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SizesTest {
  @Test
  void sequencesGoUpByAThirdToAHalf() {
    assertThat(IntStream.rangeClosed(1, 40).map(Sizes::sequences).distinct())
        .containsExactly(1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48);
    for (int n = 1; n <= 5000; n++) {
      int room = Sizes.sequences(n);
      assertThat(room).isBetween(n, Math.max(n, (int) Math.ceil(1.5 * (n - 1))));
      assertThat(Sizes.sequences(room)).isEqualTo(room);
    }
  }

  @Test
  void stepsAreOfFewLengths() {
    assertThat(IntStream.rangeClosed(1, 160).map(Sizes::steps).distinct())
        .containsExactly(8, 16, 24, 32, 40, 48, 56, 64, 96, 128, 160);
  }

  @Test
  void piecesArePowersOfTwoAndMakeUpTheWhole() {
    for (int n = 1; n <= 300; n++) {
      int done = 0;
      while (done < n) {
        int piece = Sizes.piece(n - done, 8);
        assertThat(piece).isIn(1, 2, 4, 8);
        done += piece;
      }
      assertThat(done).isEqualTo(n);
    }
  }
}
