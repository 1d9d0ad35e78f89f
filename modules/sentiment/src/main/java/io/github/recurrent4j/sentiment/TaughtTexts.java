package io.github.recurrent4j.sentiment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.recurrent4j.vectorization.BadInputException;
import io.github.recurrent4j.vectorization.LabelledText;
import io.github.recurrent4j.vectorization.TextFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Texts with what a teacher says of them: the likelihood of every class, which tells a pupil more
 * than a label (Hinton et al., 2015, "Distilling the Knowledge in a Neural Network"). A file has a
 * JSON object a line with {@code text} and {@code probabilities}, in the order of the classes, as
 * {@code r4j sentiment classify --json} prints it; other fields are not read.
 */
public final class TaughtTexts {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final double ROUNDED = 0.01;

  private TaughtTexts() {}

  /**
   * Reads a file; blank lines are passed over.
   *
   * @param classes number of classes
   * @throws BadInputException if a line is not such an object, or its probabilities are not one for
   *     each class that together make 1
   */
  public static List<LabelledText> read(Path file, int classes) {
    StringBuilder all = new StringBuilder();
    TextFile.read(file, all::append);
    List<LabelledText> texts = new ArrayList<>();
    int number = 0;
    for (String line : all.toString().lines().toList()) {
      number++;
      if (!line.isBlank()) {
        texts.add(parsed(line, classes, file + ", line " + number));
      }
    }
    return texts;
  }

  private static LabelledText parsed(String line, int classes, String where) {
    JsonNode object;
    try {
      object = JSON.readTree(line);
    } catch (JsonProcessingException e) {
      throw new BadInputException(where + " is not JSON: " + expected(classes), e);
    }
    if (!object.path("text").isTextual()) {
      throw new BadInputException(where + " has no text: " + expected(classes));
    }
    List<Double> chances = new ArrayList<>();
    double sum = 0;
    int likeliest = 0;
    for (JsonNode p : object.path("probabilities")) {
      double chance = p.isNumber() ? p.doubleValue() : Double.NaN;
      if (!(chance >= 0 && chance <= 1)) {
        throw new BadInputException(where + " has a probability that is none: " + p);
      }
      sum += chance;
      chances.add(chance);
      likeliest = chance > chances.get(likeliest) ? chances.size() - 1 : likeliest;
    }
    if (chances.size() != classes || Math.abs(sum - 1) > ROUNDED) {
      throw new BadInputException(
          String.format(
              "%s has %d probabilities, which make %.3g: %s",
              where, chances.size(), sum, expected(classes)));
    }
    return new LabelledText(object.get("text").textValue(), likeliest, chances);
  }

  private static String expected(int classes) {
    return "each line is an object with \"text\" and \"probabilities\", "
        + classes
        + " numbers that make 1, as r4j sentiment classify --json prints it";
  }
}
