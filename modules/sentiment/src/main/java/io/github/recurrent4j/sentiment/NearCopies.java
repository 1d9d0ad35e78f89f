package io.github.recurrent4j.sentiment;

import io.github.recurrent4j.training.RemoteExamples;
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
public final class NearCopies implements RemoteExamples.Filter<LabelledText> {
  private static final long serialVersionUID = 1;
  private static final int RUN = 3;
  private static final double SHARED = 0.5;

  private final HashMap<String, Set<Integer>> runs = new HashMap<>();
  private final HashSet<String> held = new HashSet<>();

  /** Knows validation texts. */
  NearCopies(List<LabelledText> valid) {
    for (int i = 0; i < valid.size(); i++) {
      List<String> words = words(valid.get(i).text());
      held.add(String.join(" ", words));
      for (String run : runs(words)) {
        runs.computeIfAbsent(run, r -> new HashSet<>()).add(i);
      }
    }
  }

  /** The training texts that are new, each once. */
  public static List<LabelledText> remove(List<LabelledText> train, List<LabelledText> valid) {
    NearCopies copies = new NearCopies(valid);
    Set<String> seen = new HashSet<>();
    List<LabelledText> kept = new ArrayList<>();
    for (LabelledText text : train) {
      if (seen.add(key(text)) && copies.keeps(text)) {
        kept.add(text);
      }
    }
    return kept;
  }

  /** What texts that are the same word for word have in common. */
  static String key(LabelledText text) {
    return String.join(" ", words(text.text()));
  }

  @Override
  public boolean keeps(LabelledText text) {
    List<String> words = words(text.text());
    return !held.contains(String.join(" ", words)) && !isNear(runs(words));
  }

  private boolean isNear(Set<String> own) {
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

  /** Words, numbers and emoji, without users, links and other signs. */
  private static List<String> words(String text) {
    String plain =
        TweetNormalizer.normalize(text)
            .toLowerCase(Locale.ROOT)
            .replaceAll("@user|(?<!\\S)http(?!\\S)|<\\w+>", " ")
            .replaceAll("[^\\p{L}\\p{N}\\p{So}]+", " ")
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
