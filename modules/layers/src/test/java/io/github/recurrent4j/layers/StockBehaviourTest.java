package io.github.recurrent4j.layers;

import static io.github.recurrent4j.layers.StockComparison.BATCH;
import static io.github.recurrent4j.layers.StockComparison.HIDDEN;
import static io.github.recurrent4j.layers.StockComparison.IN;
import static io.github.recurrent4j.layers.StockComparison.NEAR;
import static io.github.recurrent4j.layers.StockComparison.TIME;
import static io.github.recurrent4j.layers.StockComparison.answer;
import static io.github.recurrent4j.layers.StockComparison.cell;
import static io.github.recurrent4j.layers.StockComparison.end;
import static io.github.recurrent4j.layers.StockComparison.labels;
import static io.github.recurrent4j.layers.StockComparison.lstm;
import static io.github.recurrent4j.layers.StockComparison.mask;
import static io.github.recurrent4j.layers.StockComparison.net;
import static io.github.recurrent4j.layers.StockComparison.same;
import static io.github.recurrent4j.layers.StockComparison.x;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.recurrent4j.layers.StockComparison.Ask;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.dropout.Dropout;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayerWithBackprop;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Frozen layers, activations, sizes, states, formats and types: stock networks and fused ones. */
class StockBehaviourTest {
  private static final Map<String, Ask> ROWS = new LinkedHashMap<>();

  /** Stricter than stock, or, for the activation that nobody names, not DL4J's sigmoid. */
  private static final Pattern ON_PURPOSE =
      Pattern.compile(
          "activation SIGMOID, none at the layer"
              + "|no activation said anywhere"
              + "|mask of [38] (steps|rows)"
              + "|features where nIn is 3, rnn");

  static {
    frozen();
    activations();
    sizes();
    states();
    misc();
  }

  private static void row(String name, Ask ask) {
    ROWS.put(name, ask);
  }

