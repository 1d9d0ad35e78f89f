package io.github.recurrent4j.training.metrics;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** How varied texts are. */
public final class DistinctNgrams {
  private DistinctNgrams() {}

  /**
   * Distinct-n (Li et al., 2016): the part of all n-grams of the texts that differ from each other,
   * in [0, 1]; words stand between white space. 0 where there are none.
   */
  public static double of(List<String> texts, int n) {
    Set<List<String>> distinct = new HashSet<>();
    long all = 0;
    for (String text : texts) {
      List<String> words = Arrays.asList(text.strip().split("\\s+"));
      for (int i = 0; i + n <= words.size() && !text.isBlank(); i++) {
        distinct.add(List.copyOf(words.subList(i, i + n)));
        all++;
      }
    }
    return all == 0 ? 0 : (double) distinct.size() / all;
  }
}
