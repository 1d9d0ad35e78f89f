package io.github.recurrent4j.interchange;

import io.github.recurrent4j.interchange.file.ElementType;
import io.github.recurrent4j.interchange.file.Tensor;
import io.github.recurrent4j.interchange.file.TensorInfo;
import io.github.recurrent4j.kernels.Cell;
import io.github.recurrent4j.layers.RecurrentLayers;
import io.github.recurrent4j.vectorization.BadInputException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BaseRecurrentLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.modelimport.keras.KerasLayer;
import org.deeplearning4j.nn.modelimport.keras.exceptions.InvalidKerasConfigurationException;
import org.deeplearning4j.nn.modelimport.keras.exceptions.UnsupportedKerasConfigurationException;
import org.deeplearning4j.nn.modelimport.keras.utils.KerasLayerUtils;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Keras's GRU for DL4J's own Keras import ({@code KerasModelImport}), which has none: both kinds,
 * in one direction. Needs the artifact deeplearning4j-modelimport, which this module leaves to
 * those who use it, and HDF5's native library with it. Without them {@link KerasModel} reads the
 * same files, GRUs within Bidirectional, too.
 *
 * <pre>{@code
 * KerasGru.register();
 * MultiLayerNetwork network = KerasModelImport.importKerasSequentialModelAndWeights("model.h5");
 * }</pre>
 */
public final class KerasGru extends KerasLayer {
  private static final String CLASS = "GRU";
  private static final String SEQUENCES = "return_sequences";

  private final boolean after;
  private final boolean bias;

  /**
   * Made by DL4J's import.
   *
   * @param config the layer's description
   * @throws UnsupportedKerasConfigurationException if it has settings that no GRU of this suite has
   */
  public KerasGru(Map<String, Object> config)
      throws InvalidKerasConfigurationException, UnsupportedKerasConfigurationException {
    super(config, false);
    Map<String, Object> inner = KerasLayerUtils.getInnerLayerConfigFromConfig(config, conf);
    require(inner, "activation", "tanh");
    require(inner, "recurrent_activation", "sigmoid");
    require(inner, "go_backwards", false);
    after = Boolean.TRUE.equals(inner.get("reset_after"));
    bias = !Boolean.FALSE.equals(inner.get("use_bias"));
    int units = KerasLayerUtils.getNOutFromConfig(config, conf);
    BaseRecurrentLayer.Builder<?> builder =
        RecurrentLayers.of(after ? Cell.GRU_RESET_AFTER : Cell.GRU);
    builder.name(layerName);
    builder.nOut(units);
    builder.activation(Activation.TANH);
    // Keras's steps come before their features.
    builder.dataFormat(RNNFormat.NWC);
    Layer gru = builder.build();
    layer = Boolean.TRUE.equals(inner.get(SEQUENCES)) ? gru : new LastTimeStep(gru);
  }

  /** Makes DL4J's Keras import know GRU, in this process. */
  public static void register() {
    registerCustomLayer(CLASS, KerasGru.class);
  }

  private static void require(Map<String, Object> config, String key, Object value)
      throws UnsupportedKerasConfigurationException {
    Object found = config.get(key);
    if (found != null && !found.equals(value)) {
      throw new UnsupportedKerasConfigurationException(
          "a GRU with " + key + "=" + found + " is not supported, only " + value);
    }
  }

  @Override
  public InputType getOutputType(InputType... types) throws InvalidKerasConfigurationException {
    return layer.getOutputType(-1, recurrent(types));
  }

  @Override
  public InputPreProcessor getInputPreprocessor(InputType... types)
      throws InvalidKerasConfigurationException {
    return layer.getPreProcessorForInputType(recurrent(types));
  }

  private static InputType recurrent(InputType... types) throws InvalidKerasConfigurationException {
    if (types.length != 1 || types[0].getType() != InputType.Type.RNN) {
      throw new InvalidKerasConfigurationException(
          "a GRU reads one sequence, not " + Arrays.toString(types));
    }
    return types[0];
  }

  @Override
  public int getNumParams() {
    return bias ? 3 : 2;
  }

  @Override
  public void setWeights(Map<String, INDArray> given) throws InvalidKerasConfigurationException {
    try {
      CellWeights cell =
          KerasCells.of(
              layerName,
              tensor(given, "kernel"),
              tensor(given, "recurrent_kernel"),
              bias ? tensor(given, "bias") : null,
              after);
      int columns = cell.cell().gates() * cell.out();
      weights = new HashMap<>();
      weights.put("W", columnwise(cell.w(), cell.in(), columns));
      weights.put("RW", columnwise(cell.rw(), cell.out(), columns));
      weights.put("b", Nd4j.create(cell.b(), new long[] {1, cell.b().length}));
    } catch (BadInputException e) {
      throw new InvalidKerasConfigurationException("a GRU " + e.getMessage(), e);
    }
  }

  private static INDArray columnwise(float[] values, int rows, int columns) {
    return Nd4j.create(values, new long[] {rows, columns}, 'f');
  }

  private static Tensor tensor(Map<String, INDArray> given, String key)
      throws InvalidKerasConfigurationException {
    INDArray array = given.get(key);
    if (array == null) {
      throw new InvalidKerasConfigurationException("a GRU without " + key);
    }
    TensorInfo info =
        new TensorInfo(key, ElementType.F32, Arrays.stream(array.shape()).boxed().toList());
    return new Tensor(info, array.dup('c').data().asFloat());
  }
}
