package io.github.recurrent4j.captioning;

import io.github.recurrent4j.training.metrics.CaptionBleu;
import io.github.recurrent4j.training.metrics.Cider;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Scores of captions, by language. Each language is a corpus of its own.
 *
 * @param byLanguage scores by the language's name
 */
public record CaptionEvaluation(Map<String, Scores> byLanguage) {
  private static final int ORDER = 4;

  /**
   * Scores.
   *
   * @param exact part of the captions that are exactly the reference
   * @param bleu BLEU-4 as coco-caption computes it, 0 to 1
   * @param cider CIDEr likewise, 0 to 10
   * @param count number of captions
   */
  public record Scores(double exact, double bleu, double cider, int count) {
    private static Scores of(List<String> captions, List<String> references) {
      int exact = 0;
      for (int i = 0; i < captions.size(); i++) {
        exact += captions.get(i).equals(references.get(i)) ? 1 : 0;
      }
      List<List<String>> lists = references.stream().map(List::of).toList();
      return new Scores(
          (double) exact / captions.size(),
          CaptionBleu.of(captions, lists, ORDER),
          Cider.of(captions, lists),
          captions.size());
    }
  }

  /** Something that gives captions. */
  public interface Source {
    /** Captions of examples in a language, in their order. */
    List<String> captions(List<CaptionExample> examples, int language);
  }

  /** Has a captioner caption examples, and compares. */
  public static CaptionEvaluation of(
      Captioner captioner,
      List<String> languages,
      List<CaptionExample> examples,
      CaptionOptions options) {
    return of(
        (some, language) ->
            captioner
                .nBest(
                    some.stream().map(CaptionExample::input).toList(),
                    languages.get(language),
                    options)
                .stream()
                .map(found -> found.isEmpty() ? "" : found.get(0).text())
                .toList(),
        languages,
        examples);
  }

  /**
   * Compares captions from anywhere.
   *
   * @param languages of the examples' captions, in their order
   */
  public static CaptionEvaluation of(
      Source source, List<String> languages, List<CaptionExample> examples) {
    Map<String, Scores> scores = new LinkedHashMap<>();
    for (int l = 0; l < languages.size(); l++) {
      int language = l;
      List<CaptionExample> told =
          examples.stream().filter(e -> !e.captions().get(language).isEmpty()).toList();
      if (!told.isEmpty()) {
        List<String> references = told.stream().map(e -> e.captions().get(language)).toList();
        scores.put(languages.get(l), Scores.of(source.captions(told, language), references));
      }
    }
    return new CaptionEvaluation(scores);
  }

  /** Means over the languages, each counting as often as it has captions. */
  public Scores all() {
    int count = byLanguage.values().stream().mapToInt(Scores::count).sum();
    double[] sums = new double[3];
    for (Scores s : byLanguage.values()) {
      sums[0] += s.exact() * s.count() / count;
      sums[1] += s.bleu() * s.count() / count;
      sums[2] += s.cider() * s.count() / count;
    }
    return new Scores(sums[0], sums[1], sums[2], count);
  }

  /** A line for each language, and one for all where there are several. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    byLanguage.forEach((language, scores) -> lines.add(line(language, scores)));
    if (byLanguage.size() > 1) {
      lines.add(line("all", all()));
    }
    return lines;
  }

  private static String line(String name, Scores s) {
    return String.format(
        java.util.Locale.ROOT,
        "%-4s exact %5.1f %%  BLEU-4 %.3f  CIDEr %.3f  (%d)",
        name,
        100 * s.exact(),
        s.bleu(),
        s.cider(),
        s.count());
  }
}
