package io.github.recurrent4j.training.metrics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How often outputs are not what was wanted, as is usual for spellings and sounds (Bisani and Ney,
 * 2008; Yao and Zweig, 2015): each distinct source counts once; where it has several references,
 * the one that needs the fewest edits counts, of those the longest. Tokens stand between white
 * space.
 *
 * @param sources distinct sources
 * @param wrong sources whose output equals no reference, token by token
 * @param edits insertions, deletions and substitutions of tokens (Levenshtein) to the references
 *     that count
 * @param tokens length of these references
 */
public record ErrorRate(long sources, long wrong, long edits, long tokens) {

  /**
   * Counts the errors of a corpus.
   *
   * @param sources may repeat, each time with another reference; the output of the first counts
   * @throws IllegalArgumentException if the lists differ in length or are empty
   */
  public static ErrorRate of(List<String> sources, List<String> output, List<String> references) {
    if (sources.size() != output.size()
        || sources.size() != references.size()
        || sources.isEmpty()) {
      throw new IllegalArgumentException(
          String.format(
              "%d sources, %d outputs and %d references",
              sources.size(), output.size(), references.size()));
    }
    Map<String, String> answers = new LinkedHashMap<>();
    Map<String, List<String>> wanted = new LinkedHashMap<>();
    for (int i = 0; i < sources.size(); i++) {
      answers.putIfAbsent(sources.get(i), output.get(i));
      wanted.computeIfAbsent(sources.get(i), s -> new ArrayList<>()).add(references.get(i));
    }
    long wrong = 0;
    long edits = 0;
    long tokens = 0;
    for (Map.Entry<String, String> answer : answers.entrySet()) {
      String[] given = tokens(answer.getValue());
      int fewest = Integer.MAX_VALUE;
      int length = 0;
      for (String reference : wanted.get(answer.getKey())) {
        String[] expected = tokens(reference);
        int needed = edits(given, expected);
        if (needed < fewest || (needed == fewest && expected.length > length)) {
          fewest = needed;
          length = expected.length;
        }
      }
      wrong += fewest > 0 ? 1 : 0;
      edits += fewest;
      tokens += length;
    }
    return new ErrorRate(answers.size(), wrong, edits, tokens);
  }

  private static String[] tokens(String text) {
    return Arrays.stream(text.split("\\s+")).filter(t -> !t.isEmpty()).toArray(String[]::new);
  }

  private static int edits(String[] from, String[] to) {
    int[] row = new int[to.length + 1];
    Arrays.setAll(row, j -> j);
    for (int i = 1; i <= from.length; i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= to.length; j++) {
        int substituted = diagonal + (from[i - 1].equals(to[j - 1]) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(substituted, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[to.length];
  }

  /** Sources with a wrong output, in per cent: the word error rate where a source is a word. */
  public double wordErrors() {
    return 100.0 * wrong / sources;
  }

  /** Edits for each hundred tokens of the references; may pass 100, and is 0 without tokens. */
  public double tokenErrors() {
    return tokens == 0 ? 0 : 100.0 * edits / tokens;
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "WER = %s %% (%d of %d distinct sources), token error rate = %s %% (%d of %d)",
        Decimals.of(wordErrors(), 2),
        wrong,
        sources,
        Decimals.of(tokenErrors(), 2),
        edits,
        tokens);
  }
}
