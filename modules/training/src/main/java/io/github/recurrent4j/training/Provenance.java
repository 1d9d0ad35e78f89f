package io.github.recurrent4j.training;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.recurrent4j.layers.kernel.Engine;
import io.github.recurrent4j.vectorization.TextFile;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Where a model comes from: its data by SHA-256, seed, date, engine and Java version. */
public final class Provenance {
  private static final String HASH = "Sha256";

  private Provenance() {}

  /**
   * Describes a run; the app adds its figures.
   *
   * @param data files by their part in the run ({@code train}, {@code valid}); null values are left
   *     out
   * @param seed seed of everything random
   */
  public static ObjectNode of(Map<String, Path> data, long seed) {
    ObjectNode node = new ObjectMapper().createObjectNode();
    data.forEach(
        (part, file) -> {
          if (file != null) {
            node.put(part, file.getFileName().toString());
            node.put(part + HASH, TextFile.sha256(file));
          }
        });
    node.put("seed", seed);
    node.put("date", LocalDate.now(ZoneOffset.UTC).toString());
    node.put("engine", Engine.describe());
    node.put("java", System.getProperty("java.version"));
    return node;
  }

  /**
   * Adds data that is no file of this machine.
   *
   * @param part in the run
   * @param name what to call it
   * @param hash that another run with the same data finds, too
   */
  public static void addTo(ObjectNode node, String part, String name, String hash) {
    node.put(part, name);
    node.put(part + HASH, hash);
  }

  /**
   * A description as plain values by name: text, numbers, booleans, and unmodifiable lists and maps
   * of these.
   */
  public static Map<String, Object> values(JsonNode node) {
    Map<String, Object> values = new LinkedHashMap<>();
    node.properties().forEach(field -> values.put(field.getKey(), value(field.getValue())));
    return Collections.unmodifiableMap(values);
  }

  private static Object value(JsonNode node) {
    if (node.isObject()) {
      return values(node);
    }
    if (node.isArray()) {
      List<Object> values = new ArrayList<>();
      node.forEach(each -> values.add(value(each)));
      return Collections.unmodifiableList(values);
    }
    if (node.isNumber()) {
      return node.numberValue();
    }
    return node.isBoolean() ? (Object) node.booleanValue() : node.isNull() ? null : node.asText();
  }

  /** The files' SHA-256 in a description, by the files' part in the run. */
  public static Map<String, String> hashes(ObjectNode node) {
    Map<String, String> hashes = new LinkedHashMap<>();
    node.properties()
        .forEach(
            field -> {
              String name = field.getKey();
              if (name.endsWith(HASH)) {
                hashes.put(
                    name.substring(0, name.length() - HASH.length()), field.getValue().asText());
              }
            });
    return hashes;
  }
}
