package io.github.recurrent4j.translation.text;

import java.util.Locale;
import java.util.Set;

/** English words that have a capital wherever they stand. */
public final class EnglishCapitals {
  private static final Set<String> WORDS =
      Set.of(
          ("i monday tuesday wednesday thursday friday saturday sunday january february april june july august"
                  + " september october november december mr mrs ms dr christmas easter thanksgiving halloween"
                  + " internet spanish english french german italian portuguese chinese japanese russian greek"
                  + " turkish arab arabic american british irish scottish welsh european african asian australian canadian"
                  + " mexican argentine argentinian colombian chilean peruvian cuban brazilian indian dutch belgian swiss"
                  + " austrian swedish norwegian danish finnish polish ukrainian korean latin jewish christian"
                  + " catholic muslim buddhist czech slovak hungarian romanian bulgarian croatian serbian icelandic iraqi iranian"
                  + " israeli syrian egyptian libyan palestinian pakistani afghan turk venezuelan bolivian ecuadorian"
                  + " paraguayan uruguayan dominican guatemalan moroccan algerian tunisian nigerian islamic republican"
                  + " democrat")
              .split(" "));

  /** Those that are other words in small letters. */
  private static final Set<String> ALSO = Set.of("march", "may", "ok", "miss", "sir", "madam");

  private EnglishCapitals() {}

  /**
   * Whether a capital at this word says nothing: it is one of them, or a month that is a verb, too.
   */
  public static boolean mayHave(String word) {
    return has(word) || ALSO.contains(word.toLowerCase(Locale.ROOT));
  }

  /** Whether a word, or what stands before its apostrophe (I'm, Monday's), is one of them. */
  public static boolean has(String word) {
    String lower = word.toLowerCase(Locale.ROOT);
    int apostrophe = lower.indexOf('\'');
    return WORDS.contains(apostrophe < 0 ? lower : lower.substring(0, apostrophe));
  }
}
