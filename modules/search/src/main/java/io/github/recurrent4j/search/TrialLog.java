package io.github.recurrent4j.search;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.recurrent4j.vectorization.BadInputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** {@code trials.jsonl}: a JSON object a line, appended as candidates end. */
final class TrialLog {
  private static final JsonMapper JSON = new JsonMapper();
  private final Path file;

  TrialLog(Path file) {
    this.file = file;
  }

  /** The trials so far; a line that a kill cut off is dropped from the file. */
  List<Trial> read() {
    List<Trial> trials = new ArrayList<>();
    if (!Files.exists(file)) {
      return trials;
    }
    try {
      byte[] bytes = Files.readAllBytes(file);
      String text = new String(bytes, StandardCharsets.UTF_8);
      int whole = text.lastIndexOf('\n') + 1;
      if (whole < text.length()) {
        Files.writeString(file, text.substring(0, whole));
      }
      int number = 0;
      for (String line : text.substring(0, whole).lines().toList()) {
        number++;
        try {
          trials.add(JSON.readValue(line, Trial.class));
        } catch (JsonProcessingException e) {
          throw new BadInputException(
              file + " line " + number + " is not a trial: repair it or search in a new folder", e);
        }
      }
      return trials;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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
