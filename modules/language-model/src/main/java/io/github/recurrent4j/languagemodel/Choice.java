package io.github.recurrent4j.languagemodel;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * One of some texts that may follow another.
 *
 * @param text the text
 * @param logProbability natural logarithm of its probability under the model. With byte pairs, of
 *     which a choice may change the last before it, all choices are measured from the same token on
 * @param probability its share among the choices, in [0, 1]
 */
public record Choice(String text, double logProbability, double probability) {

  /** Choices with their log-probabilities, the likeliest first. */
  static List<Choice> of(List<String> texts, double[] logs) {
    double max = Double.NEGATIVE_INFINITY;
    for (double log : logs) {
      max = Math.max(max, log);
    }
    double sum = 0;
    for (double log : logs) {
      sum += Math.exp(log - max);
    }
    double total = max + Math.log(sum);
    return IntStream.range(0, logs.length)
        .mapToObj(i -> new Choice(texts.get(i), logs[i], Math.exp(logs[i] - total)))
        .sorted(Comparator.comparingDouble(choice -> -choice.logProbability()))
        .toList();
  }
}
