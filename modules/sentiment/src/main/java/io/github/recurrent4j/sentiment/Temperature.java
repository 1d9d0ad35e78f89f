package io.github.recurrent4j.sentiment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.recurrent4j.inference.model.ModelFile;
import io.github.recurrent4j.inference.model.ModelFileException;
import io.github.recurrent4j.training.ModelFiles;
import io.github.recurrent4j.vectorization.settings.Settings;

/**
 * What calibrates a model's probabilities (Guo et al., 2017): they become softmax(log p /
 * temperature). It lies beside the shape in the model file.
 *
 * @param value above 0; 1 leaves the probabilities as they are
 */
record Temperature(double value) {
  /** Leaves probabilities as they are. */
  static final Temperature NONE = new Temperature(1);

  private static final String NAME = "temperature";
  private static final double LOWEST = 0.01;
  private static final double HIGHEST = 100;

  /**
   * The temperature of a model file, or of its provenance, where files once had it; none if there
   * is none.
   *
   * @throws ModelFileException if it is out of its range
   */
  static Temperature of(ModelFile file) {
    JsonNode value = file.config().get(NAME);
    value = value == null ? file.provenance().get(NAME) : value;
    if (value == null) {
      return NONE;
    }
    double temperature = value.isNumber() ? value.doubleValue() : Double.NaN;
    if (!(temperature >= LOWEST && temperature <= HIGHEST)) {
      throw new ModelFileException(
          "has a temperature that is not between "
              + LOWEST
              + " and "
              + HIGHEST
              + ": train it again");
    }
    return new Temperature(temperature);
  }

  /** The shape in a model file. */
  static SentimentShape shape(ModelFile file) {
    return ModelFiles.shape(file, SentimentShape.class, NAME, StoredLabels.NAME);
  }

  /** A shape and this, as they lie in a model file. */
  ObjectNode with(SentimentShape shape) {
    return Settings.of(SentimentShape.class).toJson(shape).put(NAME, value);
  }

  /** Probabilities, calibrated; in double precision. */
  double[] applied(float[] p) {
    double[] q = new double[p.length];
    double sum = 0;
    for (int c = 0; c < p.length; c++) {
      q[c] = Math.pow(Math.max(p[c], Float.MIN_NORMAL), 1 / value);
      sum += q[c];
    }
    for (int c = 0; c < p.length; c++) {
      q[c] /= sum;
    }
    return q;
  }
}
