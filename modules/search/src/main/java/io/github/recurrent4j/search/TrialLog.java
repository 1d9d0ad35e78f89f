package io.github.recurrent4j.search;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.recurrent4j.vectorization.AtomicFile;
import io.github.recurrent4j.vectorization.BadInputException;
import io.github.recurrent4j.vectorization.TextFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** {@code trials.jsonl}: a JSON object a line, appended as candidates end. */
final class TrialLog {
  private static final long MOST_BYTES = 64 << 20;
  private static final JsonMapper JSON = new JsonMapper();
  private final Path file;

  TrialLog(Path file) {
    this.file = file;
  }

  /**
   * The trials so far; a line that a kill cut off is dropped from the file.
   *
   * @throws BadInputException if the file is none that a search has written
   */
  List<Trial> read() {
    if (!Files.exists(file)) {
      return new ArrayList<>();
    }
    byte[] bytes = bytes();
    int end = wholeLines(bytes);
    List<Trial> trials = trials(bytes, end);
    if (end < bytes.length) {
      AtomicFile.write(file, out -> out.write(bytes, 0, end));
    }
    return trials;
  }

  /** The trials in the file, which stays as it is. */
  List<Trial> look() {
    byte[] bytes = bytes();
    return trials(bytes, wholeLines(bytes));
  }

  private byte[] bytes() {
    TextFile.requireFile(file);
    try {
      if (Files.size(file) > MOST_BYTES) {
        throw new BadInputException(
            file + " has more than " + (MOST_BYTES >> 20) + " MB: search in a new folder");
      }
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int wholeLines(byte[] bytes) {
    int end = bytes.length;
    while (end > 0 && bytes[end - 1] != '\n') {
      end--;
    }
    return end;
  }

  private List<Trial> trials(byte[] bytes, int end) {
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, 0, end)).toString();
    } catch (CharacterCodingException e) {
      throw new BadInputException(file + " is not UTF-8: search in a new folder", e);
    }
    List<Trial> trials = new ArrayList<>();
    for (String line : text.lines().toList()) {
      String where = file + " line " + (trials.size() + 1);
      Trial trial = TrialReader.read(line, where);
      if (trial.index() != trials.size()) {
        throw new BadInputException(
            where + " has trial " + trial.index() + " out of its place: search in a new folder");
      }
      trials.add(trial);
    }
    return trials;
  }

  void append(Trial trial) {
    try {
      Files.writeString(
          file,
          JSON.writeValueAsString(trial) + "\n",
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
