package io.github.recurrent4j.sentiment;

import io.github.recurrent4j.vectorization.BadInputException;
import io.github.recurrent4j.vectorization.TextFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/**
 * Short texts whose verdict any reader of the language would give, kind by kind: negation,
 * contrast, irony, emoji and so on. A single score on a validation set hides what a model cannot
 * do; this shows it (after Ribeiro et al., 2020, "Beyond Accuracy: Behavioral Testing of NLP Models
 * with CheckList"). The texts are for testing alone: no model may be trained on them.
 *
 * <p>A suite is a file of tab-separated columns with the header {@code kind expected text other}.
 * What is expected is a label, or a relation to a second text.
 */
public final class BehaviouralSuite {
  private static final String HEADER = "kind\texpected\ttext\tother";

  private final List<Case> cases;

  private BehaviouralSuite(List<Case> cases) {
    this.cases = List.copyOf(cases);
  }

  /** What a classifier should say. */
  public enum Expected {
    /** The text is negative. */
    NEGATIVE(0),
    /** The text is neutral. */
    NEUTRAL(1),
    /** The text is positive. */
    POSITIVE(2),
    /** Both texts have the same label, whichever it is. */
    SAME_AS(-1),
    /** The probability of positive minus that of negative is higher than the other text's. */
    MORE_POSITIVE_THAN(-1);

    private final int label;

    Expected(int label) {
      this.label = label;
    }

    /** How it is spelled in a file, such as {@code more-positive-than}. */
    public String spelling() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    boolean needsOther() {
      return label < 0;
    }

    static Expected of(String spelling) {
      for (Expected e : values()) {
        if (e.spelling().equals(spelling)) {
          return e;
        }
      }
      return null;
    }
  }

  /**
   * One case.
   *
   * @param kind what is tested, such as {@code negation}
   * @param expected what should come out
   * @param text the text
   * @param other the text it is compared with; empty where a label is expected
   */
  public record Case(String kind, Expected expected, String text, String other) {
    private boolean passes(Sentiment found, Sentiment compared) {
      return switch (expected) {
        case NEGATIVE, NEUTRAL, POSITIVE -> found.label() == expected.label;
        case SAME_AS -> found.label() == compared.label();
        case MORE_POSITIVE_THAN -> score(found) > score(compared);
      };
    }

    private static double score(Sentiment s) {
      return s.probabilities()[2] - s.probabilities()[0];
    }
  }

  /**
   * A case and what became of it.
   *
   * @param test the case
   * @param found what its text was classified as
   * @param passed whether that was as expected
   */
  public record Outcome(Case test, Sentiment found, boolean passed) {}

  /**
   * How many cases of a kind passed.
   *
   * @param passed cases that passed
   * @param cases cases there are
   */
  public record Rate(int passed, int cases) {
    /** The part that passed, from 0 to 1. */
    public double value() {
      return (double) passed / cases;
    }
  }

  /** The suite that comes with this module, of some 400 cases. */
  public static BehaviouralSuite shipped(Language language) {
    String name = "behaviour-" + language.code() + ".tsv";
    try (InputStream in = BehaviouralSuite.class.getResourceAsStream(name)) {
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
  public static BehaviouralSuite read(Path file) {
    StringBuilder text = new StringBuilder();
    TextFile.read(file, text::append);
    return parse(text.toString(), file.toString());
  }

  private static BehaviouralSuite parse(String text, String name) {
    List<String> lines = text.lines().toList();
    if (lines.size() < 2 || !lines.get(0).equals(HEADER)) {
      throw new BadInputException(
          name + " is no suite: its first line must be kind, expected, text, other with tabs");
    }
    List<Case> cases = new ArrayList<>();
    for (int i = 1; i < lines.size(); i++) {
      String[] cells = lines.get(i).split("\t", -1);
      Expected expected = cells.length < 3 ? null : Expected.of(cells[1]);
      if (expected == null || cells.length != (expected.needsOther() ? 4 : 3)) {
        throw new BadInputException(
            String.format(
                "%s, line %d: a case is kind TAB label TAB text, or kind TAB same-as or"
                    + " more-positive-than TAB text TAB text",
                name, i + 1));
      }
      cases.add(new Case(cells[0], expected, cells[2], expected.needsOther() ? cells[3] : ""));
    }
    return new BehaviouralSuite(cases);
  }

  /** The cases, in the file's order. */
  public List<Case> cases() {
    return cases;
  }

  /**
   * Classifies all texts in one call and compares.
   *
   * @param classifier such as {@code model::classify}: of three classes, results in the texts'
   *     order
   * @return an outcome for each case, in their order
   */
  public List<Outcome> run(Function<List<String>, List<Sentiment>> classifier) {
    List<String> texts = new ArrayList<>();
    cases.forEach(c -> texts.add(c.text()));
    cases.forEach(c -> texts.add(c.other()));
    List<Sentiment> found = classifier.apply(texts);
    List<Outcome> outcomes = new ArrayList<>();
    for (int i = 0; i < cases.size(); i++) {
      Sentiment own = found.get(i);
      boolean passed = cases.get(i).passes(own, found.get(cases.size() + i));
      outcomes.add(new Outcome(cases.get(i), own, passed));
    }
    return outcomes;
  }

  /** Pass rates by kind, in the order in which the kinds first come. */
  public static Map<String, Rate> rates(List<Outcome> outcomes) {
    Map<String, Rate> rates = new LinkedHashMap<>();
    for (Outcome o : outcomes) {
      Rate one = new Rate(o.passed() ? 1 : 0, 1);
      rates.merge(
          o.test().kind(), one, (a, b) -> new Rate(a.passed() + b.passed(), a.cases() + b.cases()));
    }
    return rates;
  }
}
