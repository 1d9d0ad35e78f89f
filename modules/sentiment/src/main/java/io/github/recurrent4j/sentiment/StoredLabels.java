package io.github.recurrent4j.sentiment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.recurrent4j.inference.model.ModelFile;
import io.github.recurrent4j.inference.model.ModelFileException;
import io.github.recurrent4j.vectorization.BadInputException;
import io.github.recurrent4j.vectorization.Labels;
import java.util.ArrayList;
import java.util.List;

/** The names of the classes beside the shape in a model file; numbers are not written. */
final class StoredLabels {
  static final String NAME = "labels";

  private StoredLabels() {}

  /**
   * The labels of a model file.
   *
   * @param classes number of classes of its shape
   * @throws ModelFileException if they are not so many names
   */
  static Labels of(ModelFile file, int classes) {
    JsonNode stored = file.config().get(NAME);
    try {
      if (stored == null) {
        return Labels.numbered(classes);
      }
      List<String> names = new ArrayList<>();
      for (JsonNode name : stored) {
        names.add(name.isTextual() ? name.textValue() : "");
      }
      if (stored.isArray() && names.size() == classes) {
        return new Labels(names);
      }
    } catch (BadInputException e) {
      throw new ModelFileException("has wrong names of classes: " + e.getMessage(), e);
    }
    throw new ModelFileException("has other names of classes than its " + classes + " classes");
  }

  /** Writes the names, if there are any. */
  static ObjectNode put(ObjectNode config, Labels labels) {
    if (labels.named()) {
      ArrayNode names = config.putArray(NAME);
      labels.names().forEach(names::add);
    }
    return config;
  }
}
