package io.github.recurrent4j.vectorization;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A process that runs one of the {@code main} methods here; each prints a line when it is where it
 * should be, and ends when its input does.
 */
final class OtherProcess implements AutoCloseable {
  private final Process process;
  private final String line;

  private OtherProcess(Process process, String line) {
    this.process = process;
    this.line = line;
  }

  /** Starts it and waits for its line. */
  static OtherProcess of(Class<?> main, Object... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx64m"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    BufferedReader reader =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    return new OtherProcess(process, reader.readLine());
  }

  /** What it printed. */
  String line() {
    return line;
  }

  long pid() {
    return process.pid();
  }

  /** Kills it. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  @Override
  public void close() throws IOException {
    process.getOutputStream().close();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Takes a claim. */
  static final class Takes {
    private Takes() {}

    /** Argument: the lock file. */
    public static void main(String[] args) throws IOException {
      try (Claim claim = Claim.take(Path.of(args[0]))) {
        System.out.println("taken " + (claim != null));
        System.in.read();
      } catch (Claim.TakenException e) {
        System.out.println("held by " + e.owner());
      }
    }
  }

  /** Writes half a file. */
  static final class Writes {
    private Writes() {}

    /** Argument: the file. */
    public static void main(String[] args) {
      AtomicFile.write(
          Path.of(args[0]),
          out -> {
            out.write("from the other process".getBytes(StandardCharsets.UTF_8));
            out.flush();
            System.out.println("half done");
            System.in.read();
          });
    }
  }
}
