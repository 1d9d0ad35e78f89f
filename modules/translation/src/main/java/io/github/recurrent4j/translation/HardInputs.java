package io.github.recurrent4j.translation;

import io.github.recurrent4j.vectorization.BadInputException;
import io.github.recurrent4j.vectorization.TextFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Inputs as people type them, which a score on sentences of books and news hides: single words,
 * labels, capitals, missing accents, numbers, addresses, placeholders, names, text in another
 * language, the Spanish of both sides of the Atlantic. For testing alone: no model may be trained
 * on them.
 *
 * <p>A suite is a file of tab-separated columns with the header {@code kind check text expected};
 * {@code \n} and {@code \t} in a text stand for a line's end and a tab, a bar divides what is
 * expected.
 */
public final class HardInputs {
  private static final String HEADER = "kind\tcheck\ttext\texpected";

  private final List<Case> cases;

  private HardInputs(List<Case> cases) {
    this.cases = List.copyOf(cases);
  }

  /** What is asked of a translation. */
  public enum Check {
    /** It is one of the expected answers; case and final marks do not count. */
    ACCEPT,
    /** It holds all the expected parts. */
    CONTAINS,
    /** It is the text itself. */
    SAME,
    /** It is what the expected text is translated to; case and final marks do not count. */
    SAME_AS,
    /**
     * Nothing comes more often than in the text, and it is at most twice as long and five words.
     */
    SANE,
    /** It has the expected number of lines. */
    EQUAL_LINES;

    static Check of(String spelling) {
      return Arrays.stream(values())
          .filter(c -> c.name().toLowerCase(Locale.ROOT).replace('_', '-').equals(spelling))
          .findFirst()
          .orElse(null);
    }
  }

  /**
   * One case.
   *
   * @param kind what is tested, such as {@code number}
   * @param check what is asked
   * @param text the input
   * @param expected what is expected of the answer
   */
  public record Case(String kind, Check check, String text, String expected) {}

  /**
   * A case and what became of it.
   *
   * @param test the case
   * @param answer its translation
   * @param passed whether that was as expected
   */
  public record Result(Case test, String answer, boolean passed) {}

  /** The suite that comes with this module for Spanish to English, of some 300 cases. */
  public static HardInputs shipped() {
    return shipped(LanguagePair.ES_EN);
  }

  /**
   * The suite that comes with this module for a direction; that into Spanish has some 120 cases.
   */
  public static HardInputs shipped(LanguagePair languages) {
    String name = languages == LanguagePair.EN_ES ? "hard-inputs-en.tsv" : "hard-inputs.tsv";
    try (InputStream in = HardInputs.class.getResourceAsStream(name)) {
      return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8), name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Reads a suite.
   *
   * @throws BadInputException if the file is missing, or a row is not a case
   */
  public static HardInputs read(Path file) {
    StringBuilder text = new StringBuilder();
    TextFile.read(file, text::append);
    return parse(text.toString(), file.toString());
  }

  static HardInputs parse(String content, String name) {
    String[] lines = content.split("\n", -1);
    if (!lines[0].strip().equals(HEADER)) {
      throw new BadInputException(name + " is no suite: its first line should be: " + HEADER);
    }
    List<Case> cases = new ArrayList<>();
    for (int i = 1; i < lines.length; i++) {
      if (lines[i].isEmpty()) {
        continue;
      }
      String[] cells = lines[i].split("\t", -1);
      Check check = cells.length == 4 ? Check.of(cells[1]) : null;
      if (check == null) {
        throw new BadInputException(
            String.format("%s, line %d is no case: kind, check, text and expected", name, i + 1));
      }
      String text = cells[2].replace("\\n", "\n").replace("\\t", "\t");
      cases.add(new Case(cells[0], check, text, cells[3]));
    }
    return new HardInputs(cases);
  }

  /** The cases. */
  public List<Case> cases() {
    return cases;
  }

  /** Translates all inputs and looks at the answers. */
  public List<Result> run(Translator translator, TranslationOptions options) {
    List<String> inputs = new ArrayList<>();
    for (Case c : cases) {
      inputs.add(c.text);
      inputs.add(c.check == Check.SAME_AS ? c.expected : "");
    }
    List<String> answers =
        translator.translate(inputs, options).stream().map(Translation::text).toList();
    List<Result> results = new ArrayList<>();
    for (int i = 0; i < cases.size(); i++) {
      String answer = answers.get(2 * i);
      results.add(
          new Result(cases.get(i), answer, passes(cases.get(i), answer, answers.get(2 * i + 1))));
    }
    return results;
  }

  static boolean passes(Case c, String answer, String other) {
    List<String> expected = Arrays.asList(c.expected.split("\\|", -1));
    return switch (c.check) {
      case ACCEPT -> expected.contains(plain(answer));
      case CONTAINS -> expected.stream().allMatch(answer::contains);
      case SAME -> answer.strip().equals(c.text.strip());
      case SAME_AS -> plain(answer).equals(plain(other));
      case SANE ->
          !Repetition.isIn(answer, c.text) && Faults.count(answer) <= 2 * Faults.count(c.text) + 5;
      case EQUAL_LINES -> Integer.parseInt(c.expected) == answer.split("\n", -1).length;
    };
  }

  private static String plain(String text) {
    String s = text.strip().toLowerCase(Locale.ROOT).replace('’', '\'');
    int from = 0;
    int to = s.length();
    while (to > from && ".!?¡¿…".indexOf(s.charAt(to - 1)) >= 0) {
      to--;
    }
    while (from < to && "¡¿".indexOf(s.charAt(from)) >= 0) {
      from++;
    }
    return s.substring(from, to).strip();
  }

  /** Passed and counted cases by kind, in the suite's order, as a table with a line for all. */
  public static String table(List<Result> results) {
    Map<String, int[]> rates = new LinkedHashMap<>();
    int[] all = new int[2];
    for (Result r : results) {
      int[] rate = rates.computeIfAbsent(r.test.kind, k -> new int[2]);
      rate[0] += r.passed ? 1 : 0;
      rate[1]++;
      all[0] += r.passed ? 1 : 0;
      all[1]++;
    }
    rates.put("all", all);
    StringBuilder table = new StringBuilder("kind\tpassed\tcases\trate\n");
    rates.forEach(
        (kind, rate) ->
            table.append(
                String.format(
                    Locale.ROOT,
                    "%s\t%d\t%d\t%.2f%n",
                    kind,
                    rate[0],
                    rate[1],
                    rate[1] == 0 ? 0 : (double) rate[0] / rate[1])));
    return table.toString();
  }
}
