package io.github.recurrent4j.search;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.recurrent4j.vectorization.BadInputException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.arbiter.optimize.api.ParameterSpace;
import org.deeplearning4j.arbiter.optimize.distribution.LogUniformDistribution;
import org.deeplearning4j.arbiter.optimize.parameter.FixedValue;
import org.deeplearning4j.arbiter.optimize.parameter.continuous.ContinuousParameterSpace;
import org.deeplearning4j.arbiter.optimize.parameter.discrete.DiscreteParameterSpace;
import org.deeplearning4j.arbiter.optimize.parameter.integer.IntegerParameterSpace;

/**
 * An Arbiter space of {@link Setting}s, read from a JSON object with a field for each option:
 *
 * <pre>{@code
 * {
 *   "cell": ["gru", "lstm"],                                   one of these
 *   "layers": {"from": 1, "to": 3},                            a whole number
 *   "dropout": {"from": 0.0, "to": 0.5},                       a number
 *   "learning-rate": {"from": 3e-4, "to": 1e-2, "scale": "log"},
 *   "hidden": {"from": 64, "to": 512, "scale": "log", "multiple": 32},
 *   "epochs": 3                                                the same for all
 * }
 * }</pre>
 */
public final class SettingSpace implements ParameterSpace<Setting> {
  private static final MathContext DIGITS = new MathContext(4);
  private static final int MOST_VALUES = 10_000;
  private static final int LONGEST_NAME = 60;

  private final Map<String, Parameter> parameters;

  /** A space, its Arbiter parameter and what is done with the value. */
  private record Parameter(ParameterSpace<?> space, boolean whole, int multiple) {
    Object value(double[] flat) {
      Object value = space.getValue(flat);
      if (!(value instanceof Double number)) {
        return value;
      }
      if (whole) {
        return Math.max(multiple, (int) Math.round(number / multiple) * multiple);
      }
      // The value that is written down is the value that is used.
      return new BigDecimal(number).round(DIGITS).doubleValue();
    }
  }

  private SettingSpace(Map<String, Parameter> parameters) {
    this.parameters = parameters;
  }

  /**
   * Reads a space.
   *
   * @param json the object described above
   * @param where what to name in messages, such as the file
   * @throws BadInputException if it is not such an object
   */
  public static SettingSpace parse(String json, String where) {
    JsonNode root = UntrustedJson.object(json, where);
    if (root.isEmpty()) {
      throw new BadInputException(where + " must be a JSON object with a field for each option");
    }
    Map<String, Parameter> parameters = new LinkedHashMap<>();
    root.properties()
        .forEach(
            field -> {
              String name = field.getKey();
              if (name.length() > LONGEST_NAME) {
                throw new BadInputException(where + " has a name longer than any option's");
              }
              parameters.put(name, parameter(field.getValue(), where + ": \"" + name + "\""));
            });
    return new SettingSpace(parameters);
  }

  /**
   * A space of values as they are: a list for an option that has several, else the value.
   *
   * @throws BadInputException if a value is neither a number nor a string nor a boolean
   */
  public static SettingSpace of(Map<String, ?> values) {
    return parse(new JsonMapper().valueToTree(values).toString(), "the space");
  }

  private static Parameter parameter(JsonNode node, String where) {
    if (node.isArray() && !node.isEmpty()) {
      if (node.size() > MOST_VALUES) {
        throw new BadInputException(where + " has more than " + MOST_VALUES + " values");
      }
      List<Object> values = new ArrayList<>();
      node.forEach(v -> values.add(UntrustedJson.scalar(v, where)));
      // Arbiter's grid forgets the place of a list with a single value.
      return new Parameter(
          values.size() == 1
              ? new FixedValue<>(values.get(0))
              : new DiscreteParameterSpace<>(values),
          false,
          1);
    }
    if (node.isObject()) {
      return range(node, where);
    }
    return new Parameter(new FixedValue<>(UntrustedJson.scalar(node, where)), false, 1);
  }

  private static Parameter range(JsonNode node, String where) {
    JsonNode from = node.path("from");
    JsonNode to = node.path("to");
    if (!from.isNumber() || !to.isNumber() || !(from.asDouble() < to.asDouble())) {
      throw new BadInputException(where + " needs numbers \"from\" and \"to\", from below to");
    }
    UntrustedJson.scalar(from, where);
    UntrustedJson.scalar(to, where);
    node.fieldNames()
        .forEachRemaining(
            name -> {
              if (!List.of("from", "to", "scale", "multiple").contains(name)) {
                throw new BadInputException(
                    where + " has an unknown \"" + name + "\": from, to, scale and multiple serve");
              }
            });
    String scale = node.has("scale") ? String.valueOf(node.get("scale").textValue()) : "linear";
    JsonNode step = node.path("multiple");
    if (!step.isMissingNode() && !(step.isIntegralNumber() && step.canConvertToInt())) {
      throw new BadInputException(where + ": \"multiple\" is for whole numbers and at least 1");
    }
    int multiple = step.asInt(1);
    boolean whole = from.isIntegralNumber() && to.isIntegralNumber();
    if (multiple < 1 || (multiple > 1 && !whole)) {
      throw new BadInputException(where + ": \"multiple\" is for whole numbers and at least 1");
    }
    if (scale.equals("log")) {
      if (from.asDouble() <= 0) {
        throw new BadInputException(where + ": a \"log\" scale begins above 0");
      }
      return new Parameter(
          new ContinuousParameterSpace(new LogUniformDistribution(from.asDouble(), to.asDouble())),
          whole,
          multiple);
    }
    if (!scale.equals("linear")) {
      throw new BadInputException(where + ": \"scale\" must be \"linear\" or \"log\"");
    }
    return whole && multiple == 1
        ? new Parameter(new IntegerParameterSpace(from.asInt(), to.asInt()), true, 1)
        : new Parameter(
            new ContinuousParameterSpace(from.asDouble(), to.asDouble()), whole, multiple);
  }

  /** The options' names, in the order of the file. */
  public List<String> names() {
    return List.copyOf(parameters.keySet());
  }

  @Override
  public Setting getValue(double[] flat) {
    Map<String, Object> values = new LinkedHashMap<>();
    parameters.forEach((name, parameter) -> values.put(name, parameter.value(flat)));
    return new Setting(values);
  }

  @Override
  public int numParameters() {
    return collectLeaves().size();
  }

  @Override
  @SuppressWarnings("rawtypes") // Arbiter's signature.
  public List<ParameterSpace> collectLeaves() {
    List<ParameterSpace> leaves = new ArrayList<>();
    parameters.values().forEach(p -> leaves.addAll(p.space().collectLeaves()));
    return leaves;
  }

  @Override
  @SuppressWarnings("rawtypes") // Arbiter's signature.
  public Map<String, ParameterSpace> getNestedSpaces() {
    Map<String, ParameterSpace> spaces = new LinkedHashMap<>();
    parameters.forEach((name, p) -> spaces.put(name, p.space()));
    return spaces;
  }

  @Override
  public boolean isLeaf() {
    return false;
  }

  @Override
  public void setIndices(int... indices) {
    throw new UnsupportedOperationException("only the parameters in it have indices");
  }
}
