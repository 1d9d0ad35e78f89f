package io.github.recurrent4j.cli;

import io.github.recurrent4j.vectorization.BadInputException;
import io.github.recurrent4j.vectorization.BadOptionException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Locale;

/**
 * What a command says when it fails: one line, and the exit code.
 *
 * @param line what, where, and what to do; empty where nothing is to be said
 * @param code the exit code
 */
record Failure(String line, int code) {
  private static final int FAILED = 1;
  private static final int WRONG_USAGE = 2;

  /** As a shell reports a process that wrote to a pipe without a reader (128 + SIGPIPE). */
  private static final int READER_HAS_GONE = 141;

  private static final int LONGEST = 300;

  /** Made beforehand: when the heap is full there is no room for words. */
  private static final Failure HEAP =
      new Failure(
          "out of memory (Java's heap): give it more, for example with JAVA_OPTS=-Xmx4g, or less to"
              + " do: a smaller --batch-size, shorter lines",
          FAILED);

  /** JavaCPP takes a multiple of the heap's bound for that of all memory. */
  private static final Failure BOUND =
      new Failure(
          "out of memory (outside Java's heap, whose bound counts for both): give it more, for example"
              + " with JAVA_OPTS=-Xmx2g, or less to do: a smaller --batch-size, shorter lines",
          FAILED);

  private static final Failure NATIVE =
      new Failure(
          "out of memory (outside Java's heap): end other programs, or give it less to do: a smaller"
              + " --batch-size, a smaller model, shorter lines",
          FAILED);

  /** Looks for what is known among an exception and its causes. */
  static Failure of(Throwable thrown) {
    for (Throwable t = thrown; t != null; t = t.getCause()) {
      if (t instanceof StandardOutput.Lost lost) {
        return lost.readerHasGone()
            ? new Failure("", READER_HAS_GONE)
            : new Failure("standard output cannot be written: " + lost.getMessage(), FAILED);
      }
      if (t instanceof BadOptionException) {
        return new Failure(oneLine(t.getMessage()), WRONG_USAGE);
      }
      if (t instanceof BadInputException) {
        return new Failure(oneLine(t.getMessage()), FAILED);
      }
      Failure memory = memory(t);
      if (memory != null) {
        return memory;
      }
    }
    return new Failure(oneLine(unknown(thrown)), FAILED);
  }

  private static Failure memory(Throwable t) {
    String why = String.valueOf(t.getMessage()).toLowerCase(Locale.ROOT);
    if (t instanceof OutOfMemoryError && why.contains("physical memory usage")) {
      return BOUND;
    }
    if (t instanceof OutOfMemoryError) {
      return why.contains("native") || why.contains("allocate") ? NATIVE : HEAP;
    }
    // A class whose first use ran out of memory cannot be used any more.
    if (t instanceof NoClassDefFoundError && why.contains("outofmemoryerror")) {
      return HEAP;
    }
    return why.contains("out_of_memory") || why.contains("std::bad_alloc") ? NATIVE : null;
  }

  private static String unknown(Throwable thrown) {
    Throwable t = thrown;
    while (t.getCause() != null
        && (t instanceof UncheckedIOException || t instanceof ExceptionInInitializerError)) {
      t = t.getCause();
    }
    if (t instanceof FileSystemException file && file.getFile() != null) {
      String reason =
          t instanceof NoSuchFileException
              ? "there is no such file or folder"
              : t instanceof AccessDeniedException
                  ? "its permissions do not allow it"
                  : String.valueOf(file.getReason());
      return file.getFile() + ": " + reason;
    }
    if (t.getClass() == IOException.class && t.getMessage() != null) {
      return t.getMessage();
    }
    return t.getClass().getSimpleName()
        + ": "
        + t.getMessage()
        + " (run again with --debug for the place)";
  }

  /** At most 300 characters on one line. */
  static String oneLine(String text) {
    String line = String.valueOf(text).strip();
    line = line.length() > 2 * LONGEST ? line.substring(0, 2 * LONGEST) : line;
    line = line.replaceAll("[\\s\\p{Cc}]+", " ");
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST - 1) + "…";
  }
}
