package io.github.recurrent4j.languagemodel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StopTextsTest {
  /** What comes out when a text is fed in pieces of at most three characters. */
  private static String fed(String text, List<String> stops, Random random) {
    StringBuilder out = new StringBuilder();
    StopTexts stopping = new StopTexts(stops, out::append);
    int at = 0;
    boolean more = true;
    while (at < text.length() && more) {
      int end = Math.min(text.length(), at + random.nextInt(4));
      more = stopping.take(text.substring(at, end));
      at = end;
    }
    stopping.end();
    return out.toString();
  }

  @Test
  void endsBeforeTheFirstWhereverItIsCut() {
    Random random = new Random(1);
    for (int i = 0; i < 2000; i++) {
      StringBuilder text = new StringBuilder();
      for (int c = random.nextInt(20); c > 0; c--) {
        text.append("abc".charAt(random.nextInt(3)));
      }
      List<String> stops = List.of("abca", "cc", "bbb");
      int end = text.length();
      for (String stop : stops) {
        int at = text.indexOf(stop);
        end = at >= 0 ? Math.min(end, at) : end;
      }
      assertThat(fed(text.toString(), stops, random)).isEqualTo(text.substring(0, end));
    }
  }

  @Test
  void handsOnAtOnceWhatCannotBeginOne() {
    List<String> given = new ArrayList<>();
    StopTexts stopping = new StopTexts(List.of("\n\n"), given::add);
    assertThat(stopping.take("a")).isTrue();
    assertThat(stopping.take("b\n")).isTrue();
    assertThat(given).containsExactly("a", "b");
    assertThat(stopping.take("c")).isTrue();
    assertThat(given).containsExactly("a", "b", "\nc");
    assertThat(stopping.take("d\n\ne")).isFalse();
    assertThat(stopping.take("f")).isFalse();
    stopping.end();
    assertThat(String.join("", given)).isEqualTo("ab\ncd");
  }

  @Test
  void textsAreEscapedOnOneLine() {
    List<String> texts = List.of("\n", "a|b", "\\n", "tab\there", "\\");
    assertThat(GenerationOptions.standard().stoppingAt(texts.toArray(String[]::new)).stops())
        .isEqualTo(texts);
    assertThat(EscapedTexts.split("KING:|\\n\\n||a\\b\\"))
        .containsExactly("KING:", "\n\n", "a\\b\\");
    assertThat(EscapedTexts.split("")).isEmpty();
  }
}
