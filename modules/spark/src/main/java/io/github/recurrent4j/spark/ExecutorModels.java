package io.github.recurrent4j.spark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * The models of this process: each is opened once, whatever number of tasks, queries and
 * transformers ask for it, and closed when the process ends, or before by {@link #closeAll}.
 */
public final class ExecutorModels {
  private static final Map<Key, TextModel> OPEN = new HashMap<>();
  private static boolean hooked;

  private ExecutorModels() {}

  /** What makes two models the same. */
  private record Key(String digest, ModelOpener opener) {}

  /** The model, opened if it is not. Who asks meanwhile waits: no model lies in memory twice. */
  static TextModel of(ModelHandle handle) {
    synchronized (OPEN) {
      if (!hooked) {
        Runtime.getRuntime().addShutdownHook(new Thread(ExecutorModels::closeAll, "close-models"));
        hooked = true;
      }
      return OPEN.computeIfAbsent(new Key(handle.digest(), handle.opener()), key -> opened(handle));
    }
  }

  private static TextModel opened(ModelHandle handle) {
    try {
      Path file = Files.createTempFile("recurrent4j-", ".zip");
      try {
        Files.write(file, handle.content().value());
        return handle.opener().open(file);
      } finally {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Models that are open. */
  static int count() {
    synchronized (OPEN) {
      return OPEN.size();
    }
  }

  /**
   * Closes this process's models, of which calls under way end first; for an application that runs
   * Spark inside itself ({@code local[…]}) and goes on without it.
   */
  public static void closeAll() {
    synchronized (OPEN) {
      OPEN.values().forEach(TextModel::close);
      OPEN.clear();
    }
  }
}
