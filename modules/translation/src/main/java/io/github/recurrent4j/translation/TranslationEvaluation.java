package io.github.recurrent4j.translation;

import io.github.recurrent4j.training.metrics.Bleu;
import io.github.recurrent4j.training.metrics.Chrf;
import io.github.recurrent4j.training.metrics.ErrorRate;
import io.github.recurrent4j.training.metrics.Rouge;
import io.github.recurrent4j.training.metrics.SlotErrors;
import io.github.recurrent4j.vectorization.TextPair;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * A translator's scores on pairs of texts.
 *
 * @param errors how often an answer is not what was wanted
 * @param bleu corpus BLEU
 * @param chrf corpus chrF2
 * @param sentences number of pairs
 * @param seconds time the translations took
 * @param output the translations
 * @param pairs what was translated
 */
@RecordBuilder
public record TranslationEvaluation(
    ErrorRate errors,
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
    long before = System.nanoTime();
    List<String> output =
        translator.translate(sources, options).stream().map(Translation::text).toList();
    double seconds = (System.nanoTime() - before) / 1e9;
    return of(pairs, output, seconds);
  }

  private static TranslationEvaluation of(
      List<TextPair> pairs, List<String> output, double seconds) {
    List<String> targets = pairs.stream().map(TextPair::target).toList();
    return TranslationEvaluationBuilder.builder()
        .errors(TextScore.errors(pairs, output))
        .bleu(Bleu.of(output, targets))
        .chrf(Chrf.of(output, targets))
        .sentences(pairs.size())
        .seconds(seconds)
        .output(output)
        .pairs(pairs)
        .build();
  }

  /**
   * The same answers, scored without some of their text and of the targets', such as the marks of
   * stress.
   *
   * @param ignored what is left out wherever it is found
   */
  public TranslationEvaluation ignoring(Pattern ignored) {
    UnaryOperator<String> rest = text -> ignored.matcher(text).replaceAll("");
    return of(
        pairs.stream().map(p -> new TextPair(p.source(), rest.apply(p.target()))).toList(),
        output.stream().map(rest).toList(),
        seconds);
  }

  /** ROUGE of the same answers. */
  public Rouge rouge(boolean stemmed) {
    return Rouge.of(output, targets(), stemmed);
  }

  /** Values of acts that the answers miss or invent. */
  public SlotErrors slotErrors() {
    return SlotErrors.of(pairs.stream().map(TextPair::source).toList(), output);
  }

  /** The same for what was wanted: what is counted although nothing is wrong. */
  public SlotErrors slotErrorsOfTargets() {
    return SlotErrors.of(pairs.stream().map(TextPair::source).toList(), targets());
  }

  private List<String> targets() {
    return pairs.stream().map(TextPair::target).toList();
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
