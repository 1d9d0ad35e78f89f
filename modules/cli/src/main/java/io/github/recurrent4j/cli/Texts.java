package io.github.recurrent4j.cli;

import java.util.List;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * Texts among the arguments. A text may begin with a dash or an at sign: what holds white space is
 * no option, after {@code --} nothing is, and {@code @name} is a mention, not a file of arguments
 * (which only commands without texts take).
 */
final class Texts {
  private static final Pattern WHITE_SPACE = Pattern.compile("\\s");

  private Texts() {}

  /**
   * Prepares a command and those below it.
   *
   * @return the arguments, those of files in their places
   */
  static List<String> prepare(CommandLine line, List<String> arguments) {
    // We read files of arguments ourselves.
    line.setExpandAtFiles(false);
    CommandLine called = line;
    for (String argument : arguments) {
      CommandLine below = called.getSubcommands().get(argument);
      if (below == null) {
        break;
      }
      called = below;
    }
    if (called.getCommandSpec().positionalParameters().isEmpty()) {
      return ArgumentFiles.expand(called.getCommandSpec(), arguments);
    }
    // Unknown ones are told from texts afterwards.
    called.setUnmatchedOptionsArePositionalParams(true);
    return arguments;
  }

  /**
   * Refuses what looks like an option and is none.
   *
   * @throws ParameterException for a text without white space that begins with a dash before {@code
   *     --}
   */
  static void check(ParseResult last) {
    List<String> given = last.originalArgs();
    int dashes = given.indexOf("--");
    List<String> before = dashes < 0 ? given : given.subList(0, dashes);
    for (PositionalParamSpec texts : last.matchedPositionals()) {
      for (String text : ((ArgSpec) texts).originalStringValues()) {
        if (text.length() > 1
            && text.startsWith("-")
            && !WHITE_SPACE.matcher(text).find()
            && before.contains(text)) {
          throw new ParameterException(
              last.commandSpec().commandLine(),
              "Unknown option: '" + text + "' (a text that begins with a dash stands after --)");
        }
      }
    }
  }
}
