package io.github.recurrent4j.sentiment;

import io.github.recurrent4j.vectorization.LabelledText;
import io.github.recurrent4j.vectorization.TweetNormalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Takes out of training what is also in validation, word for word or nearly: a tweet that shares
 * half of its runs of three words with a validation tweet, and tweets that come twice.
 */
public final class NearCopies {
  private static final int RUN = 3;
  private static final double SHARED = 0.5;

  private NearCopies() {}

  /** The training texts that are new, each once. */
  public static List<LabelledText> remove(List<LabelledText> train, List<LabelledText> valid) {
    Map<String, Set<Integer>> runs = new HashMap<>();
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < valid.size(); i++) {
      List<String> words = words(valid.get(i).text());
      seen.add(String.join(" ", words));
      for (String run : runs(words)) {
        runs.computeIfAbsent(run, r -> new HashSet<>()).add(i);
      }
    }
    List<LabelledText> kept = new ArrayList<>();
    for (LabelledText text : train) {
      List<String> words = words(text.text());
      if (seen.add(String.join(" ", words)) && !isNear(runs(words), runs)) {
        kept.add(text);
      }
    }
    return kept;
  }

  private static boolean isNear(Set<String> own, Map<String, Set<Integer>> runs) {
    Map<Integer, Integer> shared = new HashMap<>();
    for (String run : own) {
      for (int i : runs.getOrDefault(run, Set.of())) {
        if (shared.merge(i, 1, Integer::sum) >= Math.max(2, SHARED * own.size())) {
          return true;
        }
      }
    }
    return false;
  }

  /** Letters and digits only, without users and links. */
  private static List<String> words(String text) {
    String plain =
        TweetNormalizer.normalize(text)
            .toLowerCase(Locale.ROOT)
            .replaceAll("@user|(?<!\\S)http(?!\\S)|<\\w+>", " ")
            .replaceAll("[^\\p{L}\\p{N}]+", " ")
            .strip();
    return plain.isEmpty() ? List.of() : List.of(plain.split(" "));
  }

  private static Set<String> runs(List<String> words) {
    Set<String> runs = new HashSet<>();
    for (int i = 0; i + RUN <= words.size(); i++) {
      runs.add(String.join(" ", words.subList(i, i + RUN)));
    }
    return runs;
  }
}
