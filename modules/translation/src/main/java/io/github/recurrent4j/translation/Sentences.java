package io.github.recurrent4j.translation;

import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Cuts long texts into pieces a network trained on sentences can translate. */
final class Sentences {
  private Sentences() {}

  /**
   * Pieces of a text: its sentences, and where one is longer than allowed, parts of it.
   *
   * @param text single spaces between words
   * @param maxWords most words in a piece
   */
  static List<String> split(String text, int maxWords) {
    List<String> pieces = new ArrayList<>();
    BreakIterator breaks = BreakIterator.getSentenceInstance(Locale.ROOT);
    breaks.setText(text);
    int from = breaks.first();
    for (int to = breaks.next(); to != BreakIterator.DONE; to = breaks.next()) {
      addParts(text.substring(from, to).strip(), maxWords, pieces);
      from = to;
    }
    return pieces;
  }

  private static void addParts(String sentence, int maxWords, List<String> pieces) {
    String[] words = sentence.split(" ");
    int from = 0;
    while (from < words.length) {
      int to = Math.min(words.length, from + maxWords);
      // Rather cut behind a comma than anywhere.
      for (int i = to; to < words.length && i > from + maxWords / 2; i--) {
        if (words[i - 1].endsWith(",") || words[i - 1].endsWith(";")) {
          to = i;
          break;
        }
      }
      String part = String.join(" ", java.util.Arrays.copyOfRange(words, from, to));
      if (!part.isEmpty()) {
        pieces.add(part);
      }
      from = to;
    }
  }
}
