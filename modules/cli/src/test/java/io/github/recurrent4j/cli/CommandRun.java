package io.github.recurrent4j.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A command that was run in this process.
 *
 * @param code exit code
 * @param out what it printed
 * @param err what it said beside
 */
record CommandRun(int code, String out, String err) {

  /** Runs a command, which the JVM survives. */
  static CommandRun of(Object command, Object... arguments) {
    PrintStream out = System.out;
    PrintStream err = System.err;
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    String[] all = Arrays.stream(arguments).map(Object::toString).toArray(String[]::new);
    try (PrintStream to = new PrintStream(written, true, StandardCharsets.UTF_8);
        PrintStream beside = new PrintStream(said, true, StandardCharsets.UTF_8)) {
      System.setOut(to);
      System.setErr(beside);
      int code = CommandLines.line(command, false).execute(all);
      return new CommandRun(
          code, written.toString(StandardCharsets.UTF_8), said.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
  }
}
