package io.github.recurrent4j.captioning;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The captions that a captioner was trained on, each as a stem and what is added to it. "waving
 * hand: dark skin tone" has the stem "waving hand", and what is added comes with many others, too:
 * two small choices are learnt sooner than one among all captions.
 *
 * <p>A caption of the first language is cut at colons and commas. The first part is of the stem; a
 * further one is added to it if it follows at least {@value #FOLLOWED} different first parts.
 */
final class KnownCaptions {
  private static final int FOLLOWED = 20;
  private static final int MOST = 1 << 20;

  /** DL4J has no softmax over less. */
  private static final int LEAST = 2;

  /** None. */
  static final KnownCaptions NONE = new KnownCaptions(List.of());

  private final List<List<String>> captions;
  private final List<Integer> counts;
  private final Map<List<String>, Integer> numbers = new HashMap<>();
  private final int[] stems;
  private final int[] additions;
  private final int stemCount;
  private final int additionCount;

  /** Known captions of one example each. */
  KnownCaptions(List<List<String>> captions) {
    this(captions, Collections.nCopies(captions.size(), 1));
  }

  /**
   * Known captions.
   *
   * @param captions of each meaning one in every language, "" where there is none
   * @param counts how many examples each has, at least 1
   */
  KnownCaptions(List<List<String>> captions, List<Integer> counts) {
    this.captions = List.copyOf(captions);
    this.counts = List.copyOf(counts);
    this.captions.forEach(c -> numbers.put(c, numbers.size()));
    Predicate<String> added = added(captions);
    stems = new int[captions.size()];
    additions = new int[captions.size()];
    Map<List<String>, Integer> stemNumbers = new LinkedHashMap<>();
    Map<List<String>, Integer> additionNumbers = new LinkedHashMap<>();
    for (int k = 0; k < stems.length; k++) {
      List<String> stem = new ArrayList<>();
      List<String> addition = new ArrayList<>();
      for (String part : parts(captions.get(k))) {
        (!stem.isEmpty() && added.test(part) ? addition : stem).add(part);
      }
      stems[k] = number(stemNumbers, stem);
      additions[k] = number(additionNumbers, addition);
    }
    stemCount = Math.max(LEAST, stemNumbers.size());
    additionCount = Math.max(LEAST, additionNumbers.size());
  }

  /** Those of examples, each once, in their order; captions of several lines are left out. */
  static KnownCaptions of(Collection<CaptionExample> examples) {
    Map<List<String>, Integer> found = new LinkedHashMap<>();
    for (CaptionExample example : examples) {
      boolean plain =
          example.captions().stream().allMatch(c -> c.indexOf('\t') < 0 && c.lines().count() < 2);
      if (plain && (found.size() < MOST || found.containsKey(example.captions()))) {
        found.merge(example.captions(), 1, Integer::sum);
      }
    }
    return new KnownCaptions(List.copyOf(found.keySet()), List.copyOf(found.values()));
  }

  private static String[] parts(List<String> captions) {
    return captions.get(0).split("[:,] ");
  }

  private static Predicate<String> added(List<List<String>> captions) {
    Map<String, Set<String>> before = new HashMap<>();
    for (List<String> caption : captions) {
      String[] parts = parts(caption);
      for (int i = 1; i < parts.length; i++) {
        before.computeIfAbsent(parts[i], p -> new HashSet<>()).add(parts[0]);
      }
    }
    return part -> before.getOrDefault(part, Set.of()).size() >= FOLLOWED;
  }

  private static int number(Map<List<String>, Integer> numbers, List<String> parts) {
    return numbers.computeIfAbsent(List.copyOf(parts), p -> numbers.size());
  }

  int size() {
    return stems.length;
  }

  /** The captions of a meaning. */
  List<String> captions(int number) {
    return captions.get(number);
  }

  /** All of them. */
  List<List<String>> all() {
    return captions;
  }

  /** How many examples each has. */
  List<Integer> counts() {
    return counts;
  }

  int stemCount() {
    return stemCount;
  }

  int additionCount() {
    return additionCount;
  }

  /** Number of the stem of an example's captions, or -1 if they are not known. */
  int stem(List<String> of) {
    Integer number = numbers.get(of);
    return number == null ? -1 : stems[number];
  }

  /** Likewise of what is added. */
  int addition(List<String> of) {
    Integer number = numbers.get(of);
    return number == null ? -1 : additions[number];
  }

  /**
   * How likely each known caption is, their sum being 1. What a softmax has learnt says how often a
   * caption is, too; where all are to be alike beforehand, that is divided by (Bayes' rule; Saerens
   * et al., 2002, "Adjusting the outputs of a classifier to new a priori probabilities").
   *
   * @param stem probabilities of the stems
   * @param addition probabilities of what is added
   * @param even whether all are alike beforehand
   */
  float[] likely(float[] stem, float[] addition, boolean even) {
    float[] result = new float[size()];
    double sum = 0;
    for (int k = 0; k < result.length; k++) {
      result[k] = stem[stems[k]] * addition[additions[k]] / (even ? counts.get(k) : 1);
      sum += result[k];
    }
    for (int k = 0; k < result.length && sum > 0; k++) {
      result[k] /= (float) sum;
    }
    return result;
  }
}
