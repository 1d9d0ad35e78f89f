package io.github.recurrent4j.training.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A word of an utterance as slot errors are counted: a run of letters and digits, in small letters;
 * numbers to twelve that are spelled are digits.
 *
 * @param word the word
 * @param from where it begins in the utterance
 * @param to behind its end
 */
public record UtteranceWord(String word, int from, int to) {
  static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}]+");
  private static final List<String> SPELLED =
      List.of(
          "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
          "eleven", "twelve");

  /** The words of a text, from left to right. */
  public static List<UtteranceWord> of(String text) {
    List<UtteranceWord> words = new ArrayList<>();
    Matcher found = WORD.matcher(text);
    while (found.find()) {
      String word = found.group().toLowerCase(Locale.ROOT);
      int number = SPELLED.indexOf(word);
      words.add(
          new UtteranceWord(
              number < 0 ? word : Integer.toString(number), found.start(), found.end()));
    }
    return words;
  }

  /** The words alone. */
  public static List<String> in(String text) {
    return of(text).stream().map(UtteranceWord::word).toList();
  }
}
