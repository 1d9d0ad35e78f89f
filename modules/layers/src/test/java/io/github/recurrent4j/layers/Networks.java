package io.github.recurrent4j.layers;

import java.util.Random;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BaseRecurrentLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.NoOp;

/** Small networks and data for the tests of this module. */
final class Networks {
  private Networks() {}

  static BaseRecurrentLayer.Builder<?> builder(String cell) {
    return switch (cell) {
      case "lstm" -> new FusedLSTM.Builder();
      case "rnn" -> new FusedSimpleRnn.Builder();
      case "gru" -> new GRU.Builder();
      case "gru-after" -> new GRU.Builder().resetAfter(true);
      case "stock-lstm" -> new LSTM.Builder();
      case "stock-rnn" -> new SimpleRnn.Builder();
      default -> throw new IllegalArgumentException(cell);
    };
  }

  static Layer cell(String cell, int in, int out, RNNFormat format) {
    BaseRecurrentLayer.Builder<?> b = builder(cell);
    b.nIn(in).nOut(out);
    b.dataFormat(format);
    b.activation(Activation.TANH);
    return b.build();
  }

  static NeuralNetConfiguration.ListBuilder list(DataType type, IUpdater updater) {
    return new NeuralNetConfiguration.Builder()
        .dataType(type)
        .seed(7)
        .updater(updater)
        .weightInit(WeightInit.XAVIER)
        .list();
  }

  /** A recurrent layer (or two layers) with a dense-label output. */
  static MultiLayerNetwork network(
      DataType type, Layer hidden, int in, int hiddenSize, int classes, RNNFormat format) {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            list(type, new NoOp())
                .layer(hidden)
                .layer(
                    new RnnOutputLayer.Builder()
                        .nIn(hiddenSize)
                        .nOut(classes)
                        .dataFormat(format)
                        .build())
                .setInputType(InputType.recurrent(in, format))
                .backpropType(BackpropType.Standard)
                .build());
    network.init();
    spread(network.params());
    return network;
  }

  /** Biases start at zero: give every parameter a value that matters. */
  static void spread(INDArray parameters) {
    INDArray noise = Nd4j.rand(parameters.dataType(), parameters.shape()).subi(0.5);
    parameters.addi(noise.muli(0.4));
  }

  static INDArray sequence(DataType type, int batch, int size, int time, RNNFormat format) {
    INDArray a = Nd4j.rand(type, batch, size, time).subi(0.5).muli(2);
    return format == RNNFormat.NCW ? a : a.permute(0, 2, 1).dup('c');
  }

  static INDArray oneHot(DataType type, int[][] ids, int classes, RNNFormat format) {
    INDArray a = Nd4j.zeros(type, ids.length, classes, ids[0].length);
    for (int b = 0; b < ids.length; b++) {
      for (int t = 0; t < ids[0].length; t++) {
        a.putScalar(b, ids[b][t], t, 1);
      }
    }
    return format == RNNFormat.NCW ? a : a.permute(0, 2, 1).dup('c');
  }

  static int[][] ids(long seed, int batch, int time, int classes) {
    Random random = new Random(seed);
    int[][] ids = new int[batch][time];
    for (int[] row : ids) {
      for (int t = 0; t < time; t++) {
        row[t] = random.nextInt(classes);
      }
    }
    return ids;
  }

  static INDArray array(DataType type, int[][] ids) {
    return Nd4j.createFromArray(ids).castTo(type);
  }

  /** Masks by kind: {@code none}, {@code end}, {@code start}, {@code both}, {@code holes}. */
  static INDArray mask(DataType type, String kind, int batch, int time) {
    if (kind.equals("none")) {
      return null;
    }
    INDArray mask = Nd4j.ones(type, batch, time);
    for (int b = 1; b < batch; b++) {
      if (kind.equals("end") || kind.equals("both")) {
        mask.putScalar(b, time - 1, 0);
        if (b > 1) {
          mask.putScalar(b, time - 2, 0);
        }
      }
      if (kind.equals("start") || kind.equals("both")) {
        mask.putScalar(b, 0, 0);
      }
      if (kind.equals("holes")) {
        mask.putScalar(b, time / 2, 0);
      }
    }
    return mask;
  }
}
