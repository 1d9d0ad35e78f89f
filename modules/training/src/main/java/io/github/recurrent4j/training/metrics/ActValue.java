package io.github.recurrent4j.training.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A value of dialogue acts, such as the two of {@code hotels: offer(name=Old Mill);
 * inform(price=80)}, that an utterance has to say. Choices, {@code request(kind=Music / Sports)},
 * are values each. True, False and dontcare are said in other ways, and an {@code intent} is the
 * name of a service, which nobody says: these are none.
 *
 * @param from where it begins in the acts
 * @param to behind its end
 * @param text the value
 */
public record ActValue(int from, int to, String text) {
  private static final Pattern VALUE = Pattern.compile("([^\\s(=;]*)=([^()=]*)\\)");
  private static final Set<String> UNSAID = Set.of("true", "false", "dontcare");
  private static final String INTENT = "intent";
  private static final String BETWEEN_CHOICES = " / ";

  /** The values of acts, from left to right. */
  public static List<ActValue> of(String acts) {
    List<ActValue> values = new ArrayList<>();
    Matcher found = VALUE.matcher(acts);
    while (found.find()) {
      int from = found.start(2);
      for (String choice : found.group(2).split(BETWEEN_CHOICES, -1)) {
        ActValue value = new ActValue(from, from + choice.length(), choice);
        if (!found.group(1).equals(INTENT) && value.isSaid()) {
          values.add(value);
        }
        from = value.to + BETWEEN_CHOICES.length();
      }
    }
    return values;
  }

  private boolean isSaid() {
    List<String> words = words();
    return !words.isEmpty() && (words.size() > 1 || !UNSAID.contains(words.get(0)));
  }

  /** Its words. */
  public List<String> words() {
    return UtteranceWord.in(text);
  }
}
