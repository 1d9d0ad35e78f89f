package io.github.recurrent4j.translation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class JoiningTest {
  private static Translation part(String text, double score, int source, float[]... attention) {
    return new Translation(
        text,
        score,
        java.util.Collections.nCopies(source, "s"),
        java.util.Collections.nCopies(attention.length, "t"),
        attention);
  }

  @Test
  void attentionOfEachPartStandsOnTheDiagonal() {
    Translation joined =
        Joining.join(
            List.of(
                part("One.", -1, 2, new float[] {0.5f, 0.5f}),
                part("Two.", -2, 1, new float[] {1}, new float[] {1})));
    assertThat(joined.text()).isEqualTo("One. Two.");
    assertThat(joined.score()).isEqualTo(-3);
    assertThat(joined.sourceTokens()).hasSize(3);
    assertThat(joined.targetTokens()).hasSize(3);
    assertThat(joined.attention())
        .isDeepEqualTo(new float[][] {{0.5f, 0.5f, 0}, {0, 0, 1}, {0, 0, 1}});
  }

  @Test
  void anEmptyPartLeavesNoSpace() {
    Translation joined =
        Joining.join(List.of(part("", 0, 0), part("One.", -1, 1, new float[] {1}), part("", 0, 0)));
    assertThat(joined.text()).isEqualTo("One.");
  }

  @Test
  void withoutAttentionThereIsNone() {
    Translation silent = new Translation("x", -1, List.of("s"), List.of("t"), new float[0][]);
    Translation joined = Joining.join(List.of(silent, part("y", -1, 1, new float[] {1})));
    assertThat(joined.attention()).isEmpty();
    assertThat(joined.targetTokens()).hasSize(2);
  }

  @Test
  void theAttentionOfALongTextIsNotKept() {
    Translation part = part("x", -1, 3000, new float[3000]);
    Translation joined = Joining.join(java.util.Collections.nCopies(1000, part));
    assertThat(joined.targetTokens()).hasSize(1000);
    assertThat(joined.attention()).isEmpty();
  }
}
