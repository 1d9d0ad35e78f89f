package io.github.recurrent4j.translation.text;

import java.util.regex.Pattern;

/**
 * Numbers as one language and another write them: 1.234,56 is 1,234.56 in English. What may be read
 * in two ways stays as it is (in Spanish 3.14, and 1,250 between one and three digits and three
 * more, which Mexico writes for a thousand two hundred and fifty), as do plain digits, dates, times
 * and versions.
 */
public final class Numbers {
  private static final Pattern SPACED = Pattern.compile("\\d{1,3}(?:[\u00A0\u2009\u202F]\\d{3})+");
  private static final Pattern FOUR_BYTES = Pattern.compile("\\d{1,3}(?:\\.\\d{1,3}){3}");

  private Numbers() {}

  /**
   * A number in the form of another language.
   *
   * @param number digits with separators, without sign or unit
   */
  public static String convert(String number, Language from, Language to) {
    String grouped = "\\d{1,3}(?:" + Pattern.quote(String.valueOf(from.thousands())) + "\\d{3})+";
    String fraction = Pattern.quote(String.valueOf(from.decimal())) + "\\d+";
    if (SPACED.matcher(number).matches()) {
      return number.replaceAll("\\D", String.valueOf(to.thousands()));
    }
    if (FOUR_BYTES.matcher(number).matches() && !number.matches("\\d{1,3}(?:\\.000)+")) {
      return number;
    }
    boolean ofFrom = number.matches(grouped + "(?:" + fraction + ")?");
    boolean decimal = number.matches("\\d+" + fraction);
    boolean ambiguous =
        from == Language.SPANISH && decimal && number.matches("[1-9]\\d{0,2}.\\d{3}");
    if (!ofFrom && (!decimal || ambiguous)) {
      return number;
    }
    StringBuilder result = new StringBuilder();
    for (int i = 0; i < number.length(); i++) {
      char c = number.charAt(i);
      result.append(
          c == from.decimal() ? to.decimal() : c == from.thousands() ? to.thousands() : c);
    }
    return result.toString();
  }

  /** The digits of a number without its separators. */
  public static String digits(String number) {
    StringBuilder digits = new StringBuilder();
    for (int i = 0; i < number.length(); i++) {
      if (Character.isDigit(number.charAt(i))) {
        digits.append(number.charAt(i));
      }
    }
    return digits.toString();
  }
}
