package io.github.recurrent4j.training;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.Map;

/** The training log as JSON: settings, then one object per validation. */
final class TrainingLog {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private TrainingLog() {}

  static void write(TrainingState state, TrainingSettings settings, OutputStream out)
      throws IOException {
    Map<String, Object> log = new LinkedHashMap<>();
    log.put("settings", settings);
    log.put("best", state.best());
    log.put("minutes", state.minutes());
    log.put("history", state.history());
    out.write(JSON.writeValueAsBytes(log));
  }
}
