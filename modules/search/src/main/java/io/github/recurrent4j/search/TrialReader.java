package io.github.recurrent4j.search;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.recurrent4j.vectorization.BadInputException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads a line of {@code trials.jsonl}, of which nothing is believed. */
final class TrialReader {
  private static final Set<String> FIELDS =
      Set.of("index", "values", "flat", "status", "score", "seconds", "why", "curve");
  private static final int MOST_NUMBERS = 10_000;
  private static final int NUMBERS_OF_A_POINT = 4;

  private final String where;

  private TrialReader(String where) {
    this.where = where;
  }

  /**
   * Reads a trial.
   *
   * @param where file and line, for messages
   * @throws BadInputException if it is none
   */
  static Trial read(String line, String where) {
    return new TrialReader(where).trial(UntrustedJson.object(line, where));
  }

  private Trial trial(JsonNode node) {
    Set<String> names = new HashSet<>();
    node.fieldNames().forEachRemaining(names::add);
    if (!names.equals(FIELDS)) {
      throw wrong("the fields");
    }
    JsonNode index = node.get("index");
    if (!index.canConvertToInt() || !index.isIntegralNumber() || index.intValue() < 0) {
      throw wrong("\"index\"");
    }
    Trial.Status status = status(node.get("status"));
    double score = number(node.get("score"), "\"score\"");
    double seconds = number(node.get("seconds"), "\"seconds\"");
    if (!(seconds >= 0) || Double.isInfinite(seconds)) {
      throw wrong("\"seconds\"");
    }
    if (status != Trial.Status.FAILED && !Double.isFinite(score)) {
      throw wrong("\"score\"");
    }
    JsonNode why = node.get("why");
    if (!why.isTextual()) {
      throw wrong("\"why\"");
    }
    return TrialBuilder.builder()
        .index(index.intValue())
        .values(values(node.get("values")))
        .flat(flat(node.get("flat")))
        .status(status)
        .score(score)
        .seconds(seconds)
        .why(why.textValue())
        .curve(curve(node.get("curve")))
        .build();
  }

  private Trial.Status status(JsonNode node) {
    for (Trial.Status status : Trial.Status.values()) {
      if (status.name().equals(node.textValue())) {
        return status;
      }
    }
    throw wrong("\"status\"");
  }

  private Map<String, Object> values(JsonNode node) {
    if (!node.isObject()) {
      throw wrong("\"values\"");
    }
    Map<String, Object> values = new LinkedHashMap<>();
    node.properties()
        .forEach(
            field ->
                values.put(
                    field.getKey(),
                    UntrustedJson.scalar(field.getValue(), where + ": \"values\"")));
    return values;
  }

  private double[] flat(JsonNode node) {
    double[] flat = numbers(node, "\"flat\"");
    for (double place : flat) {
      if (!(place >= 0 && place <= 1)) {
        throw wrong("\"flat\"");
      }
    }
    return flat;
  }

  private List<double[]> curve(JsonNode node) {
    if (!node.isArray() || node.size() > MOST_NUMBERS) {
      throw wrong("\"curve\"");
    }
    List<double[]> curve = new ArrayList<>();
    for (JsonNode point : node) {
      double[] numbers = numbers(point, "\"curve\"");
      if (numbers.length != NUMBERS_OF_A_POINT) {
        throw wrong("\"curve\"");
      }
      curve.add(numbers);
    }
    return curve;
  }

  private double[] numbers(JsonNode node, String what) {
    if (!node.isArray() || node.size() > MOST_NUMBERS) {
      throw wrong(what);
    }
    double[] numbers = new double[node.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = number(node.get(i), what);
    }
    return numbers;
  }

  /** Numbers that are none are written as text. */
  private double number(JsonNode node, String what) {
    if (node.isNumber()) {
      return node.doubleValue();
    }
    return switch (node.isTextual() ? node.textValue() : "") {
      case "NaN" -> Double.NaN;
      case "Infinity" -> Double.POSITIVE_INFINITY;
      case "-Infinity" -> Double.NEGATIVE_INFINITY;
      default -> throw wrong(what);
    };
  }

  private BadInputException wrong(String what) {
    return new BadInputException(
        where + " is not a trial (" + what + "): repair the line or search in a new folder");
  }
}
