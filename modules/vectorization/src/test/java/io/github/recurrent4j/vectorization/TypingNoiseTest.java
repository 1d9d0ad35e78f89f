package io.github.recurrent4j.vectorization;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TypingNoiseTest {
  private static Set<TextPair> forms(TextPair pair) {
    Set<TextPair> forms = new HashSet<>();
    Random random = new Random(1);
    for (int i = 0; i < 4000; i++) {
      forms.add(TypingNoise.careless(pair, random));
    }
    return forms;
  }

  @Test
  void hurriedForms() {
    TextPair tidy = new TextPair("¡Qué niño tan rápido!", "What a fast boy!");
    assertThat(forms(tidy))
        .contains(
            new TextPair("Qué niño tan rápido", "What a fast boy"),
            new TextPair("qué niño tan rápido", "What a fast boy"),
            new TextPair("que niño tan rapido!", "What a fast boy!"),
            new TextPair("¡Que niño tan rapido!", "What a fast boy!"),
            new TextPair("¡QUÉ NIÑO TAN RÁPIDO!", "WHAT A FAST BOY!"),
            new TextPair("¡Qué nñio tan rápido!", "What a fast boy!"));
  }

  @Test
  void nothingBecomesEmptyAndNothingIsInvented() {
    for (TextPair pair :
        new TextPair[] {
          new TextPair(".", "."),
          new TextPair("!", "Yes!"),
          new TextPair("a", "b"),
          new TextPair("sol", "sun"),
          new TextPair("3,2 %", "3.2%"),
          new TextPair("mañana", "tomorrow"),
          new TextPair("👩‍👩‍👧 ok", "👩‍👩‍👧 ok")
        }) {
      for (TextPair form : forms(pair)) {
        assertThat(form.source()).isNotEmpty();
        assertThat(form.target()).isNotEmpty();
        assertThat(form.target())
            .isIn(pair.target(), pair.target().toUpperCase(Locale.ROOT), "Yes");
      }
    }
    assertThat(forms(new TextPair("mañana", "tomorrow")))
        .noneMatch(p -> p.source().contains("manana"));
    assertThat(forms(new TextPair("3,2 %", "3.2%"))).containsOnly(new TextPair("3,2 %", "3.2%"));
  }
}
