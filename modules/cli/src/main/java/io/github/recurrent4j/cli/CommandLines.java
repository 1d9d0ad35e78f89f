package io.github.recurrent4j.cli;

import io.github.recurrent4j.vectorization.BadInputException;
import io.github.recurrent4j.vectorization.TextFile;
import io.github.recurrent4j.vectorization.Utf8Input;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/**
 * What every command line of the suite does alike: UTF-8 whatever the locale, exit 0 done, 1 failed
 * with one clear line, 2 wrong usage; stack traces only with {@code --debug}.
 */
public final class CommandLines {
  private static final int INTERRUPTED = 130;
  private static final int LINES_AT_ONCE = 256;
  private static final List<Runnable> ON_INTERRUPT = new CopyOnWriteArrayList<>();
  private static volatile boolean running;

  private CommandLines() {}

  /**
   * Has an action run when the command is interrupted (Ctrl-C), before the process ends; the action
   * may wait until work under way is safe.
   *
   * @return takes the action back
   */
  public static Runnable onInterrupt(Runnable action) {
    ON_INTERRUPT.add(action);
    return () -> ON_INTERRUPT.remove(action);
  }

  private static void interrupted() {
    if (!running) {
      return;
    }
    ON_INTERRUPT.forEach(Runnable::run);
    System.out.flush();
    TextFile.deleteCopies();
    // Not exit: native libraries would free their memory under threads that still use it.
    Runtime.getRuntime().halt(INTERRUPTED);
  }

  /** Runs a picocli command and returns the exit code. */
  public static int run(Object command, String... args) {
    System.setOut(StandardOutput.open());
    System.setErr(
        new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8));
    List<String> rest = new ArrayList<>(List.of(args));
    boolean debug = rest.remove("--debug");
    // Charts are drawn into files; no display is asked for.
    System.setProperty("java.awt.headless", "true");
    if (debug) {
      System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "debug");
    }
    Runtime.getRuntime().addShutdownHook(new Thread(CommandLines::interrupted));
    Thread.setDefaultUncaughtExceptionHandler((thread, e) -> failed(e, debug));
    running = true;
    try {
      CommandLine line = line(command, debug, rest);
      int code = line.execute(Texts.prepare(line, rest).toArray(String[]::new));
      System.out.flush();
      return code;
    } catch (RuntimeException | Error e) {
      return failed(e, debug);
    } finally {
      running = false;
    }
  }

  /**
   * Hands standard input's lines to a sink as they come: each as soon as it is there, several at
   * once where more are waiting, so that a slow writer is answered at once and a file in batches.
   *
   * @throws BadInputException if standard input is not UTF-8
   */
  public static void lines(Consumer<List<String>> sink) {
    Utf8Input bytes = new Utf8Input(new FileInputStream(FileDescriptor.in));
    try (BufferedReader in = new BufferedReader(bytes.reader())) {
      List<String> waiting = new ArrayList<>();
      String line = in.readLine();
      if (line != null && line.startsWith("\uFEFF")) {
        line = line.substring(1);
      }
      while (line != null) {
        waiting.add(line);
        if (waiting.size() == LINES_AT_ONCE || !in.ready()) {
          sink.accept(List.copyOf(waiting));
          waiting.clear();
        }
        line = in.readLine();
      }
      if (!waiting.isEmpty()) {
        sink.accept(waiting);
      }
    } catch (CharacterCodingException e) {
      throw bytes.refused("standard input", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int failed(Throwable e, boolean debug) {
    Failure failure = Failure.of(e);
    if (!failure.line().isEmpty()) {
      System.err.println("r4j: " + failure.line());
    }
    if (debug) {
      e.printStackTrace(System.err);
    }
    return failure.code();
  }

  /** Adds the options that are not annotated fields: of settings, and for help. */
  private static void complete(CommandLine line) {
    CommandSpec spec = line.getCommandSpec();
    settings(spec, spec.userObject());
    for (CommandSpec mixin : List.copyOf(spec.mixins().values())) {
      settings(spec, mixin.userObject());
    }
    line.addMixin("help", new Help());
    line.getSubcommands().values().forEach(CommandLines::complete);
  }

  private static void settings(CommandSpec spec, Object command) {
    if (command == null) {
      return;
    }
    for (Field field : command.getClass().getDeclaredFields()) {
      if (field.getType() == SettingOptions.class) {
        try {
          field.setAccessible(true);
          spec.addMixin(field.getName(), ((SettingOptions<?>) field.get(command)).spec());
        } catch (IllegalAccessException e) {
          throw new IllegalStateException(e);
        }
      }
    }
  }

  /** A command with all those below it. */
  static CommandLine line(Object command, boolean debug) {
    return line(command, debug, List.of());
  }

  /** A command with those below it that the arguments may ask for. */
  static CommandLine line(Object command, boolean debug, List<String> arguments) {
    CommandLine line = CommandTree.of(command, arguments);
    complete(line);
    line.setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8));
    line.setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8));
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setExecutionExceptionHandler((e, failed, result) -> failed(e, debug));
    line.setParameterExceptionHandler(
        (e, ignored) -> {
          System.err.println("r4j: " + Failure.oneLine(e.getMessage()));
          System.err.println("Try '--help' for the options.");
          return 2;
        });
    line.setExecutionStrategy(
        result -> {
          CommandLine.ParseResult last = result;
          while (last.hasSubcommand()) {
            last = last.subcommand();
          }
          if (!(last.commandSpec().userObject() instanceof Runnable)
              && !last.isUsageHelpRequested()
              && !last.isVersionHelpRequested()) {
            last.commandSpec().commandLine().usage(System.err);
            return 2;
          }
          Texts.check(last);
          return new CommandLine.RunLast().execute(result);
        });
    return line;
  }

  /** The options that every command has. */
  @CommandLine.Command
  static final class Help {
    @CommandLine.Option(
        names = {"-h", "--help"},
        usageHelp = true,
        description = "show this help")
    boolean help;
  }
}
