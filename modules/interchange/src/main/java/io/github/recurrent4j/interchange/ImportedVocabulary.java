package io.github.recurrent4j.interchange;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.recurrent4j.vectorization.BadInputException;
import io.github.recurrent4j.vectorization.Vocabulary;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The tokens of a model from elsewhere, in the order of their ids: {@code .json} with a list of
 * texts or an object with the id of each text, this suite's {@code vocabulary.txt}, or any other
 * text with a token a line.
 */
public final class ImportedVocabulary {
  private static final String OURS = "recurrent4j-vocabulary ";
  private static final long LARGEST = 64L << 20;
  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  private ImportedVocabulary() {}

  /**
   * Reads a file.
   *
   * @throws BadInputException if it is missing, not UTF-8, or has ids or tokens twice or not at all
   */
  public static Vocabulary read(Path file) {
    String text = text(file);
    List<String> tokens;
    if (file.toString().endsWith(".json")) {
      try {
        tokens = tokens(file, JSON.readTree(text));
      } catch (JsonProcessingException e) {
        throw new BadInputException(file + " is damaged JSON: save it again", e);
      }
    } else if (text.startsWith(OURS)) {
      return Vocabulary.fromText(text);
    } else {
      tokens = text.lines().toList();
    }
    if (tokens.isEmpty()
        || tokens.contains("")
        || tokens.size() != tokens.stream().distinct().count()) {
      throw new BadInputException(
          file + " has no tokens, an empty one, or one twice: give each id a text of its own");
    }
    return new Vocabulary(tokens);
  }

  private static String text(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new BadInputException("there is no file " + file + ": name the model's tokens");
    }
    try {
      if (Files.size(file) > LARGEST) {
        throw new BadInputException(file + " is larger than any vocabulary: name another file");
      }
      byte[] bytes = Files.readAllBytes(file);
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new BadInputException(file + " is not UTF-8: save it as UTF-8", e);
    } catch (IOException e) {
      throw new BadInputException(file + " cannot be read: " + e.getMessage(), e);
    }
  }

  private static List<String> tokens(Path file, JsonNode json) {
    if (json.isArray()) {
      List<String> tokens = new ArrayList<>();
      json.forEach(token -> tokens.add(token.isTextual() ? token.asText() : ""));
      return tokens;
    }
    String[] byId = new String[json.size()];
    for (Map.Entry<String, JsonNode> field : json.properties()) {
      JsonNode id = field.getValue();
      if (!id.isInt() || id.intValue() < 0 || id.intValue() >= byId.length) {
        throw new BadInputException(
            file + " gives '" + field.getKey() + "' an id that is not below " + byId.length);
      }
      byId[id.intValue()] = field.getKey();
    }
    return Arrays.stream(byId).map(token -> token == null ? "" : token).toList();
  }
}
