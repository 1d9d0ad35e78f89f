package io.github.recurrent4j.languagemodel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.recurrent4j.vectorization.BadInputException;
import io.github.recurrent4j.vectorization.Units;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GenerationTest {
  @TempDir static Path folder;
  private static LanguageModel characters;
  private static LanguageModel words;

  @BeforeAll
  static void train() {
    characters = SmallModels.train(folder, SmallModels.shape(s -> {}), 4);
    String text = SmallModels.LINES.repeat(60) + "rara avis\n";
    words =
        SmallModels.train(
            folder,
            SmallModels.shape(s -> s.level(Units.WORD).minFrequency(2)),
            SmallModels.regime(6),
            text);
  }

  @AfterAll
  static void close() {
    characters.close();
    words.close();
  }

  private static final GenerationOptions HOT = GenerationOptions.of("el ", 80).withTemperature(1.5);

  @Test
  void stopsBeforeTheFirstStopText() {
    String whole = characters.generate(HOT);
    String stop = whole.substring(20, 23);
    String stopped = characters.generate(HOT.stoppingAt("zzz", stop));
    assertThat(stopped).isEqualTo(whole.substring(0, whole.indexOf(stop)));
    List<String> pieces = new ArrayList<>();
    characters.stream(HOT.stoppingAt(stop), pieces::add);
    assertThat(String.join("", pieces)).isEqualTo(stopped);
    assertThat(characters.generate(HOT.stoppingAt("zzz"))).isEqualTo(whole);
  }

  @Test
  void samplesAreWhatTheirSeedsGive() {
    List<String> samples = characters.samples(HOT.withSamples(5).withSeed(3));
    assertThat(samples).hasSize(5).doesNotHaveDuplicates();
    for (int i = 0; i < 5; i++) {
      assertThat(samples.get(i)).isEqualTo(characters.generate(HOT.withSeed(3 + i)));
    }
  }

  /** Different characters in a text. */
  private static long different(String text) {
    return text.chars().distinct().count();
  }

  @Test
  void thePrimeAndWhatCameCountAsRepeated() {
    GenerationOptions warm = GenerationOptions.of("", 12).withTemperature(0.5);
    long plain = 0;
    long penalized = 0;
    for (int seed = 0; seed < 40; seed++) {
      plain += different(characters.generate(warm.withSeed(seed)));
      penalized += different(characters.generate(warm.withSeed(seed).withRepetitionPenalty(3)));
    }
    assertThat(penalized).isGreaterThan(plain);
    // A single token is drawn: only what the prime has can make a difference.
    GenerationOptions one = GenerationOptions.of("el perro", 1).withTemperature(1);
    StringBuilder without = new StringBuilder();
    StringBuilder with = new StringBuilder();
    for (int seed = 0; seed < 40; seed++) {
      without.append(characters.generate(one.withSeed(1_000_003L * seed)));
      with.append(characters.generate(one.withSeed(1_000_003L * seed).withRepetitionPenalty(1000)));
    }
    assertThat(with.toString()).isNotEqualTo(without.toString());
  }

  @Test
  void choicesHaveTheProbabilityOfTheirTexts() {
    List<String> texts = List.of("gata", "perro", "la gata\n", "p");
    List<Choice> choices = characters.choose("el ", texts);
    assertThat(choices).extracting(Choice::text).containsExactlyInAnyOrderElementsOf(texts);
    double before = characters.score("el ").logProbability();
    double total = 0;
    for (Choice c : choices) {
      double expected = characters.score("el " + c.text()).logProbability() - before;
      assertThat(c.logProbability()).isCloseTo(expected, within(1e-4));
      total += Math.exp(expected);
    }
    for (int i = 0; i < choices.size(); i++) {
      assertThat(choices.get(i).probability())
          .isCloseTo(Math.exp(choices.get(i).logProbability()) / total, within(1e-4));
      assertThat(i == 0 || choices.get(i).probability() <= choices.get(i - 1).probability())
          .isTrue();
    }
    assertThatThrownBy(() -> characters.choose("el ", List.of("a", "")))
        .isInstanceOf(BadInputException.class);
    assertThatThrownBy(() -> characters.choose("el ", List.of("a", "ñ")))
        .hasMessageContaining("does not know 'ñ'");
  }

  @Test
  void chosenWordsAreWordsOfTheirOwn() {
    List<Choice> choices = words.choose("la gata bebe", List.of("pan", "leche", "leche\n"));
    assertThat(choices.get(0).text()).isEqualTo("leche");
    double expected =
        words.score("la gata bebe leche").logProbability()
            - words.score("la gata bebe").logProbability();
    assertThat(choices.get(0).logProbability()).isCloseTo(expected, within(1e-4));
    assertThat(words.choose("la gata bebe ", List.of("leche")).get(0).logProbability())
        .isCloseTo(expected, within(1e-4));
  }

  @Test
  void whatAPrimeHasThatIsNotKnownIsNamed() {
    assertThat(words.unknown("el gato rara gato")).isEqualTo(Map.of("gato", 2, "rara", 1));
    assertThat(words.unknown("el perro")).isEmpty();
    assertThat(words.generate(GenerationOptions.of("el gato", 5))).isNotEmpty();
    assertThatThrownBy(() -> characters.generate(GenerationOptions.of("ñu y el", 5)))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("does not know 'ñ' 'u' 'y'");
  }
}
