package io.github.recurrent4j.vectorization;

import java.io.Serializable;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * The classes of a task by their names, in the order of their numbers. Where data gives a number,
 * from 0 to {@code size() - 1}, it is understood too, unless numbers are among the names.
 *
 * @param names of the classes: two at least, distinct, without line ends
 */
public record Labels(List<String> names) implements Serializable {
  /** Negative, neutral and positive; SemEval's "objective" is neutral. */
  public static final Labels SENTIMENT = new Labels(List.of("negative", "neutral", "positive"));

  private static final Map<String, String> ALSO = Map.of("objective", "neutral");
  private static final Pattern NUMBER = Pattern.compile("\\d{1,6}");
  private static final int LONGEST = 60;
  private static final int MOST = 10_000;
  private static final int SHOWN = 8;

  /**
   * Checks and copies the names.
   *
   * @throws BadInputException if there are fewer than two, or if one is empty, longer than 60
   *     characters, has a control character, or comes twice
   */
  public Labels {
    names = List.copyOf(names);
    if (names.size() < 2 || names.size() > MOST) {
      throw new BadInputException(
          "a classifier tells 2 to " + MOST + " classes apart, and the labels are " + shown(names));
    }
    for (String name : names) {
      if (name.isBlank()
          || name.length() > LONGEST
          || name.chars().anyMatch(Character::isISOControl)) {
        throw new BadInputException(
            "a label is 1 to "
                + LONGEST
                + " characters on one line, and one is '"
                + TextTable.shortened(name)
                + "'");
      }
    }
    if (new HashSet<>(names).size() < names.size()) {
      throw new BadInputException("two labels have the same name, of " + shown(names));
    }
  }

  /** Classes that have no names but their numbers from 0; three are {@link #SENTIMENT}. */
  public static Labels numbered(int classes) {
    if (classes > MOST) {
      throw new BadInputException("a classifier tells at most " + MOST + " classes apart");
    }
    return classes == SENTIMENT.size()
        ? SENTIMENT
        : new Labels(IntStream.range(0, classes).mapToObj(Integer::toString).toList());
  }

  /**
   * The classes of labels that were found in data: sentiment's, if all are its names or 0, 1 and 2;
   * as many as the highest number asks for, if all are numbers; else the names in their order
   * (numbers by value, words by letters).
   *
   * @throws BadInputException if there are fewer than two, or one cannot be a name
   */
  public static Labels found(Collection<String> labels) {
    TreeSet<String> distinct = new TreeSet<>();
    labels.forEach(label -> distinct.add(label.strip()));
    if (distinct.stream().allMatch(l -> SENTIMENT.find(l).isPresent())) {
      return SENTIMENT;
    }
    if (distinct.stream().allMatch(l -> NUMBER.matcher(l).matches())) {
      return numbered(
          Math.min(MOST, distinct.stream().mapToInt(Integer::parseInt).max().orElse(0)) + 1);
    }
    return new Labels(List.copyOf(distinct));
  }

  /** Number of classes. */
  public int size() {
    return names.size();
  }

  /** Whether the classes have names of their own, which a model must know. */
  public boolean named() {
    return !equals(numbered(size()));
  }

  /** Name of a class. */
  public String name(int label) {
    return names.get(label);
  }

  /** The class of a name, upper or lower case, or of a number. */
  public OptionalInt find(String label) {
    String wanted = label.strip();
    int exact = names.indexOf(wanted);
    if (exact >= 0) {
      return OptionalInt.of(exact);
    }
    String lower = wanted.toLowerCase(Locale.ROOT);
    for (int c = 0; c < names.size(); c++) {
      String name = names.get(c).toLowerCase(Locale.ROOT);
      if (name.equals(lower) || (equals(SENTIMENT) && name.equals(ALSO.get(lower)))) {
        return OptionalInt.of(c);
      }
    }
    if (NUMBER.matcher(wanted).matches()
        && Integer.parseInt(wanted) < size()
        && (!named() || names.stream().noneMatch(n -> NUMBER.matcher(n).matches()))) {
      return OptionalInt.of(Integer.parseInt(wanted));
    }
    return OptionalInt.empty();
  }

  /** What a label may be, for a message: "a number from 0 to 3" or "one of anger, joy". */
  public String described() {
    String range = "a number from 0 to " + (size() - 1);
    if (equals(SENTIMENT)) {
      return range + ", nor negative, neutral or positive";
    }
    return named() ? "one of " + shown(names) : range;
  }

  private static String shown(List<String> names) {
    List<String> some = names.stream().limit(SHOWN).map(TextTable::shortened).toList();
    return some.isEmpty()
        ? "none"
        : String.join(", ", some) + (names.size() > SHOWN ? " and others" : "");
  }
}
