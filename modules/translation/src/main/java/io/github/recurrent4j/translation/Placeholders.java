package io.github.recurrent4j.translation;

import io.github.recurrent4j.training.metrics.ActValue;
import io.github.recurrent4j.training.metrics.SlotErrors;
import io.github.recurrent4j.training.metrics.UtteranceWord;
import io.github.recurrent4j.vectorization.TextPair;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Signs that stand for the values of dialogue acts, so that a network learns where a value is said
 * and never has to spell it (delexicalization: Henderson et al., 2014; Wen et al., 2015):
 *
 * <pre>
 * hotels: offer(hotel_name=Old Mill); inform_count(count=2)
 * hotels: offer(hotel_name ①); inform_count(count ② 2)      what the network reads
 * I found ② hotels, and ① is one.                           what it writes
 * I found 2 hotels, and Old Mill is one.                    the answer
 * </pre>
 *
 * Equal values have one sign, and each of several choices its own. A number is shown beside its
 * sign, for the words around it follow it in their form.
 */
final class Placeholders {
  private static final String SIGNS = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳";

  /** Marks what is gone with a sign, behind its place. */
  private static final char REST = '\uffff';

  private static final Pattern SMALL_NUMBER = Pattern.compile("\\d{1,2}");

  private final String source;

  /** The text of each sign; of equal values the first one's. */
  private final Map<Character, String> values = new LinkedHashMap<>();

  private Placeholders(String acts) {
    StringBuilder out = new StringBuilder();
    Map<List<String>, Character> signs = new LinkedHashMap<>();
    int done = 0;
    for (ActValue value : ActValue.of(acts)) {
      Character sign = signs.get(value.words());
      if (sign == null) {
        sign = free(acts, signs.size());
        if (sign == null) {
          continue;
        }
        signs.put(value.words(), sign);
        values.put(sign, value.text());
      }
      // A space in front, as where it is said: so that both sides have one token for it.
      out.append(acts, done, value.from() - 1).append(' ').append(sign);
      if (SMALL_NUMBER.matcher(value.text()).matches()) {
        out.append(' ').append(value.text());
      }
      done = value.to();
    }
    source = out.append(acts, done, acts.length()).toString();
  }

  /** The signs of a source's values. */
  static Placeholders of(String acts) {
    return new Placeholders(acts);
  }

  /** A sign that the text does not have of itself; none if there are more values than signs. */
  private static Character free(String acts, int taken) {
    return SIGNS
        .chars()
        .filter(sign -> acts.indexOf(sign) < 0)
        .skip(taken)
        .mapToObj(sign -> (char) sign)
        .findFirst()
        .orElse(null);
  }

  /** A pair to learn from; none if its target leaves a value out or has one that was not given. */
  static Optional<TextPair> learnable(TextPair pair) {
    if (SlotErrors.in(pair.source(), pair.target())) {
      return Optional.empty();
    }
    Placeholders signs = of(pair.source());
    return Optional.of(new TextPair(signs.source(), signs.hidden(pair.target())));
  }

  /** The source with a sign for each value. */
  String source() {
    return source;
  }

  /** A text with signs where it says the values. */
  String hidden(String text) {
    char[] places = new char[text.length()];
    List<UtteranceWord> words = UtteranceWord.of(text);
    // What is part of a longer value belongs to that.
    values.entrySet().stream()
        .sorted(Comparator.comparing(e -> -e.getValue().length()))
        .forEach(e -> mark(text, words, e.getValue(), e.getKey(), places));
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      if (places[i] == 0) {
        out.append(text.charAt(i));
      } else if (places[i] != REST) {
        out.append(places[i]);
      }
    }
    return out.toString();
  }

  /** Every place that has the value as it is; else the first that has its words. */
  private static void mark(
      String text, List<UtteranceWord> said, String value, char sign, char[] places) {
    boolean found = false;
    Matcher literal =
        Pattern.compile(
                before(value) + Pattern.quote(value) + "(?![\\p{L}\\p{N}]|[.,:]\\d)",
                Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE)
            .matcher(text);
    while (literal.find()) {
      found |= take(literal.start(), literal.end(), sign, places);
    }
    List<String> words = UtteranceWord.in(value);
    for (int i = 0; !found && i + words.size() <= said.size(); i++) {
      List<UtteranceWord> here = said.subList(i, i + words.size());
      if (here.stream().map(UtteranceWord::word).toList().equals(words)) {
        found = take(here.get(0).from(), here.get(here.size() - 1).to(), sign, places);
      }
    }
  }

  /** What a value is not a part of; a currency's sign begins it anywhere. */
  private static String before(String value) {
    return Character.isLetterOrDigit(value.codePointAt(0)) ? "(?<![\\p{L}\\p{N}]|\\d[.,:])" : "";
  }

  private static boolean take(int from, int to, char sign, char[] places) {
    for (int i = from; i < to; i++) {
      if (places[i] != 0) {
        return false;
      }
    }
    Arrays.fill(places, from, to, REST);
    places[from] = sign;
    return true;
  }

  /** A text with the values in the place of their signs. */
  String filled(String text) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      out.append(values.getOrDefault(c, String.valueOf(c)));
    }
    return out.toString();
  }

  /** Pairs to learn from. */
  static List<TextPair> learnable(List<TextPair> pairs) {
    List<TextPair> result = new ArrayList<>();
    pairs.forEach(pair -> learnable(pair).ifPresent(result::add));
    return result;
  }
}
