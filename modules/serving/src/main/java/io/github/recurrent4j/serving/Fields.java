package io.github.recurrent4j.serving;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The fields of a request, from JSON or a form. Each getter says in one line what is wrong with a
 * field; what is null is not there.
 */
final class Fields {
  static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();

  private final ObjectNode node;

  private Fields(ObjectNode node) {
    this.node = node;
  }

  /** No fields. */
  static Fields none() {
    return new Fields(JsonNodeFactory.instance.objectNode());
  }

  /**
   * Reads a body.
   *
   * @param type the header Content-Type, or null
   * @param query what the URL has behind its question mark, or null; counts for forms only
   */
  static Fields read(byte[] body, String type, String query) {
    String media = type == null ? "" : type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    String text = text(body);
    boolean form = media.equals("application/x-www-form-urlencoded") || media.isEmpty();
    // What curl -d sends without a header is called a form.
    boolean braces = text.stripLeading().startsWith("{");
    if (media.equals("application/json") || media.endsWith("+json") || (form && braces)) {
      return json(text);
    }
    if (!form) {
      throw new ApiException(
          415, "send JSON (Content-Type: application/json) or a form, not " + shown(media));
    }
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    addForm(query == null ? "" : query, node);
    addForm(text, node);
    return new Fields(node);
  }

  private static String text(byte[] body) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
    } catch (CharacterCodingException e) {
      throw ApiException.bad("the body is not UTF-8");
    }
  }

  private static Fields json(String text) {
    try {
      if (JSON.readTree(text) instanceof ObjectNode object) {
        return new Fields(object);
      }
      throw ApiException.bad("Invalid JSON format");
    } catch (ArithmeticException | NumberFormatException e) {
      throw ApiException.bad("Invalid JSON format: a number is too large");
    } catch (JsonProcessingException e) {
      // Its message quotes what was sent.
      String place =
          e.getLocation() == null
              ? ""
              : " (line "
                  + e.getLocation().getLineNr()
                  + ", column "
                  + e.getLocation().getColumnNr()
                  + ")";
      throw ApiException.bad("Invalid JSON format" + place);
    }
  }

  private static void addForm(String form, ObjectNode node) {
    for (String pair : form.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        node.put(decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1)));
      }
    }
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw ApiException.bad("the form has a % without two hexadecimal digits behind it");
    }
  }

  private Optional<JsonNode> get(String name) {
    JsonNode value = node.get(name);
    return value == null || value.isNull() ? Optional.empty() : Optional.of(value);
  }

  /** The value of a field as it is; empty if it is not there. */
  Optional<JsonNode> raw(String name) {
    return get(name);
  }

  /** The fields of an object in a field; none if it is not there. */
  Fields object(String name) {
    return get(name)
        .map(
            value -> {
              if (value instanceof ObjectNode object) {
                return new Fields(object);
              }
              throw ApiException.invalid(name, "must be an object");
            })
        .orElseGet(Fields::none);
  }

  /** A text that may be missing. */
  Optional<String> text(String name) {
    return get(name).map(value -> string(name, value));
  }

  /** A text that must be there and not be empty. */
  String required(String name) {
    return text(name)
        .filter(value -> !value.isEmpty())
        .orElseThrow(() -> ApiException.missing(name));
  }

  /** Whether a field is an array. */
  boolean isArray(String name) {
    return get(name).map(JsonNode::isArray).orElse(false);
  }

  /** A text or an array of texts; empty if it is not there. */
  List<String> texts(String name) {
    List<String> texts = new ArrayList<>();
    get(name)
        .ifPresent(
            value -> {
              if (value.isArray()) {
                value.forEach(one -> texts.add(string(name, one)));
              } else {
                texts.add(string(name, value));
              }
            });
    return texts;
  }

  private static String string(String name, JsonNode value) {
    if (!value.isTextual()) {
      throw ApiException.invalid(name, "must be text, or an array of texts where those are taken");
    }
    String text = value.textValue();
    for (int i = 0; i < text.length(); i++) {
      if (Character.isHighSurrogate(text.charAt(i))
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        i++;
      } else if (Character.isSurrogate(text.charAt(i))) {
        throw ApiException.invalid(name, "has half of a surrogate pair: it is no Unicode text");
      }
    }
    return text;
  }

  /** Yes or no. */
  boolean flag(String name) {
    return get(name)
        .map(
            value -> {
              String text = value.asText().toLowerCase(Locale.ROOT);
              if (!value.isValueNode() || !(text.equals("true") || text.equals("false"))) {
                throw ApiException.invalid(name, "must be true or false");
              }
              return text.equals("true");
            })
        .orElse(false);
  }

  /** A whole number in a range, as a number or, in forms, its digits. */
  int integer(String name, int standard, int least, int most) {
    return (int) whole(name, standard, least, most);
  }

  /** The same with more digits. */
  long whole(String name, long standard, long least, long most) {
    return decimal(name)
        .map(
            value -> {
              try {
                return inside(name, value.longValueExact(), least, most);
              } catch (ArithmeticException e) {
                throw ApiException.invalid(name, "must be a whole number");
              }
            })
        .orElse(standard);
  }

  private static long inside(String name, long value, long least, long most) {
    if (value < least || value > most) {
      throw ApiException.invalid(name, "must be between " + least + " and " + most);
    }
    return value;
  }

  /** A number in a range. */
  double number(String name, double standard, double least, double most) {
    double value = decimal(name).map(BigDecimal::doubleValue).orElse(standard);
    if (!(value >= least && value <= most)) {
      throw ApiException.invalid(name, "must be between " + least + " and " + most);
    }
    return value;
  }

  private Optional<BigDecimal> decimal(String name) {
    return get(name)
        .map(
            value -> {
              String text = value.asText();
              // A number of very many digits, or with a huge exponent, would take long to expand.
              if (value.isTextual() || value.isNumber()) {
                try {
                  BigDecimal number = new BigDecimal(text.length() > 40 ? "x" : text);
                  if (Math.abs(number.scale()) < 400) {
                    return number;
                  }
                } catch (NumberFormatException e) {
                  // Said below.
                }
              }
              throw ApiException.bad("Invalid request: " + name + " parameter is not a number");
            });
  }

  private static String shown(String text) {
    return text.replaceAll("[^\\x21-\\x7e]", "?").substring(0, Math.min(60, text.length()));
  }
}
