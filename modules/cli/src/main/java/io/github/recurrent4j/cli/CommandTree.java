package io.github.recurrent4j.cli;

import java.util.Arrays;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Commands and those below them, of which only what the arguments name is looked into: options of
 * some fifty commands cost more time than a short one takes.
 */
final class CommandTree {
  private CommandTree() {}

  /**
   * A command with all below it, or, where the first argument names one of these, with that one.
   */
  static CommandLine of(Object command, List<String> arguments) {
    if (!arguments.isEmpty()) {
      Command described = command.getClass().getAnnotation(Command.class);
      Class<?> named = named(described, arguments.get(0));
      if (named != null) {
        CommandSpec spec = CommandSpec.wrapWithoutInspection(command).name(described.name());
        spec.usageMessage().description(described.description());
        CommandLine below = of(make(named), arguments.subList(1, arguments.size()));
        spec.addSubcommand(below.getCommandName(), below);
        return new CommandLine(spec);
      }
    }
    return new CommandLine(command);
  }

  private static Class<?> named(Command described, String name) {
    if (described == null) {
      return null;
    }
    for (Class<?> below : described.subcommands()) {
      Command each = below.getAnnotation(Command.class);
      if (each.name().equals(name) || Arrays.asList(each.aliases()).contains(name)) {
        return below;
      }
    }
    return null;
  }

  private static Object make(Class<?> command) {
    try {
      return CommandLine.defaultFactory().create(command);
    } catch (Exception e) {
      throw new IllegalStateException(command + " needs a constructor without parameters", e);
    }
  }
}
