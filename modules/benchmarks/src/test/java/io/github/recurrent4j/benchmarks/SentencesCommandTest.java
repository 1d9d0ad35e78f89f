package io.github.recurrent4j.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class SentencesCommandTest {
  @Test
  void placesBetweenSentencesAreCounted() {
    List<String> sentences = List.of("One.", "Two words.", "Three!");
    // Ends in this text: 5 and 16, and that of the text, which is not counted.
    assertEquals(
        new SentencesCommand.Found(1, 2, 2),
        SentencesCommand.measure(sentences, text -> List.of(5, 9, text.length())));
    assertEquals(
        new SentencesCommand.Found(2, 2, 2),
        SentencesCommand.measure(sentences, text -> List.of(5, 16)));
    assertEquals(
        new SentencesCommand.Found(0, 2, 0),
        SentencesCommand.measure(sentences, text -> List.of(text.length())));
  }
}
