package io.github.recurrent4j.training.metrics;

import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Utterances made of dialogue acts, such as {@code hotels: offer(name=Old Mill); inform(price=80)},
 * that leave out a value or say one that was not given (slot errors: Wen et al., 2015). Texts are
 * compared as words ({@link UtteranceWord}).
 *
 * <p>A value ({@link ActValue}) is missing where its words do not stand in the utterance one after
 * the other; numbers to twelve may be spelled. Invented is a word with a digit, or one with a
 * capital inside of a sentence, that the acts do not hold.
 *
 * @param utterances number of utterances
 * @param missing those that miss a value
 * @param invented those with something invented
 * @param wrong those with either
 */
public record SlotErrors(long utterances, long missing, long invented, long wrong) {
  private static final Pattern NUMERAL = Pattern.compile("\\p{N}");
  private static final Pattern SENTENCE_END = Pattern.compile("[.!?:]\\W*$");

  /**
   * Counts.
   *
   * @throws IllegalArgumentException if the lists differ in length or are empty
   */
  public static SlotErrors of(List<String> acts, List<String> utterances) {
    if (acts.size() != utterances.size() || acts.isEmpty()) {
      throw new IllegalArgumentException(
          utterances.size() + " utterances for " + acts.size() + " acts");
    }
    long missing = 0;
    long invented = 0;
    long wrong = 0;
    for (int i = 0; i < acts.size(); i++) {
      boolean misses = misses(acts.get(i), utterances.get(i));
      boolean invents = invents(acts.get(i), utterances.get(i));
      missing += misses ? 1 : 0;
      invented += invents ? 1 : 0;
      wrong += misses || invents ? 1 : 0;
    }
    return new SlotErrors(acts.size(), missing, invented, wrong);
  }

  /** Whether an utterance misses or invents a value. */
  public static boolean in(String acts, String utterance) {
    return misses(acts, utterance) || invents(acts, utterance);
  }

  private static boolean misses(String acts, String utterance) {
    List<String> said = UtteranceWord.in(utterance);
    return ActValue.of(acts).stream()
        .anyMatch(value -> Collections.indexOfSubList(said, value.words()) < 0);
  }

  private static boolean invents(String acts, String utterance) {
    Set<String> given = new HashSet<>(UtteranceWord.in(acts));
    Matcher found = UtteranceWord.WORD.matcher(utterance);
    while (found.find()) {
      String word = found.group();
      String before = utterance.substring(0, found.start());
      boolean inside = !before.isBlank() && !SENTENCE_END.matcher(before).find();
      boolean capital = inside && word.length() > 1 && Character.isUpperCase(word.codePointAt(0));
      boolean digit = NUMERAL.matcher(word).find();
      if ((capital || digit) && !given.contains(UtteranceWord.in(word).get(0))) {
        return true;
      }
    }
    return false;
  }

  /** Utterances with an error, in per cent. */
  public double rate() {
    return 100.0 * wrong / utterances;
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "slot errors = %s %% (%d of %d utterances: %d miss a value, %d invent one)",
        Decimals.of(rate(), 2),
        wrong,
        utterances,
        missing,
        invented);
  }
}
