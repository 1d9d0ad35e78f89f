package io.github.recurrent4j.layers;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recurrent4j.kernels.Precision;
import io.github.recurrent4j.layers.kernel.Engine;
import io.github.recurrent4j.layers.runtime.FusedRecurrentLayer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.NoOp;

/** The fused layers against DL4J's own and against plain loops written from the equations. */
class EqualityTest {
  private static final DataType F = DataType.FLOAT;

  @ParameterizedTest
  @CsvSource({
    "lstm,none", "lstm,end", "lstm,start", "lstm,both", "lstm,holes",
    "rnn,none", "rnn,end", "rnn,start", "rnn,both", "rnn,holes"
  })
  void stockLayerForwardAndGradients(String cell, String maskKind) {
    for (boolean bidirectional : new boolean[] {false, true}) {
      for (RNNFormat format : RNNFormat.values()) {
        if (cell.equals("rnn") && format == RNNFormat.NWC) {
          continue; // DL4J's own SimpleRnn fails on NWC in its backward pass.
        }
        compareWithStock(cell, maskKind, bidirectional, format);
      }
    }
  }

  private static void compareWithStock(
      String cell, String maskKind, boolean bidirectional, RNNFormat format) {
    Nd4j.getRandom().setSeed(5);
    int hidden = 16;
    var mine = Networks.cell(cell, 7, hidden, format);
    var theirs = Networks.cell("stock-" + cell, 7, hidden, format);
    int out = bidirectional ? 2 * hidden : hidden;
    MultiLayerNetwork a =
        Networks.network(
            F,
            bidirectional ? new Bidirectional(Bidirectional.Mode.CONCAT, mine) : mine,
            7,
            out,
            5,
            format);
    MultiLayerNetwork b =
        Networks.network(
            F,
            bidirectional ? new Bidirectional(Bidirectional.Mode.CONCAT, theirs) : theirs,
            7,
            out,
            5,
            format);
    b.setParams(a.params().dup());
    INDArray x = Networks.sequence(F, 4, 7, 9, format);
    INDArray y = Networks.oneHot(F, Networks.ids(1, 4, 9, 5), 5, format);
    INDArray mask = Networks.mask(F, maskKind, 4, 9);
    for (MultiLayerNetwork n : new MultiLayerNetwork[] {a, b}) {
      n.setInput(x);
      n.setLabels(y);
      n.setLayerMaskArrays(mask, mask);
      if (mask != null) {
        n.getLayer(0).setMaskArray(mask); // DL4J's LSTM does not take it by itself.
      }
      n.computeGradientAndScore();
    }
    assertThat(a.score()).isCloseTo(b.score(), within(1e-5 * Math.abs(b.score())));
    // DL4J's LSTM leaks cell errors through masked first steps and holes (the gradient checks in
    // GradientTest tell who is right): its gradients are comparable where masks only pad the end.
    boolean endOnly = mask == null || (maskKind.equals("end") && !bidirectional);
    if (cell.equals("rnn") || endOnly) {
      assertClose(a.getFlattenedGradients(), b.getFlattenedGradients(), 2e-5);
    }
    INDArray out1 = a.output(x, false, mask, mask);
    INDArray out2 = b.output(x, false, mask, mask);
    if (mask == null) {
      assertClose(out1, out2, 1e-5);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void gruAgainstPlainLoop(boolean resetAfter) {
    Nd4j.getRandom().setSeed(6);
    int in = 5;
    int h = 8;
    MultiLayerNetwork network =
        Networks.network(
            F,
            Networks.cell(resetAfter ? "gru-after" : "gru", in, h, RNNFormat.NCW),
            in,
            h,
            3,
            RNNFormat.NCW);
    INDArray x = Networks.sequence(F, 2, in, 11, RNNFormat.NCW);
    INDArray out = network.feedForward(x).get(1);
    double[][] w = network.getLayer(0).getParam("W").castTo(DataType.DOUBLE).toDoubleMatrix();
    double[][] rw = network.getLayer(0).getParam("RW").castTo(DataType.DOUBLE).toDoubleMatrix();
    double[] b = network.getLayer(0).getParam("b").castTo(DataType.DOUBLE).toDoubleVector();
    for (int n = 0; n < 2; n++) {
      double[] state = new double[h];
      for (int t = 0; t < 11; t++) {
        double[] xt = new double[in];
        for (int i = 0; i < in; i++) {
          xt[i] = x.getDouble(n, i, t);
        }
        state = PlainGru.step(w, rw, b, xt, state, resetAfter);
        for (int j = 0; j < h; j++) {
          assertThat(out.getDouble(n, j, t)).isCloseTo(state[j], within(1e-5));
        }
      }
    }
  }

  @Test
  void pyTorchWeights() {
    // r, z, n for H = 1, I = 1: h = (1 - z) n + z h.
    GruWeights weights =
        GruWeights.fromPyTorch(
            Nd4j.createFromArray(new float[][] {{0.1f}, {0.2f}, {0.3f}}),
            Nd4j.createFromArray(new float[][] {{-0.4f}, {0.5f}, {0.6f}}),
            Nd4j.createFromArray(0.01f, 0.02f, 0.03f),
            Nd4j.createFromArray(0.04f, 0.05f, 0.06f));
    MultiLayerNetwork network =
        Networks.network(
            F, Networks.cell("gru-after", 1, 1, RNNFormat.NCW), 1, 1, 2, RNNFormat.NCW);
    weights.copyTo(network.getLayer(0));
    INDArray x = Nd4j.createFromArray(new float[][][] {{{0.7f, -0.9f}}});
    double h = 0;
    for (int t = 0; t < 2; t++) {
      double v = x.getDouble(0, 0, t);
      double r = PlainGru.sigmoid(0.1 * v + 0.01 - 0.4 * h + 0.04);
      double z = PlainGru.sigmoid(0.2 * v + 0.02 + 0.5 * h + 0.05);
      double n = Math.tanh(0.3 * v + 0.03 + r * (0.6 * h + 0.06));
      h = (1 - z) * n + z * h;
      assertThat(network.feedForward(x).get(1).getDouble(0, 0, t)).isCloseTo(h, within(1e-6));
    }
  }

  @Test
  void sparseOutputEqualsDenseLabels() {
    Nd4j.getRandom().setSeed(8);
    int v = 37;
    MultiLayerNetwork dense =
        Networks.network(F, Networks.cell("lstm", 4, 6, RNNFormat.NCW), 4, 6, v, RNNFormat.NCW);
    MultiLayerNetwork sparse =
        new MultiLayerNetwork(
            Networks.list(F, new NoOp())
                .layer(Networks.cell("lstm", 4, 6, RNNFormat.NCW))
                .layer(new SparseOutput.Builder().nIn(6).nOut(v).build())
                .setInputType(InputType.recurrent(4))
                .build());
    sparse.init();
    sparse.setParams(dense.params().dup());
    int[][] ids = Networks.ids(4, 3, 7, v);
    INDArray x = Networks.sequence(F, 3, 4, 7, RNNFormat.NCW);
    INDArray mask = Networks.mask(F, "end", 3, 7);
    dense.setInput(x);
    dense.setLabels(Networks.oneHot(F, ids, v, RNNFormat.NCW));
    dense.setLayerMaskArrays(null, mask);
    dense.computeGradientAndScore();
    sparse.setInput(x);
    sparse.setLabels(Networks.array(F, ids));
    sparse.setLayerMaskArrays(null, mask);
    sparse.computeGradientAndScore();
    assertThat(sparse.score()).isCloseTo(dense.score(), within(1e-5 * dense.score()));
    assertClose(sparse.getFlattenedGradients(), dense.getFlattenedGradients(), 1e-5);
    dense.clearLayerMaskArrays();
    sparse.clearLayerMaskArrays();
    assertClose(sparse.output(x), dense.output(x), 1e-6);
  }

  @Test
  void convertsToStockAndBack() {
    Nd4j.getRandom().setSeed(9);
    MultiLayerNetwork fused =
        new MultiLayerNetwork(
            Networks.list(F, new Adam(0.01))
                .layer(new FusedLSTM.Builder().nIn(4).nOut(6).build())
                .layer(new Bidirectional(new FusedLSTM.Builder().nOut(5).build()))
                .layer(Networks.cell("rnn", 10, 6, RNNFormat.NCW))
                .layer(new RnnOutputLayer.Builder().nOut(3).build())
                .setInputType(InputType.recurrent(4))
                .build());
    fused.init();
    INDArray x = Networks.sequence(F, 3, 4, 7, RNNFormat.NCW);
    INDArray y = Networks.oneHot(F, Networks.ids(1, 3, 7, 3), 3, RNNFormat.NCW);
    for (int i = 0; i < 5; i++) {
      fused.fit(x, y);
    }
    MultiLayerNetwork stock = StockConversion.toStock(fused);
    assertThat(stock.getLayer(0).getClass())
        .isEqualTo(org.deeplearning4j.nn.layers.recurrent.LSTM.class);
    assertThat(stock.getLayer(2).getClass())
        .isEqualTo(org.deeplearning4j.nn.layers.recurrent.SimpleRnn.class);
    MultiLayerNetwork back = StockConversion.toFused(stock);
    assertThat(back.getLayer(0)).isInstanceOf(FusedRecurrentLayer.class);
    assertClose(stock.output(x), fused.output(x), 1e-5);
    assertClose(back.output(x), fused.output(x), 1e-6);
    stock.fit(x, y);
    back.fit(x, y);
    assertClose(back.params(), stock.params(), 1e-4);
  }

  @Test
  void configurationsSurviveJsonAndSerializer() throws IOException {
    Nd4j.getRandom().setSeed(10);
    MultiLayerConfiguration configuration =
        Networks.list(F, new Adam(0.01))
            .layer(new IdEmbedding.Builder().nIn(9).nOut(4).tied(true).build())
            .layer(
                new GRU.Builder()
                    .resetAfter(true)
                    .carryState(true)
                    .nOut(5)
                    .dropOut(new VariationalDropout(0.2))
                    .build())
            .layer(new FusedLSTM.Builder().carryState(true).nOut(6).build())
            .layer(new FusedSimpleRnn.Builder().nOut(4).build())
            .layer(
                new SparseOutput.Builder()
                    .labelSmoothing(0.1)
                    .perToken(true)
                    .tiedTo(0)
                    .nOut(9)
                    .build())
            .setInputType(InputType.recurrent(9))
            .build();
    assertThat(MultiLayerConfiguration.fromJson(configuration.toJson())).isEqualTo(configuration);
    MultiLayerNetwork network = new MultiLayerNetwork(configuration);
    network.init();
    INDArray ids = Networks.array(F, Networks.ids(1, 2, 6, 9));
    network.fit(ids, ids);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ModelSerializer.writeModel(network, bytes, true);
    MultiLayerNetwork read =
        ModelSerializer.restoreMultiLayerNetwork(
            new ByteArrayInputStream(bytes.toByteArray()), true);
    assertThat(read.getLayerWiseConfigurations()).isEqualTo(network.getLayerWiseConfigurations());
    assertThat(read.output(ids)).isEqualTo(network.output(ids));
    assertThat(read.summary()).contains("SparseOutputLayer", "FusedRecurrentLayer");
  }

  @ParameterizedTest
  @ValueSource(strings = {"lstm", "gru", "gru-after", "rnn"})
  void timeStepsEqualTheWholeSequence(String cell) {
    Nd4j.getRandom().setSeed(15);
    MultiLayerNetwork network =
        Networks.network(F, Networks.cell(cell, 4, 6, RNNFormat.NCW), 4, 6, 3, RNNFormat.NCW);
    INDArray x = Networks.sequence(F, 2, 4, 8, RNNFormat.NCW);
    INDArray whole = network.output(x);
    for (int t = 0; t < 8; t++) {
      INDArray xt = x.slice(t, 2).reshape(2, 4, 1).dup();
      INDArray step = network.rnnTimeStep(xt);
      assertClose(step.slice(0, 2), whole.slice(t, 2), 1e-5);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"lstm", "gru", "gru-after", "rnn"})
  void bf16TrainingStaysClose(String cell) {
    org.junit.jupiter.api.Assumptions.assumeTrue(Engine.oneDnnAvailable());
    Nd4j.getRandom().setSeed(16);
    MultiLayerNetwork network =
        Networks.network(F, Networks.cell(cell, 4, 16, RNNFormat.NCW), 4, 16, 3, RNNFormat.NCW);
    network.setInput(Networks.sequence(F, 3, 4, 8, RNNFormat.NCW));
    network.setLabels(Networks.oneHot(F, Networks.ids(1, 3, 8, 3), 3, RNNFormat.NCW));
    network.computeGradientAndScore();
    double score = network.score();
    INDArray exact = network.getFlattenedGradients().dup();
    org.junit.jupiter.api.Assumptions.assumeTrue(Precision.BF16.isBf16());
    TrainingPrecision.apply(network, Precision.BF16);
    network.computeGradientAndScore();
    // bf16 keeps 8 bits: a relative error of some 0.4 % per value.
    assertThat(network.score()).isCloseTo(score, within(0.01 * score));
    assertClose(network.getFlattenedGradients(), exact, 0.02);
    assertThat(network.getFlattenedGradients()).isNotEqualTo(exact);
  }

  /** Validation runs in the precision of training; a network that was not told stays exact. */
  @ParameterizedTest
  @ValueSource(strings = {"lstm", "gru", "gru-after", "rnn"})
  void bf16InferenceStaysClose(String cell) {
    org.junit.jupiter.api.Assumptions.assumeTrue(Engine.oneDnnAvailable());
    org.junit.jupiter.api.Assumptions.assumeTrue(Precision.BF16.isBf16());
    Nd4j.getRandom().setSeed(17);
    MultiLayerNetwork network =
        Networks.network(F, Networks.cell(cell, 4, 64, RNNFormat.NCW), 4, 64, 300, RNNFormat.NCW);
    INDArray x = Networks.sequence(F, 16, 4, 20, RNNFormat.NCW);
    INDArray exact = network.output(x).dup();
    TrainingPrecision.apply(network, Precision.BF16);
    INDArray rounded = network.output(x).dup();
    assertClose(rounded.mul(100), exact.mul(100), 0.02);
    assertThat(rounded).isNotEqualTo(exact);
    TrainingPrecision.apply(network, Precision.F32);
    assertThat(network.output(x)).isEqualTo(exact);
  }

  @Test
  void oneDnnIsWhatRuns() {
    MultiLayerNetwork network =
        Networks.network(F, Networks.cell("lstm", 4, 6, RNNFormat.NCW), 4, 6, 3, RNNFormat.NCW);
    String kernel = ((FusedRecurrentLayer<?>) network.getLayer(0)).kernelName();
    assertThat(kernel).isEqualTo(Engine.oneDnnAvailable() ? "onednn" : "reference");
  }

  private static org.assertj.core.data.Offset<Double> within(double tolerance) {
    return org.assertj.core.data.Offset.offset(tolerance);
  }

  static void assertClose(INDArray actual, INDArray expected, double tolerance) {
    assertThat(actual.shape()).isEqualTo(expected.shape());
    double worst = actual.sub(expected).amaxNumber().doubleValue();
    double scale = Math.max(1, expected.amaxNumber().doubleValue());
    assertThat(worst / scale).isLessThan(tolerance);
  }
}
