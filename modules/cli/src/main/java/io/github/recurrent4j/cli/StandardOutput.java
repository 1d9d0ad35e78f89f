package io.github.recurrent4j.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Standard output that tells when it cannot be written: a {@link PrintStream} alone keeps that to
 * itself, and a command would go on and end well although half of its answers are lost.
 */
final class StandardOutput extends OutputStream {
  private final OutputStream to;

  StandardOutput(OutputStream to) {
    this.to = to;
  }

  /** The process's standard output, in UTF-8. */
  static PrintStream open() {
    return new PrintStream(
        new StandardOutput(new FileOutputStream(FileDescriptor.out)), true, StandardCharsets.UTF_8);
  }

  @Override
  public void write(int b) {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int from, int length) {
    try {
      to.write(bytes, from, length);
    } catch (IOException e) {
      throw new Lost(e);
    }
  }

  @Override
  public void flush() {
    try {
      to.flush();
    } catch (IOException e) {
      throw new Lost(e);
    }
  }

  /** Standard output cannot be written. */
  static final class Lost extends RuntimeException {
    private static final long serialVersionUID = 1;

    Lost(IOException cause) {
      super(cause.getMessage(), cause);
    }

    /** Whether its reader has gone, as {@code head} does when it has enough. */
    boolean readerHasGone() {
      String why = String.valueOf(getMessage()).toLowerCase(Locale.ROOT);
      return why.contains("broken pipe") || why.contains("pipe is being closed");
    }
  }
}