  static Stream<String> names() {
    return ROWS.keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("names")
  void asStock(String name) {
    Object stock = answer(ROWS.get(name), false);
    Object fused = answer(ROWS.get(name), true);
    assertThat(same(stock, fused))
        .as("%s: stock %s, fused %s", name, stock, fused)
        .isEqualTo(!ON_PURPOSE.matcher(name).find());
  }

  private static void frozen() {
    for (String kind : new String[] {"lstm", "rnn"}) {
      row(
          "FrozenLayerWithBackprop around " + kind + ": parameters after 5 fits",
          fused -> {
            MultiLayerNetwork n =
                net(fused, lstm(IN), new FrozenLayerWithBackprop(cell(kind, HIDDEN)), end(HIDDEN));
            for (int i = 0; i < 5; i++) {
              n.fit(new DataSet(x(BATCH, IN, TIME), labels(1)));
            }
            return n.params();
          });
      row(
          "FrozenLayerWithBackprop around " + kind + ", mask that pads: parameters after 5 fits",
          fused -> {
            MultiLayerNetwork n =
                net(fused, lstm(IN), new FrozenLayerWithBackprop(cell(kind, HIDDEN)), end(HIDDEN));
            INDArray m = mask("111100", "111111");
            for (int i = 0; i < 5; i++) {
              n.fit(new DataSet(x(BATCH, IN, TIME), labels(1), m, m));
            }
            return n.params();
          });
      row(
          "FrozenLayer around " + kind + ": parameters after 5 fits",
          fused -> {
            MultiLayerNetwork n = net(fused, new FrozenLayer(cell(kind, IN)), end(HIDDEN));
            for (int i = 0; i < 5; i++) {
              n.fit(new DataSet(x(BATCH, IN, TIME), labels(1)));
            }
            return n.params();
          });
      row(
          "backward pass after a forward pass for inference, " + kind,
          fused -> {
            MultiLayerNetwork n = net(fused, cell(kind, IN));
            n.initGradientsView();
            n.getLayer(0).setInput(x(BATCH, IN, TIME), LayerWorkspaceMgr.noWorkspaces());
            n.getLayer(0).activate(false, LayerWorkspaceMgr.noWorkspaces());
            return n.getLayer(0)
                .backpropGradient(x(BATCH, HIDDEN, TIME), LayerWorkspaceMgr.noWorkspaces())
                .getSecond();
          });
      row(
          "output() between forward and backward, " + kind + ": parameters after fit",
          fused -> {
            MultiLayerNetwork n = net(fused, cell(kind, IN), end(HIDDEN));
            n.setInput(x(BATCH, IN, TIME));
            n.setLabels(labels(1));
            n.computeGradientAndScore();
            n.output(x(BATCH, IN, 3));
            n.fit(new DataSet(x(BATCH, IN, TIME), labels(1)));
            return n.params();
          });
    }
  }

  // ------------------------------------------------------------------ activations

  private static void activations() {
    for (Activation global :
        new Activation[] {Activation.SIGMOID, Activation.RELU, Activation.SOFTSIGN}) {
      row(
          "network's activation " + global + ", none at the layer, lstm: activation taken",
          fused -> {
            MultiLayerConfiguration c =
                new NeuralNetConfiguration.Builder()
                    .activation(global)
                    .list()
                    .layer(
                        (fused ? new FusedLSTM.Builder() : new LSTM.Builder())
                            .nIn(IN)
                            .nOut(HIDDEN)
                            .build())
                    .build();
            return ((LSTM) c.getConf(0).getLayer()).getActivationFn().toString();
          });
      row(
          "network's activation " + global + ", none at the layer, rnn: activation taken",
          fused -> {
            MultiLayerConfiguration c =
                new NeuralNetConfiguration.Builder()
                    .activation(global)
                    .list()
                    .layer(
                        fused
                            ? new FusedSimpleRnn.Builder().nIn(IN).nOut(HIDDEN).build()
                            : new SimpleRnn.Builder().nIn(IN).nOut(HIDDEN).build())
                    .build();
            return ((org.deeplearning4j.nn.conf.layers.BaseLayer) c.getConf(0).getLayer())
                .getActivationFn()
                .toString();
          });
    }
    row(
        "no activation said anywhere, lstm: activation taken",
        fused ->
            ((LSTM)
                    new NeuralNetConfiguration.Builder()
                        .list()
                        .layer(
                            (fused ? new FusedLSTM.Builder() : new LSTM.Builder())
                                .nIn(IN)
                                .nOut(HIDDEN)
                                .build())
                        .build()
                        .getConf(0)
                        .getLayer())
                .getActivationFn()
                .toString());
    for (Activation a :
        new Activation[] {
          Activation.SOFTSIGN, Activation.RELU, Activation.IDENTITY, Activation.CUBE
        }) {
      row(
          "activation " + a + " at the layer, lstm: output",
          fused ->
              net(fused, new LSTM.Builder().activation(a).nIn(IN).nOut(HIDDEN).build())
                  .output(x(BATCH, IN, TIME)));
      row(
          "activation " + a + " at the layer, rnn: output",
          fused ->
              net(fused, new SimpleRnn.Builder().activation(a).nIn(IN).nOut(HIDDEN).build())
                  .output(x(BATCH, IN, TIME)));
    }
    row(
        "gate activation HARDSIGMOID, lstm: output",
        fused ->
            net(
                    fused,
                    new LSTM.Builder()
                        .activation(Activation.TANH)
                        .gateActivationFunction(Activation.HARDSIGMOID)
                        .nIn(IN)
                        .nOut(HIDDEN)
                        .build())
                .output(x(BATCH, IN, TIME)));
    row(
        "same seed, forgetGateBiasInit 3: first parameters of a layer from its own builder",
        fused -> {
          LSTM.Builder b = fused ? new FusedLSTM.Builder() : new LSTM.Builder();
          b.forgetGateBiasInit(3);
          MultiLayerNetwork n =
              new MultiLayerNetwork(
                  new NeuralNetConfiguration.Builder()
                      .seed(9)
                      .list()
                      .layer(b.nIn(IN).nOut(HIDDEN).build())
                      .build());
          n.init();
          return n.params();
        });
  }

  // ------------------------------------------------------------------ sizes

  private static void sizes() {
    for (String kind : new String[] {"lstm", "rnn"}) {
      for (int size : new int[] {1, 2, 4}) {
        row(
            size + " features where nIn is 3, " + kind + ": output",
            fused -> net(fused, cell(kind, IN)).output(x(BATCH, size, TIME)));
        row(
            size + " features where nIn is 3, " + kind + ": rnnTimeStep",
            fused -> net(fused, cell(kind, IN)).rnnTimeStep(x(BATCH, size, TIME)));
        row(
            size + " features where nIn is 3, " + kind + ": fit",
            fused -> {
              MultiLayerNetwork n = net(fused, cell(kind, IN), end(HIDDEN));
              n.fit(new DataSet(x(BATCH, size, TIME), labels(1)));
              return "answers";
            });
      }
      row(
          "rank 2 to a layer's rnnTimeStep, " + kind,
          fused ->
              ((org.deeplearning4j.nn.api.layers.RecurrentLayer)
                      net(fused, cell(kind, IN)).getLayer(0))
                  .rnnTimeStep(x(BATCH, IN), LayerWorkspaceMgr.noWorkspaces()));
      row(
          "rank 2 to the network's rnnTimeStep (one step), " + kind,
          fused -> net(fused, cell(kind, IN), end(HIDDEN)).rnnTimeStep(x(BATCH, IN)));
      row(
          "labels of 4 steps for 6, " + kind,
          fused -> {
            MultiLayerNetwork n = net(fused, cell(kind, IN), end(HIDDEN));
            n.fit(
                new DataSet(
                    x(BATCH, IN, TIME),
                    labels(1)
                        .get(NDArrayIndex.all(), NDArrayIndex.all(), NDArrayIndex.interval(0, 4))));
            return "answers";
          });
      row(
          "mask of 8 steps for 6, " + kind,
          fused ->
              net(fused, cell(kind, IN))
                  .output(x(BATCH, IN, TIME), false, mask("11111111", "11111110"), null));
      row(
          "mask of 3 rows for 2, " + kind,
          fused ->
              net(fused, cell(kind, IN))
                  .output(x(BATCH, IN, TIME), false, mask("111111", "111110", "111100"), null));
      row("batch of 1, one step, " + kind, fused -> net(fused, cell(kind, IN)).output(x(1, IN, 1)));
      row(
          "no steps at all, " + kind,
          fused -> net(fused, cell(kind, IN)).output(Nd4j.create(DataType.FLOAT, BATCH, IN, 0)));
    }
  }

  // ------------------------------------------------------------------ states

  private static void states() {
    for (String kind : new String[] {"lstm", "rnn"}) {
      row(
          "rnnTimeStep step by step gives output()'s last step, " + kind,
          fused -> {
            MultiLayerNetwork n = net(fused, cell(kind, IN), cell(kind, HIDDEN));
            INDArray in = x(BATCH, IN, TIME);
            INDArray last = null;
            for (int t = 0; t < TIME; t++) {
              last =
                  n.rnnTimeStep(
                      in.get(
                          NDArrayIndex.all(), NDArrayIndex.all(), NDArrayIndex.interval(t, t + 1)));
            }
            return last;
          });
      row(
          "rnnGetPreviousState after rnnTimeStep: names, " + kind,
          fused -> {
            MultiLayerNetwork n = net(fused, cell(kind, IN));
            n.rnnTimeStep(x(BATCH, IN, TIME));
            return new TreeSet<>(n.rnnGetPreviousState(0).keySet()).toString();
          });
      row(
          "rnnSetPreviousState of a stored state goes on from it, " + kind,
          fused -> {
            MultiLayerNetwork n = net(fused, cell(kind, IN));
            n.rnnTimeStep(x(BATCH, IN, 3));
            var state = n.rnnGetPreviousState(0);
            n.rnnClearPreviousState();
            n.rnnSetPreviousState(0, state);
            return n.rnnTimeStep(x(BATCH, IN, 2));
          });
      row(
          "rnnTimeStep with 2 rows, then 3, " + kind,
          fused -> {
            MultiLayerNetwork n = net(fused, cell(kind, IN));
            n.rnnTimeStep(x(2, IN, 1));
            return n.rnnTimeStep(x(3, IN, 1));
          });
      row(
          "output() leaves the stored state alone, " + kind,
          fused -> {
            MultiLayerNetwork n = net(fused, cell(kind, IN));
            n.rnnTimeStep(x(BATCH, IN, 3));
            n.output(x(BATCH, IN, TIME));
            return n.rnnTimeStep(x(BATCH, IN, 1));
          });
      row(
          "fit between rnnTimeSteps: state and parameters, " + kind,
          fused -> {
            MultiLayerNetwork n = net(fused, cell(kind, IN), end(HIDDEN));
            n.rnnTimeStep(x(BATCH, IN, 3));
            n.fit(new DataSet(x(BATCH, IN, TIME), labels(1)));
            return n.rnnTimeStep(x(BATCH, IN, 1));
          });
    }
  }

  private static void misc() {
    for (String kind : new String[] {"lstm", "rnn"}) {
      row(
          "NWC: output, " + kind,
          fused -> {
            Layer l =
                kind.equals("lstm")
                    ? new LSTM.Builder().dataFormat(RNNFormat.NWC).nIn(IN).nOut(HIDDEN).build()
                    : new SimpleRnn.Builder()
                        .dataFormat(RNNFormat.NWC)
                        .nIn(IN)
                        .nOut(HIDDEN)
                        .build();
            return net(fused, l).output(x(BATCH, TIME, IN));
          });
      for (DataType type : new DataType[] {DataType.DOUBLE, DataType.FLOAT16}) {
        row(
            "network of " + type + ": output, " + kind,
            fused ->
                net(fused, new Sgd(0.1), type, cell(kind, IN))
                    .output(x(BATCH, IN, TIME).castTo(type)));
        row(
            "network of FLOAT, features of " + type + ": output, " + kind,
            fused -> net(fused, cell(kind, IN)).output(x(BATCH, IN, TIME).castTo(type)));
      }
      row(
          "clone() answers alike, " + kind,
          fused -> net(fused, cell(kind, IN)).clone().output(x(BATCH, IN, TIME)));
      row(
          "a view as features (every second step), " + kind,
          fused -> {
            INDArray wide = x(BATCH, IN, 2 * TIME);
            return net(fused, cell(kind, IN))
                .output(
                    wide.get(
                        NDArrayIndex.all(),
                        NDArrayIndex.all(),
                        NDArrayIndex.interval(0, 2, 2 * TIME)));
          });
      row(
          "features in 'f' order, " + kind,
          fused -> net(fused, cell(kind, IN)).output(x(BATCH, IN, TIME).dup('f')));
      row(
          "parameters by name and shape, " + kind,
          fused -> {
            StringBuilder s = new StringBuilder();
            net(fused, cell(kind, IN))
                .paramTable()
                .forEach((k, v) -> s.append(k).append(Arrays.toString(v.shape())).append(' '));
            return s.toString();
          });
      row(
          "feedForward gives the activations of each layer, " + kind,
          fused -> {
            MultiLayerNetwork n = net(fused, cell(kind, IN), cell(kind, HIDDEN), end(HIDDEN));
            return n.feedForward(x(BATCH, IN, TIME)).get(1);
          });
      row(
          "scoreExamples with a labels mask, " + kind,
          fused -> {
            MultiLayerNetwork n = net(fused, cell(kind, IN), end(HIDDEN));
            INDArray m = mask("111100", "111111");
            return n.scoreExamples(new DataSet(x(BATCH, IN, TIME), labels(1), m, m), false);
          });
      row(
          "LastTimeStep, then a dense output: parameters after fit, " + kind,
          fused -> {
            MultiLayerNetwork n =
                net(
                    fused,
                    new LastTimeStep(cell(kind, IN)),
                    new DenseLayer.Builder().nIn(HIDDEN).nOut(5).build(),
                    new OutputLayer.Builder(LossFunction.MSE)
                        .activation(Activation.IDENTITY)
                        .nIn(5)
                        .nOut(1)
                        .build());
            n.fit(new DataSet(x(BATCH, IN, TIME), x(BATCH, 1), mask("111100", "111111"), null));
            return n.params();
          });
      row(
          "dropout by number: mean of kept inputs about 1 (0.5, 2000 features), " + kind,
          fused -> {
            Layer l =
                kind.equals("lstm")
                    ? new LSTM.Builder().dropOut(new Dropout(0.5)).nIn(IN).nOut(HIDDEN).build()
                    : new SimpleRnn.Builder()
                        .dropOut(new Dropout(0.5))
                        .nIn(IN)
                        .nOut(HIDDEN)
                        .build();
            MultiLayerNetwork n = net(fused, l);
            return n.output(x(BATCH, IN, TIME), true)
                    .sub(n.output(x(BATCH, IN, TIME), false))
                    .amaxNumber()
                    .doubleValue()
                > NEAR;
          });
    }
    row(
        "all masked: NaN in output, gru (stock has none: FusedLSTM beside it)",
        fused -> {
          Layer l =
              fused
                  ? new GRU.Builder().nIn(IN).nOut(HIDDEN).build()
                  : new FusedLSTM.Builder().nIn(IN).nOut(HIDDEN).build();
          return net(false, l)
                  .output(x(BATCH, IN, TIME), false, mask("000000", "000000"), null)
                  .amaxNumber()
                  .doubleValue()
              == 0;
        });
  }
}
