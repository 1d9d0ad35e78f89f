package io.github.recurrent4j.search;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.recurrent4j.vectorization.BadInputException;
import java.util.regex.Pattern;

/**
 * JSON objects in files that may come from anybody: bounded in size and depth, no key twice,
 * nothing behind the object.
 */
final class UntrustedJson {
  private static final int LONGEST = 4 << 20;
  private static final int DEEPEST = 8;
  private static final int LONGEST_NUMBER = 64;
  private static final int LONGEST_WORD = 100;

  /** What goes into {@code best.args} as it is, and comes out as one argument. */
  private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}._:/+-]*");

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  static {
    JSON.getFactory()
        .setStreamReadConstraints(
            StreamReadConstraints.builder()
                .maxNestingDepth(DEEPEST)
                .maxNumberLength(LONGEST_NUMBER)
                .build());
  }

  private UntrustedJson() {}

  /**
   * Reads an object.
   *
   * @param where what to name in messages
   * @throws BadInputException if it is none, or too large
   */
  static JsonNode object(String text, String where) {
    if (text.length() > LONGEST) {
      throw new BadInputException(where + " is longer than " + (LONGEST >> 20) + " MB");
    }
    try {
      JsonNode node = JSON.readTree(text);
      if (!node.isObject()) {
        throw new BadInputException(where + " must be a JSON object");
      }
      return node;
    } catch (JsonProcessingException e) {
      String line =
          e.getLocation() == null || text.indexOf('\n') < 0
              ? ""
              : " at line " + e.getLocation().getLineNr();
      throw new BadInputException(
          where
              + " is not JSON"
              + line
              + ": look for a comma, a quote, a bracket or a name that is missing or there twice",
          e);
    }
  }

  /**
   * The value of an option: a number, a boolean or a word.
   *
   * @throws BadInputException if it is none of them
   */
  static Object scalar(JsonNode node, String where) {
    if (node.isBoolean()) {
      return node.booleanValue();
    }
    if (node.isIntegralNumber()) {
      if (!node.canConvertToInt()) {
        throw new BadInputException(where + " has a whole number beyond 2147483647");
      }
      return node.intValue();
    }
    if (node.isNumber()) {
      if (!Double.isFinite(node.doubleValue())) {
        throw new BadInputException(where + " has a number that is too large");
      }
      return node.doubleValue();
    }
    if (node.isTextual()) {
      String text = node.textValue();
      if (text.length() > LONGEST_WORD || !WORD.matcher(text).matches()) {
        throw new BadInputException(
            where + " has a text that is no word of up to " + LONGEST_WORD + " letters and digits");
      }
      return text;
    }
    throw new BadInputException(
        where + " must be a value, a list of values, or an object with \"from\" and \"to\"");
  }
}
