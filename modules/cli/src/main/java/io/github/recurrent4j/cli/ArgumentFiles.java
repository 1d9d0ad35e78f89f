package io.github.recurrent4j.cli;

import io.github.recurrent4j.vectorization.BadInputException;
import io.github.recurrent4j.vectorization.TextFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Files of arguments, {@code @best.args}, as a search writes them: an option with its value on each
 * line. They may come from anybody, so they are short and hold settings only: what is read and
 * written, and whether something is overwritten, is said on the command line.
 */
final class ArgumentFiles {
  private static final int LONGEST = 1 << 16;
  private static final int SHOWN = 40;

  private ArgumentFiles() {}

  /** The arguments with those of files in their places. */
  static List<String> expand(CommandSpec command, List<String> arguments) {
    List<String> all = new ArrayList<>();
    String before = "";
    for (String argument : arguments) {
      if (argument.length() > 1 && argument.startsWith("@") && !takesValue(command, before)) {
        all.addAll(read(command, argument.substring(1)));
      } else {
        all.add(argument);
      }
      before = argument;
    }
    return all;
  }

  private static boolean takesValue(CommandSpec command, String argument) {
    OptionSpec option = command.findOption(argument);
    return option != null && option.arity().min() > 0;
  }

  private static List<String> read(CommandSpec command, String name) {
    List<String> read = new ArrayList<>();
    int number = 0;
    for (String line : TextFile.whole(Path.of(name), LONGEST).lines().toList()) {
      number++;
      String argument = line.strip();
      if (argument.isEmpty() || argument.startsWith("#")) {
        continue;
      }
      OptionSpec option = command.findOption(argument.split("=", 2)[0]);
      if (option == null || !SettingOptions.isSetting(option)) {
        throw new BadInputException(
            name
                + " line "
                + number
                + ": '"
                + (argument.length() <= SHOWN ? argument : argument.substring(0, SHOWN) + "…")
                + "' is no setting of this command: give it on the command line, if it is meant");
      }
      read.add(argument);
    }
    return read;
  }
}
