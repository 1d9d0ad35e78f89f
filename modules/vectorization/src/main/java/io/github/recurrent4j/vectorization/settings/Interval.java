package io.github.recurrent4j.vectorization.settings;

/**
 * An interval of numbers as mathematics writes it: {@code [0, 1)}, {@code (0, inf)}.
 *
 * @param text as it was written
 */
record Interval(String text, double low, boolean lowOpen, double high, boolean highOpen) {
  static final Interval ALL =
      new Interval("", Double.NEGATIVE_INFINITY, true, Double.POSITIVE_INFINITY, true);

  static Interval parse(String text) {
    if (text.isEmpty()) {
      return ALL;
    }
    int comma = text.indexOf(',');
    return new Interval(
        text,
        number(text.substring(1, comma).strip()),
        text.charAt(0) == '(',
        number(text.substring(comma + 1, text.length() - 1).strip()),
        text.endsWith(")"));
  }

  private static double number(String text) {
    return switch (text) {
      case "inf" -> Double.POSITIVE_INFINITY;
      case "-inf" -> Double.NEGATIVE_INFINITY;
      default -> Double.parseDouble(text);
    };
  }

  boolean holds(double value) {
    return (lowOpen ? value > low : value >= low) && (highOpen ? value < high : value <= high);
  }

  /** What a value must be, to go after "must". */
  String words() {
    if (high < Double.POSITIVE_INFINITY) {
      return "be in " + text;
    }
    if (low == 0) {
      return lowOpen ? "be above 0" : "not be negative";
    }
    return "be " + (lowOpen ? "above " : "at least ") + SettingType.text(low);
  }
}
