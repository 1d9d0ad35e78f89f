package io.github.recurrent4j.search;

import io.github.recurrent4j.vectorization.BadInputException;
import java.util.List;
import picocli.CommandLine;

/** Fills an object of picocli options from a candidate's arguments. */
final class Arguments {
  private Arguments() {}

  /**
   * Parses arguments into {@code target}.
   *
   * @throws BadInputException if an option or a value is not known to it
   */
  static <T> T parse(T target, List<String> arguments) {
    try {
      new CommandLine(target)
          .setCaseInsensitiveEnumValuesAllowed(true)
          .parseArgs(arguments.toArray(String[]::new));
    } catch (CommandLine.ParameterException e) {
      throw new BadInputException("the search space: " + e.getMessage(), e);
    }
    return target;
  }
}
