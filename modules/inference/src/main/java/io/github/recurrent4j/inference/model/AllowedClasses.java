package io.github.recurrent4j.inference.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;

/**
 * The classes that a network's description may name, by the key under which they stand. DL4J makes
 * an object of each of them, so no other name may reach it.
 */
final class AllowedClasses {
  private static final String OURS = "io.github.recurrent4j.layers.";
  private static final String DL4J = "org.deeplearning4j.nn.";
  private static final String ND4J = "org.nd4j.linalg.";

  /** The key that names a class for DL4J's polymorphic types. */
  static final String CLASS = "@class";

  private static final Set<String> UPDATERS =
      Set.of(OURS + "FusedAdam", ND4J + "learning.config.Adam", ND4J + "learning.config.Sgd");
  private static final Set<String> WEIGHT_INITS =
      Set.of(
          DL4J + "weights.WeightInitDistribution",
          DL4J + "weights.WeightInitXavier",
          DL4J + "weights.WeightInitIdentity");
  private static final Set<String> ACTIVATIONS =
      Set.of(
          ND4J + "activations.impl.ActivationIdentity",
          ND4J + "activations.impl.ActivationReLU",
          ND4J + "activations.impl.ActivationSigmoid",
          ND4J + "activations.impl.ActivationSoftmax",
          ND4J + "activations.impl.ActivationTanH");
  private static final Set<String> REGULARIZATIONS =
      Set.of(OURS + "GlobalNormLimit", "io.github.recurrent4j.training.DecoupledWeightDecay");
  private static final Set<String> SCHEDULES =
      Set.of("io.github.recurrent4j.training.RateSchedule", ND4J + "schedule.FixedSchedule");

  private static final Map<String, Set<String>> BY_KEY =
      Map.ofEntries(
          Map.entry(
              "layer",
              Set.of(
                  OURS + "Attention",
                  OURS + "ContextWindow",
                  OURS + "FusedLSTM",
                  OURS + "FusedSimpleRnn",
                  OURS + "GRU",
                  OURS + "IdEmbedding",
                  OURS + "ImageConvolution",
                  OURS + "Mogrifier",
                  OURS + "OneHot",
                  OURS + "Pointer",
                  OURS + "Projection",
                  OURS + "SparseOutput",
                  DL4J + "conf.layers.GlobalPoolingLayer",
                  DL4J + "conf.layers.recurrent.TimeDistributed")),
          Map.entry("underlying", Set.of(DL4J + "conf.layers.DenseLayer")),
          Map.entry(
              "vertices",
              Set.of(
                  OURS + "ExampleRepeatVertex",
                  OURS + "LastStepVertex",
                  OURS + "SequenceAddVertex",
                  OURS + "SequenceMergeVertex",
                  OURS + "SequencePoolVertex",
                  OURS + "SequenceReverseVertex",
                  OURS + "SideInputVertex",
                  DL4J + "conf.graph.LayerVertex",
                  DL4J + "conf.graph.MergeVertex",
                  DL4J + "conf.graph.rnn.LastTimeStepVertex")),
          Map.entry("activationFn", ACTIVATIONS),
          Map.entry("gateActivationFn", ACTIVATIONS),
          Map.entry("iupdater", UPDATERS),
          Map.entry("biasUpdater", UPDATERS),
          Map.entry("learningRateSchedule", SCHEDULES),
          Map.entry("l2", SCHEDULES),
          Map.entry("idropout", Set.of(OURS + "VariationalDropout", OURS + "ActivationPenalty")),
          Map.entry("weightInitFn", WEIGHT_INITS),
          Map.entry("weightInitFnRecurrent", WEIGHT_INITS),
          Map.entry("regularization", REGULARIZATIONS),
          Map.entry("regularizationBias", REGULARIZATIONS),
          Map.entry("lossFn", Set.of(ND4J + "lossfunctions.impl.LossMCXENT")));

  private static final Set<String> DISTRIBUTIONS =
      Set.of(
          DL4J + "conf.distribution.NormalDistribution",
          DL4J + "conf.distribution.UniformDistribution");

  /** What must be empty, since nothing that this suite writes has it. */
  private static final Set<String> EMPTY =
      Set.of("constraints", "weightNoise", "stepFunction", "preProcessor", "inputPreProcessors");

  private AllowedClasses() {}

  /**
   * Checks all class names of a description.
   *
   * @throws ModelFileException if there is one that does not belong
   */
  static void check(JsonNode description) {
    check("", description, false);
  }

  private static void check(String key, JsonNode node, boolean vertex) {
    if (node.isArray()) {
      node.forEach(element -> check(key, element, false));
      return;
    }
    if (!node.isObject()) {
      return;
    }
    boolean vertices = key.equals("vertices") && !vertex;
    Set<String> allowed = vertices ? null : BY_KEY.get(key);
    JsonNode name = node.get(CLASS);
    if (allowed != null || name != null) {
      require(allowed != null && name != null && allowed.contains(name.asText()), key, name);
    }
    if (key.equals("distribution")) {
      JsonNode type = node.get("type");
      require(type != null && DISTRIBUTIONS.contains(type.asText()), key, type);
    }
    for (Iterator<String> keys = node.fieldNames(); keys.hasNext(); ) {
      String inner = keys.next();
      JsonNode value = node.get(inner);
      if (vertices) {
        check("vertices", value, true);
        continue;
      }
      if (EMPTY.contains(inner) && !value.isNull() && !isEmpty(value)) {
        throw new ModelFileException(
            "has " + inner + " in its network, which this suite does not write");
      }
      if (BY_KEY.containsKey(inner) && value.isValueNode() && !value.isNull()) {
        // Neither an object nor nothing: DL4J would look a name up.
        require(false, inner, value);
      }
      check(inner, value, false);
    }
  }

  private static boolean isEmpty(JsonNode node) {
    return node.isContainerNode() && node.isEmpty();
  }

  private static void require(boolean holds, String key, JsonNode name) {
    if (!holds) {
      throw new ModelFileException(
          "has "
              + (name == null ? "no class" : ModelFileException.quote(name.asText()))
              + " as "
              + ModelFileException.quote(key)
              + " in its network, which is no class of a model of this suite");
    }
  }
}
