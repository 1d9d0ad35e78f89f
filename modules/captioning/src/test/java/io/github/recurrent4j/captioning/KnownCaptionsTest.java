package io.github.recurrent4j.captioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class KnownCaptionsTest {
  /** Twenty signs in two colours, one of them also plain, and a flag. */
  private static KnownCaptions signs() {
    List<List<String>> captions = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      captions.add(List.of("sign " + i + ": red", "signo " + i + ": rojo"));
      captions.add(List.of("sign " + i + ": blue", "signo " + i + ": azul"));
    }
    captions.add(List.of("sign 0", "signo 0"));
    captions.add(List.of("flag: Spain", "bandera: España"));
    return new KnownCaptions(captions);
  }

  @Test
  void whatFollowsManyIsAddedToTheStem() {
    KnownCaptions known = signs();
    assertThat(known.size()).isEqualTo(42);
    assertThat(known.stemCount()).isEqualTo(21);
    assertThat(known.additionCount()).isEqualTo(3);
    List<String> red = known.captions(0);
    List<String> blue = known.captions(1);
    List<String> plain = known.captions(40);
    assertThat(known.stem(red)).isEqualTo(known.stem(blue)).isEqualTo(known.stem(plain));
    assertThat(known.addition(red)).isNotEqualTo(known.addition(blue));
    assertThat(known.addition(plain)).isEqualTo(known.addition(known.captions(41)));
    assertThat(known.stem(List.of("flag: France", "bandera: Francia"))).isEqualTo(-1);
  }

  @Test
  void onlyKnownCaptionsAreLikely() {
    KnownCaptions known = signs();
    float[] stem = new float[21];
    stem[3] = 0.8f;
    stem[20] = 0.2f;
    // The flag is never red: its share goes to what is known.
    float[] likely = known.likely(stem, new float[] {0.75f, 0.25f, 0}, false);
    assertThat(likely[6]).isCloseTo(0.75f, within(1e-6f));
    assertThat(likely[7]).isCloseTo(0.25f, within(1e-6f));
    assertThat(likely[41]).isZero();
  }

  @Test
  void whatIsOftenCountsNoMoreWhereAllAreAlike() {
    CaptionInput input = Grid.of(1);
    List<CaptionExample> examples = new ArrayList<>();
    for (String name : List.of("cat", "cat", "cat", "dog")) {
      examples.add(new CaptionExample(name, input, List.of(name)));
    }
    KnownCaptions known = KnownCaptions.of(examples);
    assertThat(known.counts()).containsExactly(3, 1);
    float[] stem = {0.6f, 0.4f};
    float[] addition = {1, 0};
    assertThat(known.likely(stem, addition, false)[0]).isCloseTo(0.6f, within(1e-6f));
    assertThat(known.likely(stem, addition, true)[0]).isCloseTo(0.2f / 0.6f, within(1e-6f));
  }
}
