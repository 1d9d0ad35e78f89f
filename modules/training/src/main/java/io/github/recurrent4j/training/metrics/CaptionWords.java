package io.github.recurrent4j.training.metrics;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Words of captions as they are scored: in lower case, without punctuation, hyphened words whole,
 * which is what coco-caption makes of the Penn Treebank's tokens.
 */
final class CaptionWords {
  static final int ORDER = 4;

  private static final Pattern WORD =
      Pattern.compile("[\\p{L}\\p{M}\\p{N}]++(?:[-'’][\\p{L}\\p{M}\\p{N}]++)*+");

  private CaptionWords() {}

  static List<String> of(String caption) {
    List<String> words = new ArrayList<>();
    Matcher matcher = WORD.matcher(caption.toLowerCase(Locale.ROOT));
    while (matcher.find()) {
      words.add(matcher.group());
    }
    return words;
  }

  /** How often each n-gram occurs; the n-grams of n words stand at n - 1. */
  static List<Map<List<String>, Integer>> ngrams(List<String> words) {
    List<Map<List<String>, Integer>> all = new ArrayList<>();
    for (int n = 1; n <= ORDER; n++) {
      Map<List<String>, Integer> counts = new HashMap<>();
      for (int i = 0; i + n <= words.size(); i++) {
        counts.merge(List.copyOf(words.subList(i, i + n)), 1, Integer::sum);
      }
      all.add(counts);
    }
    return all;
  }

  /** Checks outputs against references of each. */
  static void check(List<String> outputs, List<List<String>> references) {
    if (outputs.isEmpty()
        || outputs.size() != references.size()
        || references.stream().anyMatch(List::isEmpty)) {
      throw new IllegalArgumentException(
          outputs.size()
              + " captions for "
              + references.size()
              + " lists of references: one list for each, and none empty");
    }
  }
}
