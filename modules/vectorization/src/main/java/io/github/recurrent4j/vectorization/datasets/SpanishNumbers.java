package io.github.recurrent4j.vectorization.datasets;

import io.github.recurrent4j.vectorization.TextPair;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;

/**
 * Numbers and dates in figures, and how Spanish says them: pairs for a small text-to-text task that
 * rules make without end. Numbers are cardinal, masculine, as they are counted; the first of a
 * month is "primero", as in most of America.
 */
public final class SpanishNumbers {
  private static final int THOUSAND = 1000;
  private static final int MILLION = 1_000_000;

  /** Largest number that is said. */
  public static final int LARGEST = 999_999_999;

  private static final String[] SMALL =
      ("cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince"
              + " dieciséis diecisiete dieciocho diecinueve veinte veintiuno veintidós veintitrés"
              + " veinticuatro veinticinco veintiséis veintisiete veintiocho veintinueve")
          .split(" ");
  private static final String[] TENS =
      "treinta cuarenta cincuenta sesenta setenta ochenta noventa".split(" ");
  private static final String[] HUNDREDS =
      ("ciento doscientos trescientos cuatrocientos quinientos seiscientos setecientos ochocientos"
              + " novecientos")
          .split(" ");
  private static final String[] MONTHS =
      "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre"
          .split(" ");
  private static final int[] DAYS = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

  private SpanishNumbers() {}

  /**
   * A number in words.
   *
   * @param number 0 to {@link #LARGEST}
   * @throws IllegalArgumentException if it is outside of that
   */
  public static String words(int number) {
    if (number < 0 || number > LARGEST) {
      throw new IllegalArgumentException(number + " is not in [0, " + LARGEST + "]");
    }
    List<String> words = new ArrayList<>();
    int millions = number / MILLION;
    int thousands = number / THOUSAND % THOUSAND;
    int rest = number % THOUSAND;
    if (millions > 0) {
      words.add(shortened(belowThousand(millions)) + (millions == 1 ? " millón" : " millones"));
    }
    if (thousands > 0) {
      words.add(thousands == 1 ? "mil" : shortened(belowThousand(thousands)) + " mil");
    }
    if (rest > 0 || number == 0) {
      words.add(belowThousand(rest));
    }
    return String.join(" ", words);
  }

  private static String belowThousand(int number) {
    int below = number % 100;
    if (number >= 100) {
      String hundreds = number == 100 ? "cien" : HUNDREDS[number / 100 - 1];
      return below == 0 ? hundreds : hundreds + " " + belowHundred(below);
    }
    return belowHundred(below);
  }

  private static String belowHundred(int number) {
    if (number < SMALL.length) {
      return SMALL[number];
    }
    String tens = TENS[number / 10 - 3];
    return number % 10 == 0 ? tens : tens + " y " + SMALL[number % 10];
  }

  /** Before what is counted, "uno" is "un": veintiún mil, treinta y un millones. */
  private static String shortened(String words) {
    if (words.endsWith("veintiuno")) {
      return words.substring(0, words.length() - "uno".length()) + "ún";
    }
    return words.endsWith("uno") ? words.substring(0, words.length() - 1) : words;
  }

  /**
   * A date in words.
   *
   * @param day from 1
   * @param month from 1
   */
  public static String words(int day, int month, int year) {
    String first = day == 1 ? "primero" : words(day);
    return first + " de " + MONTHS[month - 1] + " de " + words(year);
  }

  /**
   * Distinct pairs: two thirds numbers, of each length alike, one third dates of 1900 to 2099.
   *
   * @param count how many, at most 20,000
   * @param seed which
   */
  public static List<TextPair> pairs(int count, long seed) {
    if (count < 0 || count > 20_000) {
      throw new IllegalArgumentException(count + " pairs are not in [0, 20000]");
    }
    Random random = new Random(seed);
    Set<TextPair> pairs = new HashSet<>();
    List<TextPair> ordered = new ArrayList<>();
    while (ordered.size() < count) {
      TextPair pair = random.nextInt(3) < 2 ? number(random) : date(random);
      if (pairs.add(pair)) {
        ordered.add(pair);
      }
    }
    return ordered;
  }

  private static TextPair number(Random random) {
    int digits = 1 + random.nextInt(9);
    int number = random.nextInt((int) Math.pow(10, digits));
    return new TextPair(random.nextBoolean() ? "" + number : grouped(number), words(number));
  }

  /** Groups of three digits, from five digits on, as Spanish writes them: 12.345. */
  private static String grouped(int number) {
    StringBuilder out = new StringBuilder("" + number);
    for (int at = out.length() - 3; at > 0 && number >= 10 * THOUSAND; at -= 3) {
      out.insert(at, '.');
    }
    return out.toString();
  }

  private static TextPair date(Random random) {
    int month = 1 + random.nextInt(MONTHS.length);
    int day = 1 + random.nextInt(DAYS[month - 1]);
    int year = 1900 + random.nextInt(200);
    boolean leap = year % 4 == 0 && year != 1900;
    if (month == 2 && day == 29 && !leap) {
      day = 28;
    }
    String figures =
        switch (random.nextInt(3)) {
          case 0 -> String.format(Locale.ROOT, "%d/%d/%d", day, month, year);
          case 1 -> String.format(Locale.ROOT, "%d de %s de %d", day, MONTHS[month - 1], year);
          default -> String.format(Locale.ROOT, "%d-%02d-%02d", year, month, day);
        };
    return new TextPair(figures, words(day, month, year));
  }
}
