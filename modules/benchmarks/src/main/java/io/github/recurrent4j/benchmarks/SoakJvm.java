package io.github.recurrent4j.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A process of a soak, on this class path.
 *
 * @param options for Java
 * @param environment beside this process's
 * @param main whose {@code main} runs
 * @param arguments its arguments
 */
record SoakJvm(
    List<String> options, Map<String, String> environment, Class<?> main, List<String> arguments) {

  /** How a process ended, and what it printed last. */
  record Ended(int code, String line) {}

  /** Starts it; its input, and all that it prints, are this process's to write and read. */
  Process start() {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Dorg.slf4j.simpleLogger.defaultLogLevel=error");
    command.add("-Dfile.encoding=UTF-8");
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    try {
      return builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs it to its end. */
  Ended run() {
    return ended(start());
  }

  /** Runs it to its end, which is printed behind what it was; true if it went well. */
  boolean wentWell(String collector, String work) {
    Ended ended = run();
    System.out.printf("%-10s %-9s exit %d: %s%n", collector, work, ended.code(), ended.line());
    return ended.code() == 0;
  }

  /** Waits for a process's end. */
  static Ended ended(Process process) {
    try {
      String printed =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      String line = printed.substring(printed.lastIndexOf('\n') + 1);
      return new Ended(process.waitFor(), line);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      process.destroy();
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
