package io.github.recurrent4j.interchange;

import io.github.recurrent4j.layers.SparseOutput;
import io.github.recurrent4j.vectorization.AtomicFile;
import io.github.recurrent4j.vectorization.BadInputException;
import java.nio.file.Path;
import java.util.List;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * A DL4J network of imported layers, one after another. A last dense layer becomes the output:
 * softmax with integer labels ({@link SparseOutput}), sigmoid with binary cross-entropy, anything
 * else with the mean squared error, so that training can go on; the updater is Adam. (DL4J's
 * Bidirectional has no backward pass where only the last states are given: such a network answers,
 * but does not learn.)
 */
public final class ImportedNetwork {
  private ImportedNetwork() {}

  /**
   * A network with the layers' weights.
   *
   * @param layers each reads what the one before gives
   * @throws BadInputException if the sizes do not fit each other
   */
  public static MultiLayerNetwork of(List<ImportedLayer> layers) {
    MultiLayerNetwork network = new MultiLayerNetwork(configuration(layers));
    float[] parameters =
        Rows.joined(layers.stream().map(ImportedLayer::parameters).toArray(float[][]::new));
    network.init(Nd4j.create(parameters, new long[] {1, parameters.length}), false);
    return network;
  }

  /** Writes a network as DL4J's {@code MultiLayerNetwork.load} reads it. */
  public static void write(MultiLayerNetwork network, Path file) {
    AtomicFile.write(file, out -> ModelSerializer.writeModel(network, out, false));
  }

  private static MultiLayerConfiguration configuration(List<ImportedLayer> layers) {
    if (layers.isEmpty() || layers.get(0).in() == 0) {
      throw new BadInputException("there is no layer that reads an input: name the layers");
    }
    NeuralNetConfiguration.ListBuilder list =
        new NeuralNetConfiguration.Builder().updater(new Adam(1e-3)).list();
    int size = layers.get(0).in();
    boolean sequence = true;
    for (int i = 0; i < layers.size(); i++) {
      ImportedLayer layer = layers.get(i);
      requireFits(layer, size, i, sequence);
      boolean last = i == layers.size() - 1;
      list.layer(
          last && layer instanceof ImportedDense d ? output(d, sequence) : layer.configuration());
      size = layer.out() == 0 ? size : layer.out();
      boolean single = layer instanceof ImportedRecurrent r && r.lastOnly();
      sequence &= !single && !(layer instanceof ImportedPooling);
    }
    return list.setInputType(InputType.recurrent(layers.get(0).in())).build();
  }

  private static void requireFits(ImportedLayer layer, int size, int place, boolean sequence) {
    String wrong = null;
    if (layer instanceof ImportedEmbedding && place > 0) {
      wrong = "reads ids, but stands after another layer";
    } else if (layer.in() != 0 && layer.in() != size) {
      wrong = "reads " + layer.in() + " values, but what stands before it gives " + size;
    } else if (!sequence && !(layer instanceof ImportedDense)) {
      wrong = "reads sequences, but what stands before it gives one vector for each";
    }
    if (wrong != null) {
      throw new BadInputException(
          "'" + layer.name() + "' " + wrong + ": name the layers in order, with --layers A,B,C");
    }
  }

  private static Layer output(ImportedDense dense, boolean sequence) {
    BaseOutputLayer.Builder<?> builder;
    LossFunction loss =
        dense.activation() == Activation.SIGMOID ? LossFunction.XENT : LossFunction.MSE;
    if (dense.activation() == Activation.SOFTMAX) {
      builder = new SparseOutput.Builder().perToken(true);
    } else {
      builder = sequence ? new RnnOutputLayer.Builder(loss) : new OutputLayer.Builder(loss);
      builder.activation(dense.activation());
    }
    builder.name(dense.name());
    builder.nIn(dense.in());
    builder.nOut(dense.out());
    return builder.build();
  }
}
