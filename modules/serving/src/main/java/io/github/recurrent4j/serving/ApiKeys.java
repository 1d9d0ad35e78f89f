package io.github.recurrent4j.serving;

import io.github.recurrent4j.vectorization.BadInputException;
import io.github.recurrent4j.vectorization.TextFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * The keys that calls must bring. A file has one a line, with a limit of requests a minute behind
 * it if it has one of its own; lines that begin with # are comments.
 */
final class ApiKeys {
  private static final int SHORTEST = 8;

  /** Digests, so that looking a key up takes the same time whatever it begins with. */
  private final Map<String, Integer> limits;

  private ApiKeys(Map<String, Integer> limits) {
    this.limits = limits;
  }

  /**
   * Reads a file of keys.
   *
   * @param standard limit of keys without their own
   * @throws BadInputException if it is missing or a line is none
   */
  static ApiKeys read(Path file, int standard) {
    StringBuilder text = new StringBuilder();
    TextFile.read(file, text::append);
    List<String> lines = text.toString().lines().toList();
    Map<String, Integer> limits = new HashMap<>();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      String[] parts = line.split("\\s+", -1);
      if (parts[0].length() < SHORTEST || parts.length > 2) {
        throw wrong(file, i + 1);
      }
      try {
        limits.put(digest(parts[0]), parts.length == 1 ? standard : Integer.parseInt(parts[1]));
      } catch (NumberFormatException e) {
        throw wrong(file, i + 1);
      }
    }
    if (limits.isEmpty()) {
      throw new BadInputException(file + " has no key: write one a line");
    }
    return new ApiKeys(limits);
  }

  private static BadInputException wrong(Path file, int line) {
    return new BadInputException(
        file
            + ", line "
            + line
            + " is no key: write a key of eight characters or more, and its requests a minute if it"
            + " has a limit of its own");
  }

  /** The limit of a key, -1 for none; empty for what is no key. */
  OptionalInt limit(String key) {
    Integer limit = limits.get(digest(key));
    return limit == null ? OptionalInt.empty() : OptionalInt.of(limit);
  }

  private static String digest(String key) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
      return new String(hash, StandardCharsets.ISO_8859_1);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
