package io.github.recurrent4j.lessons;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recurrent4j.kernels.Cell;
import io.github.recurrent4j.kernels.GateOrder;
import io.github.recurrent4j.kernels.RecurrentSpec;
import io.github.recurrent4j.layers.FusedLSTM;
import io.github.recurrent4j.layers.FusedSimpleRnn;
import io.github.recurrent4j.layers.GRU;
import io.github.recurrent4j.layers.kernel.Activations;
import io.github.recurrent4j.layers.kernel.Engine;
import io.github.recurrent4j.layers.kernel.RecurrentKernel;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BaseRecurrentLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The cell in plain arrays against the suite's layers. */
class RecurrentCellTest {
  private static final int IN = 3;
  private static final int HIDDEN = 5;
  private static final int TIME = 7;

  private static MultiLayerNetwork network(Cell cell) {
    BaseRecurrentLayer.Builder<?> layer =
        switch (cell) {
          case RNN -> new FusedSimpleRnn.Builder();
          case LSTM -> new FusedLSTM.Builder();
          default -> new GRU.Builder();
        };
    layer.nIn(IN).nOut(HIDDEN);
    BaseRecurrentLayer built = layer.build();
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .dataType(DataType.DOUBLE)
                .seed(4)
                .list()
                .layer(built)
                .layer(new RnnOutputLayer.Builder().nOut(2).build())
                .setInputType(InputType.recurrent(IN))
                .build());
    network.init();
    network.params().addi(Nd4j.rand(DataType.DOUBLE, network.params().shape()).subi(0.5));
    return network;
  }

  private static double[][] sequence(long seed) {
    Random random = new Random(seed);
    double[][] x = new double[TIME][IN];
    for (double[] row : x) {
      for (int i = 0; i < IN; i++) {
        row[i] = random.nextGaussian();
      }
    }
    return x;
  }

  @ParameterizedTest
  @EnumSource(
      value = Cell.class,
      names = {"RNN", "LSTM", "GRU"})
  void statesAreThoseOfTheLayer(Cell cell) {
    MultiLayerNetwork network = network(cell);
    double[][] x = sequence(1);
    double[][] h = RecurrentCell.of(network, 0, cell).read(x).h();
    INDArray input = Nd4j.createFromArray(x).transpose().reshape(1, IN, TIME);
    INDArray states = network.feedForward(input).get(1);
    for (int t = 0; t < TIME; t++) {
      for (int k = 0; k < HIDDEN; k++) {
        assertThat(h[t][k]).isCloseTo(states.getDouble(0, k, t), Offset.offset(1e-12));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Cell.class,
      names = {"RNN", "LSTM", "GRU"})
  void gradientsAreThoseOfTheLayer(Cell cell) {
    MultiLayerNetwork network = network(cell);
    RecurrentCell plain = RecurrentCell.of(network, 0, cell);
    double[][] x = sequence(2);
    double[] last = {0.3, -0.2, 0.5, 0.1, -0.7};
    double[] norms = plain.gradientNorms(x, last);
    RecurrentCell.Trace trace = plain.read(x);
    GateOrder order =
        cell == Cell.RNN
            ? GateOrder.SINGLE
            : cell == Cell.LSTM ? GateOrder.DL4J_LSTM : GateOrder.GRU;
    RecurrentKernel.Parameters parameters =
        new RecurrentKernel.Parameters(
            network.getParam("0_W"), network.getParam("0_RW"), network.getParam("0_b"));
    for (int t = 0; t < TIME - 1; t++) {
      // The rest of the sequence, begun in the state after step t.
      int rest = TIME - 1 - t;
      try (RecurrentKernel kernel =
          Engine.kernel(
              new RecurrentSpec(cell, order, IN, HIDDEN),
              Activations.standard(),
              DataType.DOUBLE)) {
        INDArray in = Nd4j.create(DataType.DOUBLE, rest, 1, IN);
        for (int s = 0; s < rest; s++) {
          in.putSlice(s, Nd4j.createFromArray(x[t + 1 + s]).reshape(1, IN));
        }
        INDArray h = Nd4j.createFromArray(trace.h()[t]).reshape(1, HIDDEN);
        INDArray c =
            cell == Cell.LSTM
                ? Nd4j.createFromArray(trace.gates().get("c")[t]).reshape(1, HIDDEN)
                : null;
        INDArray out = Nd4j.create(DataType.DOUBLE, rest, 1, HIDDEN);
        kernel.forward(in, parameters, new RecurrentKernel.State(h, c), null, true, out);
        INDArray dOut = Nd4j.create(DataType.DOUBLE, rest, 1, HIDDEN);
        dOut.putSlice(rest - 1, Nd4j.createFromArray(last).reshape(1, HIDDEN));
        RecurrentKernel.State d =
            kernel.backward(
                dOut,
                new RecurrentKernel.Parameters(
                    parameters.w().ulike(), parameters.rw().ulike(), parameters.b().ulike()),
                Nd4j.create(DataType.DOUBLE, rest, 1, IN));
        double squares = Math.pow(d.h().norm2Number().doubleValue(), 2);
        if (d.c() != null) {
          squares += Math.pow(d.c().norm2Number().doubleValue(), 2);
        }
        assertThat(norms[t]).isCloseTo(Math.sqrt(squares), Offset.offset(1e-10));
      }
    }
  }
}
