package io.github.recurrent4j.translation;

import io.github.recurrent4j.training.metrics.Bleu;
import io.github.recurrent4j.training.metrics.Chrf;
import io.github.recurrent4j.vectorization.TextPair;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * A translator's scores on pairs of texts.
 *
 * @param bleu corpus BLEU
 * @param chrf corpus chrF2
 * @param sentences number of pairs
 * @param seconds time the translations took
 * @param output the translations
 * @param pairs what was translated
 */
public record TranslationEvaluation(
    Bleu bleu,
    Chrf chrf,
    int sentences,
    double seconds,
    List<String> output,
    List<TextPair> pairs) {
  private static final int LENGTH_STEP = 5;

  /** Translates the sources and compares with the targets. */
  public static TranslationEvaluation of(
      Translator translator, List<TextPair> pairs, TranslationOptions options) {
    List<String> sources = pairs.stream().map(TextPair::source).toList();
    List<String> targets = pairs.stream().map(TextPair::target).toList();
    long before = System.nanoTime();
    List<String> output =
        translator.translate(sources, options).stream().map(Translation::text).toList();
    double seconds = (System.nanoTime() - before) / 1e9;
    return new TranslationEvaluation(
        Bleu.of(output, targets), Chrf.of(output, targets), pairs.size(), seconds, output, pairs);
  }

  /** BLEU by number of source words, a line each. */
  public String byLength() {
    Map<Integer, List<Integer>> groups = new TreeMap<>();
    for (int i = 0; i < pairs.size(); i++) {
      int words = pairs.get(i).source().split(" ").length;
      groups.computeIfAbsent((words - 1) / LENGTH_STEP, k -> new ArrayList<>()).add(i);
    }
    StringBuilder out = new StringBuilder("source words\tsentences\tBLEU\n");
    groups.forEach(
        (group, members) -> {
          List<String> hypotheses = members.stream().map(output::get).toList();
          List<String> references = members.stream().map(i -> pairs.get(i).target()).toList();
          out.append(
              String.format(
                  Locale.ROOT,
                  "%d-%d\t%d\t%.1f%n",
                  group * LENGTH_STEP + 1,
                  (group + 1) * LENGTH_STEP,
                  members.size(),
                  Bleu.of(hypotheses, references).score()));
        });
    return out.toString();
  }
}
