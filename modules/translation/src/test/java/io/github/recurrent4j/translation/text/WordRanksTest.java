package io.github.recurrent4j.translation.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Places of words against the list they come from. */
class WordRanksTest {
  private static String word(Random random) {
    StringBuilder word = new StringBuilder();
    for (int n = random.nextInt(5); n >= 0; n--) {
      word.append("abcñé\u0153".charAt(random.nextInt(6)));
    }
    return word.toString();
  }

  @Test
  void everyWordHasItsRankAndOthersHaveNone() {
    Random random = new Random(1);
    Set<String> known = new LinkedHashSet<>();
    while (known.size() < 3000) {
      known.add(word(random));
    }
    List<String> words = new ArrayList<>(known);
    WordRanks ranks = new WordRanks(String.join("\n", words) + "\n");
    assertThat(ranks.size()).isEqualTo(3000);
    for (int i = 0; i < words.size(); i++) {
      assertThat(ranks.rank(words.get(i))).isEqualTo(i + 1);
      assertThat(ranks.word(i + 1)).isEqualTo(words.get(i));
      assertThat(ranks.isAscii(i + 1)).isEqualTo(words.get(i).chars().allMatch(c -> c < 128));
    }
    for (int i = 0; i < 3000; i++) {
      String word = word(random);
      assertThat(ranks.rank(word)).isEqualTo(words.indexOf(word) + 1);
    }
    assertThat(ranks.rank("")).isZero();
  }

  @Test
  void thereMayBeNone() {
    assertThat(new WordRanks("").rank("a")).isZero();
  }

  @Test
  void accentsAreThoseOfTheFrequentForm() {
    Words spanish = Words.of(Language.SPANISH);
    assertThat(spanish.withAccents("dias")).isEqualTo("días");
    assertThat(spanish.withAccents("esta")).isEqualTo("esta");
    assertThat(spanish.rank("de")).isEqualTo(1);
    assertThat(spanish.knows("Averiguación")).isTrue();
    assertThat(Words.of(Language.ENGLISH).withAccents("resume")).isEqualTo("resume");
  }
}
