package io.github.recurrent4j.translation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Loops: words that follow themselves, and runs of words that come again and again. */
final class Repetition {
  private static final int RUN = 3;

  private Repetition() {}

  /**
   * Whether a translation says more often than its source what it says: a run of three words, or
   * one word twice in a row.
   */
  static boolean isIn(String translation, String source) {
    String[] out = words(translation);
    String[] in = words(source);
    return stutters(out) > stutters(in) || mostRuns(out) > Math.max(1, mostRuns(in));
  }

  private static String[] words(String text) {
    return Arrays.stream(text.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{M}\\p{N}'’]+"))
        .filter(w -> !w.isEmpty())
        .toArray(String[]::new);
  }

  private static int stutters(String[] words) {
    int n = 0;
    for (int i = 1; i < words.length; i++) {
      n += words[i].equals(words[i - 1]) ? 1 : 0;
    }
    return n;
  }

  private static int mostRuns(String[] words) {
    Map<String, Integer> counts = new HashMap<>();
    int most = 0;
    for (int i = 0; i + RUN <= words.length; i++) {
      String run = String.join(" ", Arrays.copyOfRange(words, i, i + RUN));
      most = Math.max(most, counts.merge(run, 1, Integer::sum));
    }
    return most;
  }

  /** The text up to where it begins to repeat itself; repeated words once. */
  static String cut(String text, String source) {
    int allowed = Math.max(1, mostRuns(words(source)));
    boolean stutter = stutters(words(source)) > 0;
    List<String> kept = new ArrayList<>();
    Map<String, Integer> counts = new HashMap<>();
    for (String word : text.split(" ", -1)) {
      String plain = String.join("", words(word));
      String last = kept.isEmpty() ? "" : String.join("", words(kept.get(kept.size() - 1)));
      if (!stutter && !plain.isEmpty() && plain.equals(last)) {
        if (isMarked(word)) {
          kept.set(kept.size() - 1, word);
        }
        continue;
      }
      kept.add(word);
      if (kept.size() >= RUN) {
        List<String> run = kept.subList(kept.size() - RUN, kept.size());
        String key = String.join(" ", words(String.join(" ", run)));
        if (counts.merge(key, 1, Integer::sum) > allowed) {
          kept.subList(kept.size() - RUN, kept.size()).clear();
          break;
        }
      }
    }
    return String.join(" ", kept);
  }

  private static boolean isMarked(String word) {
    return !word.isEmpty() && !Character.isLetterOrDigit(word.charAt(word.length() - 1));
  }
}
