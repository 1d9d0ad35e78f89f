package io.github.recurrent4j.sentiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The guess needs the shipped models' byte pairs, so it is tested where they are. */
class LanguageGuessTest {
  private static final Path DATASETS = Path.of("../../datasets");
  private static final double ACCURACY = 0.98;

  private static SentimentClassifier spanish;
  private static SentimentClassifier english;

  @BeforeAll
  static void load() {
    spanish = SentimentClassifier.pretrained(Language.ES);
    english = SentimentClassifier.pretrained(Language.EN);
  }

  @AfterAll
  static void close() {
    spanish.close();
    english.close();
  }

  @Test
  void tweetsOfBothLanguages() throws IOException {
    assertThat(accuracy("tweets-es.txt", Language.ES)).isGreaterThan(ACCURACY);
    assertThat(accuracy("tweets-en.txt", Language.EN)).isGreaterThan(ACCURACY);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ES|@juanma25 Empanadas + Netflix , infalible!",
        "ES|cansada",
        "ES|jajaja buenísimo",
        "EN|@sam pizza + Netflix , can't fail!",
        "EN|so tired",
        "EN|amazing"
      })
  void shortOnes(Language language, String text) {
    assertThat(LanguageGuess.of(text, spanish, english)).isEqualTo(language);
  }

  private static double accuracy(String file, Language language) throws IOException {
    List<String> tweets = Files.readAllLines(DATASETS.resolve(file));
    return (double)
            tweets.stream().filter(t -> LanguageGuess.of(t, spanish, english) == language).count()
        / tweets.size();
  }
}
