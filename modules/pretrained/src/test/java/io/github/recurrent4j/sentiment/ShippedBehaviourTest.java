package io.github.recurrent4j.sentiment;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recurrent4j.sentiment.BehaviouralSuite.Outcome;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the shipped classifiers can do, as {@code r4j sentiment check} prints it. */
class ShippedBehaviourTest {
  private static final int WRONG_PLAIN_TEXTS = 11;

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

  /** Floors a little below what the present models reach: a worse model must not slip in. */
  @Test
  void asManyCasesPassAsBefore() {
    assertThat(passed(Language.EN, english)).isGreaterThan(0.88);
    assertThat(passed(Language.ES, spanish)).isGreaterThan(0.86);
  }

  private static double passed(Language language, SentimentClassifier classifier) {
    List<Outcome> outcomes = BehaviouralSuite.shipped(language).run(classifier::classify);
    return (double) outcomes.stream().filter(Outcome::passed).count() / outcomes.size();
  }

  /** Praise by denial, emoji alone, a verdict at the end of a long text. */
  @Test
  void plainTexts() throws IOException {
    List<String> wrong = new ArrayList<>();
    for (String line : lines("plain-texts.tsv")) {
      String[] cells = line.split("\t", -1);
      SentimentClassifier classifier =
          LanguageGuess.of(cells[0], spanish, english) == Language.ES ? spanish : english;
      String found = classifier.classify(cells[0]).name();
      if (!found.equals(cells[1])) {
        wrong.add(found + ": " + cells[0]);
      }
    }
    assertThat(wrong).hasSizeLessThanOrEqualTo(WRONG_PLAIN_TEXTS);
  }

  private static List<String> lines(String resource) throws IOException {
    try (InputStream in = ShippedBehaviourTest.class.getResourceAsStream(resource)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
  }
}
