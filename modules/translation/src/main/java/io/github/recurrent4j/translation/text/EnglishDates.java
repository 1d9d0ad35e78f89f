package io.github.recurrent4j.translation.text;

import io.github.recurrent4j.translation.text.Span.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Days with the names of their months, and their Spanish form: January 1, 2025, 1 de enero de 2025.
 */
final class EnglishDates {
  private static final List<String> MONTHS =
      List.of(
          "january",
          "february",
          "march",
          "april",
          "may",
          "june",
          "july",
          "august",
          "september",
          "october",
          "november",
          "december");
  private static final List<String> MESES =
      List.of(
          "enero",
          "febrero",
          "marzo",
          "abril",
          "mayo",
          "junio",
          "julio",
          "agosto",
          "septiembre",
          "octubre",
          "noviembre",
          "diciembre");

  private static final String MONTH =
      "(January|February|March|April|May|June|July|August|September|October|November|December)";
  private static final String DAY = "(3[01]|[12]\\d|0?[1-9])(?:st|nd|rd|th)?";
  private static final String YEAR = "(?:,?\\s+(\\d{4})(?![\\p{L}\\p{N}.,]\\d))?";
  private static final Pattern MONTH_FIRST =
      Pattern.compile("(?<![\\p{L}\\p{N}])" + MONTH + "\\s+" + DAY + "(?![\\p{L}\\p{N}])" + YEAR);
  private static final Pattern DAY_FIRST =
      Pattern.compile(
          "(?<![\\p{L}\\p{N}.,/-])"
              + DAY
              + "\\s+(?:of\\s+)?"
              + MONTH
              + "(?![\\p{L}\\p{N}])"
              + YEAR);

  private EnglishDates() {}

  /** Those of a sentence. */
  static List<Span> find(String sentence) {
    List<Span> found = new ArrayList<>();
    Matcher m = DAY_FIRST.matcher(sentence);
    while (m.find()) {
      found.add(span(m, m.group(1), m.group(2)));
    }
    m = MONTH_FIRST.matcher(sentence);
    while (m.find()) {
      found.add(span(m, m.group(2), m.group(1)));
    }
    return found;
  }

  private static Span span(Matcher m, String day, String month) {
    String form =
        Integer.parseInt(day) + " de " + MESES.get(MONTHS.indexOf(month.toLowerCase(Locale.ROOT)));
    String year = m.group(3);
    return new Span(m.start(), m.end(), Kind.DATE, year == null ? form : form + " de " + year);
  }
}
