package io.github.recurrent4j.layers;

import static io.github.recurrent4j.layers.StockComparison.BATCH;
import static io.github.recurrent4j.layers.StockComparison.HIDDEN;
import static io.github.recurrent4j.layers.StockComparison.IN;
import static io.github.recurrent4j.layers.StockComparison.TIME;
import static io.github.recurrent4j.layers.StockComparison.answer;
import static io.github.recurrent4j.layers.StockComparison.cell;
import static io.github.recurrent4j.layers.StockComparison.end;
import static io.github.recurrent4j.layers.StockComparison.labels;
import static io.github.recurrent4j.layers.StockComparison.mask;
import static io.github.recurrent4j.layers.StockComparison.net;
import static io.github.recurrent4j.layers.StockComparison.picked;
import static io.github.recurrent4j.layers.StockComparison.same;
import static io.github.recurrent4j.layers.StockComparison.x;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.recurrent4j.layers.StockComparison.Ask;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.layers.RecurrentLayer;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.conf.CacheMode;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.WorkspaceMode;
import org.deeplearning4j.nn.conf.distribution.NormalDistribution;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.graph.rnn.DuplicateToTimeSeriesVertex;
import org.deeplearning4j.nn.conf.graph.rnn.LastTimeStepVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BaseRecurrentLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.conf.layers.util.MaskZeroLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.transferlearning.FineTuneConfiguration;
import org.deeplearning4j.nn.transferlearning.TransferLearning;
import org.deeplearning4j.nn.weights.WeightInit;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.adapter.SingletonDataSetIterator;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Sgd;

/**
 * Wrappers, graphs, workspaces, transfer learning and what else surrounds a recurrent layer in
 * DL4J: stock networks and fused ones give the same.
 */
class StockWiringTest {
  private static final Map<String, Ask> ROWS = new LinkedHashMap<>();

  static {
    for (String kind : new String[] {"lstm", "rnn"}) {
      wrappers(kind);
      surroundings(kind);
      graphs(kind);
      transfer(kind);
    }
    memory();
  }

  static Stream<String> names() {
    return ROWS.keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("names")
  void asStock(String name) {
    Object stock = answer(ROWS.get(name), false);
    Object fused = answer(ROWS.get(name), true);
    assertThat(stock instanceof Exception)
        .as("%s: %s", name, stock)
        .isEqualTo(name.contains("refused"));
    assertThat(same(stock, fused)).as("%s: stock %s, fused %s", name, stock, fused).isTrue();
  }

  private static DataSet data() {
    return new DataSet(x(BATCH, IN, TIME), labels(1));
  }

  private static INDArray step(INDArray a, int t) {
    return a.get(NDArrayIndex.all(), NDArrayIndex.all(), NDArrayIndex.point(t)).dup('c');
  }

  private static INDArray fitted(MultiLayerNetwork n, DataSet data) {
    for (int i = 0; i < 3; i++) {
      n.fit(data);
    }
    return n.params();
  }

  private static void wrappers(String kind) {
    for (Bidirectional.Mode mode : Bidirectional.Mode.values()) {
      int size = mode == Bidirectional.Mode.CONCAT ? 2 * HIDDEN : HIDDEN;
      ROWS.put(
          "Bidirectional " + mode + ", " + kind + ": output",
          fused -> net(fused, new Bidirectional(mode, cell(kind, IN))).output(x(BATCH, IN, TIME)));
      ROWS.put(
          "Bidirectional " + mode + ", " + kind + ": parameters after fits",
          fused -> fitted(net(fused, new Bidirectional(mode, cell(kind, IN)), end(size)), data()));
    }
    INDArray m = mask("111100", "111111");
    ROWS.put(
        "LastTimeStep around Bidirectional, " + kind + ", padding at the end",
        fused ->
            net(fused, new LastTimeStep(new Bidirectional(cell(kind, IN))))
                .output(x(BATCH, IN, TIME), false, m, null));
    ROWS.put(
        "Bidirectional, then max pooling, " + kind + ": parameters after fits",
        fused ->
            fitted(
                net(
                    fused,
                    new Bidirectional(cell(kind, IN)),
                    new GlobalPoolingLayer(PoolingType.MAX),
                    new org.deeplearning4j.nn.conf.layers.OutputLayer.Builder()
                        .nIn(2 * HIDDEN)
                        .nOut(2)
                        .activation(Activation.SOFTMAX)
                        .build()),
                new DataSet(x(BATCH, IN, TIME), step(labels(1), 0))));
    for (PoolingType pooling : new PoolingType[] {PoolingType.MAX, PoolingType.AVG}) {
      ROWS.put(
          pooling + " over masked steps, " + kind + ": parameters after fits",
          fused ->
              fitted(
                  net(
                      fused,
                      cell(kind, IN),
                      new GlobalPoolingLayer(pooling),
                      new org.deeplearning4j.nn.conf.layers.OutputLayer.Builder()
                          .nIn(HIDDEN)
                          .nOut(2)
                          .activation(Activation.SOFTMAX)
                          .build()),
                  new DataSet(x(BATCH, IN, TIME), step(labels(1), 0), m, null)));
    }
    ROWS.put(
        "dense layers between recurrent ones, padding at the end, " + kind + ": after fits",
        fused -> {
          var c =
              new NeuralNetConfiguration.Builder()
                  .seed(6)
                  .updater(new Sgd(0.5))
                  .list()
                  .layer(dense(IN))
                  .layer(cell(kind, HIDDEN))
                  .layer(dense(HIDDEN))
                  .layer(cell(kind, HIDDEN))
                  .layer(end(HIDDEN))
                  .setInputType(InputType.recurrent(IN))
                  .build();
          MultiLayerNetwork n = new MultiLayerNetwork(c);
          n.init();
          n = fused ? StockConversion.toFused(n) : n;
          fitted(n, new DataSet(x(BATCH, IN, TIME), labels(1), m, m));
          return picked(n.output(x(BATCH, IN, TIME), false, m, m), m, 1);
        });
    ROWS.put(
        "dense layers between recurrent ones, step by step, " + kind,
        fused -> {
          MultiLayerNetwork n =
              new MultiLayerNetwork(
                  new NeuralNetConfiguration.Builder()
                      .seed(6)
                      .list()
                      .layer(cell(kind, IN))
                      .layer(dense(HIDDEN))
                      .layer(cell(kind, HIDDEN))
                      .layer(end(HIDDEN))
                      .setInputType(InputType.recurrent(IN))
                      .build());
          n.init();
          n = fused ? StockConversion.toFused(n) : n;
          INDArray last = null;
          for (int t = 0; t < TIME; t++) {
            last = n.rnnTimeStep(step(x(BATCH, IN, TIME), t));
          }
          return last;
        });
    for (InputType type : new InputType[] {InputType.feedForward(IN), InputType.recurrent(IN)}) {
      ROWS.put(
          "wrappers and input type " + type + ": preprocessors, " + kind,
          fused -> {
            StringBuilder s = new StringBuilder();
            for (Layer l :
                new Layer[] {
                  new LastTimeStep(own(kind, fused)),
                  new Bidirectional(own(kind, fused)),
                  new MaskZeroLayer(own(kind, fused), 0)
                }) {
              s.append(l.getPreProcessorForInputType(type)).append(" ");
            }
            return s.toString();
          });
    }
    ROWS.put(
        "MaskZeroLayer, NWC, " + kind,
        fused -> {
          INDArray in = x(BATCH, TIME, IN);
          in.get(NDArrayIndex.point(0), NDArrayIndex.interval(2, 4), NDArrayIndex.all()).assign(0);
          return net(
                  fused,
                  new MaskZeroLayer.Builder()
                      .setMaskValue(0.0)
                      .setUnderlying(format(kind, RNNFormat.NWC))
                      .build())
              .output(in);
        });
    ROWS.put(
        "LastTimeStep, NWC, " + kind,
        fused ->
            net(fused, new LastTimeStep(format(kind, RNNFormat.NWC))).output(x(BATCH, TIME, IN)));
    ROWS.put(
        "Bidirectional, NWC, " + kind,
        fused ->
            net(fused, new Bidirectional(format(kind, RNNFormat.NWC))).output(x(BATCH, TIME, IN)));
  }

  private static Layer dense(int in) {
    return new DenseLayer.Builder().nIn(in).nOut(HIDDEN).activation(Activation.TANH).build();
  }

  private static Layer format(String kind, RNNFormat format) {
    BaseRecurrentLayer.Builder<?> b =
        kind.equals("lstm") ? new LSTM.Builder() : new SimpleRnn.Builder();
    b.nIn(IN).nOut(HIDDEN).activation(Activation.TANH);
    b.dataFormat(format);
    return b.build();
  }

  private static void surroundings(String kind) {
    for (WorkspaceMode mode : new WorkspaceMode[] {WorkspaceMode.NONE, WorkspaceMode.ENABLED}) {
      ROWS.put(
          "workspaces " + mode + ", " + kind + ": parameters after fits",
          fused -> {
            MultiLayerNetwork n = net(fused, cell(kind, IN), cell(kind, HIDDEN), end(HIDDEN));
            n.getLayerWiseConfigurations().setTrainingWorkspaceMode(mode);
            n.getLayerWiseConfigurations().setInferenceWorkspaceMode(mode);
            fitted(n, data());
            return n.output(x(BATCH, IN, TIME));
          });
    }
    ROWS.put(
        "cache mode DEVICE, " + kind + ": parameters after fits",
        fused -> {
          MultiLayerNetwork n = net(fused, cell(kind, IN), end(HIDDEN));
          n.setCacheMode(CacheMode.DEVICE);
          return fitted(n, data());
        });
    for (GradientNormalization g :
        new GradientNormalization[] {
          GradientNormalization.ClipL2PerLayer,
          GradientNormalization.ClipElementWiseAbsoluteValue,
          GradientNormalization.RenormalizeL2PerParamType
        }) {
      ROWS.put(
          "gradient normalization " + g + ", " + kind + ": parameters after fits",
          fused -> {
            BaseRecurrentLayer.Builder<?> b =
                kind.equals("lstm") ? new LSTM.Builder() : new SimpleRnn.Builder();
            b.nIn(IN).nOut(HIDDEN).activation(Activation.TANH);
            b.gradientNormalization(g).gradientNormalizationThreshold(0.1);
            return fitted(net(fused, b.build(), end(HIDDEN)), data());
          });
    }
    ROWS.put(
        "convertDataType to DOUBLE, " + kind,
        fused ->
            net(fused, cell(kind, IN), cell(kind, HIDDEN))
                .convertDataType(DataType.DOUBLE)
                .output(x(BATCH, IN, TIME).castTo(DataType.DOUBLE)));
    ROWS.put(
        "recurrent weights of their own distribution, same seed, " + kind,
        fused -> {
          BaseRecurrentLayer.Builder<?> b =
              kind.equals("lstm")
                  ? fused ? new FusedLSTM.Builder() : new LSTM.Builder()
                  : fused ? new FusedSimpleRnn.Builder() : new SimpleRnn.Builder();
          b.nIn(IN).nOut(HIDDEN).weightInit(WeightInit.XAVIER);
          b.weightInitRecurrent(new NormalDistribution(3, 0.01));
          MultiLayerNetwork n =
              new MultiLayerNetwork(
                  new NeuralNetConfiguration.Builder().seed(4).list().layer(b.build()).build());
          n.init();
          return n.params();
        });
    ROWS.put(
        "rnnTimeStep with [batch, features], step by step, " + kind,
        fused -> {
          MultiLayerNetwork n = net(fused, cell(kind, IN), end(HIDDEN));
          INDArray last = null;
          for (int t = 0; t < TIME; t++) {
            last = n.rnnTimeStep(step(x(BATCH, IN, TIME), t));
          }
          return last;
        });
    ROWS.put(
        "rnnActivateUsingStoredState, twice, " + kind,
        fused -> {
          MultiLayerNetwork n = net(fused, cell(kind, IN), cell(kind, HIDDEN));
          n.rnnActivateUsingStoredState(x(BATCH, IN, TIME), false, true);
          return n.rnnActivateUsingStoredState(x(BATCH, IN, 3), false, true).get(2);
        });
    ROWS.put(
        "states after truncated BPTT's forward pass: names and shapes, " + kind,
        fused -> {
          MultiLayerNetwork n = net(fused, cell(kind, IN));
          RecurrentLayer l = (RecurrentLayer) n.getLayer(0);
          l.rnnActivateUsingStoredState(
              x(BATCH, IN, TIME), true, true, LayerWorkspaceMgr.noWorkspaces());
          StringBuilder s = new StringBuilder();
          new TreeMap<>(l.rnnGetTBPTTState())
              .forEach((k, v) -> s.append(k).append(java.util.Arrays.toString(v.shape())));
          return s.toString();
        });
    ROWS.put(
        "LastTimeStep under truncated BPTT is refused, " + kind,
        fused ->
            new NeuralNetConfiguration.Builder()
                .list()
                .layer(new LastTimeStep(own(kind, fused)))
                .layer(end(HIDDEN))
                .backpropType(BackpropType.TruncatedBPTT)
                .tBPTTLength(3)
                .build()
                .toString()
                .isEmpty());
    for (InputType type :
        new InputType[] {
          InputType.recurrent(IN),
          InputType.recurrent(IN, 7),
          InputType.feedForward(IN),
          InputType.convolutional(4, 4, 3)
        }) {
      ROWS.put(
          "input type " + type + ": preprocessor and nIn, " + kind,
          fused -> {
            var c =
                new NeuralNetConfiguration.Builder()
                    .list()
                    .layer(own(kind, fused))
                    .layer(end(HIDDEN))
                    .setInputType(type)
                    .build();
            return c.getInputPreProcess(0)
                + " "
                + ((BaseRecurrentLayer) c.getConf(0).getLayer()).getNIn();
          });
    }
    ROWS.put(
        "evaluate with a labels mask: rows and accuracy, " + kind,
        fused -> {
          MultiLayerNetwork n = net(fused, cell(kind, IN), end(HIDDEN));
          INDArray m = mask("111100", "111111");
          org.nd4j.evaluation.classification.Evaluation e =
              n.evaluate(
                  new SingletonDataSetIterator(new DataSet(x(BATCH, IN, TIME), labels(1), m, m)));
          return e.getNumRowCounter() + " " + e.accuracy();
        });
    ROWS.put(
        "Adam's state after conversion: parameters after further fits, " + kind,
        fused -> {
          MultiLayerNetwork n =
              net(false, new Adam(0.05), DataType.FLOAT, cell(kind, IN), end(HIDDEN));
          fitted(n, data());
          return fitted(fused ? StockConversion.toFused(n) : n, data());
        });
  }

  private static void memory() {
    ROWS.put(
        "memory report in bytes for 10 examples, lstm",
        fused ->
            (double)
                ((BaseRecurrentLayer)
                        net(fused, cell("lstm", IN))
                            .getLayerWiseConfigurations()
                            .getConf(0)
                            .getLayer())
                    .getMemoryReport(InputType.recurrent(IN, TIME))
                    .getTotalMemoryBytes(
                        10,
                        org.deeplearning4j.nn.conf.memory.MemoryUseMode.TRAINING,
                        CacheMode.NONE,
                        DataType.FLOAT));
  }

  private static Layer own(String kind, boolean fused) {
    BaseRecurrentLayer.Builder<?> b =
        kind.equals("lstm")
            ? fused ? new FusedLSTM.Builder() : new LSTM.Builder()
            : fused ? new FusedSimpleRnn.Builder() : new SimpleRnn.Builder();
    b.nOut(HIDDEN);
    return b.build();
  }

  private static ComputationGraph graph(boolean fused, String kind) {
    GraphBuilder g =
        new NeuralNetConfiguration.Builder().seed(2).updater(new Sgd(0.5)).graphBuilder();
    g.addInputs("a", "b")
        .addLayer("left", cell(kind, IN), "a")
        .addLayer("right", cell(kind, IN), "b")
        .addVertex("last", new LastTimeStepVertex("b"), "right")
        .addVertex("again", new DuplicateToTimeSeriesVertex("a"), "last")
        .addVertex("both", new MergeVertex(), "left", "again")
        .addLayer("out", end(2 * HIDDEN), "both")
        .setOutputs("out");
    ComputationGraph n = new ComputationGraph(g.build());
    n.init();
    Random r = new Random(3);
    for (long i = 0; i < n.params().length(); i++) {
      n.params().putScalar(i, r.nextGaussian() * 0.5);
    }
    return fused ? StockConversion.toFused(n) : n;
  }

  private static ComputationGraph line(boolean fused, String kind) {
    GraphBuilder g =
        new NeuralNetConfiguration.Builder().seed(2).updater(new Sgd(0.5)).graphBuilder();
    g.addInputs("in")
        .addLayer("one", cell(kind, IN), "in")
        .addLayer("two", cell(kind, HIDDEN), "one")
        .addLayer("out", end(HIDDEN), "two")
        .setOutputs("out");
    ComputationGraph n = new ComputationGraph(g.build());
    n.init();
    return fused ? StockConversion.toFused(n) : n;
  }

  private static void graphs(String kind) {
    INDArray[] in = {x(BATCH, IN, TIME), x(BATCH, IN, 4)};
    ROWS.put(
        "graph of two inputs, " + kind + ": output and parameters after fits",
        fused -> {
          ComputationGraph g = graph(fused, kind);
          for (int i = 0; i < 3; i++) {
            g.fit(in, new INDArray[] {labels(1)});
          }
          return g.outputSingle(in);
        });
    ROWS.put(
        "graph of two inputs, padding at the end, " + kind + ": steps that count after fits",
        fused -> {
          ComputationGraph g = graph(fused, kind);
          INDArray[] masks = {mask("111100", "111111"), mask("1111", "1110")};
          for (int i = 0; i < 3; i++) {
            g.fit(in, new INDArray[] {labels(1)}, masks, new INDArray[] {masks[0]});
          }
          return picked(g.output(false, in, masks, null)[0], masks[0], 1);
        });
    ROWS.put(
        "graph, rnnTimeStep with [batch, features], " + kind,
        fused -> {
          ComputationGraph g = line(fused, kind);
          INDArray last = null;
          for (int t = 0; t < TIME; t++) {
            last = g.rnnTimeStep(step(x(BATCH, IN, TIME), t))[0];
          }
          return last;
        });
    ROWS.put(
        "graph, states by name, set and gone on from, " + kind,
        fused -> {
          ComputationGraph g = line(fused, kind);
          g.rnnTimeStep(x(BATCH, IN, 3));
          Map<String, Map<String, INDArray>> states = g.rnnGetPreviousStates();
          g.rnnClearPreviousState();
          g.rnnSetPreviousStates(states);
          return g.rnnTimeStep(x(BATCH, IN, 2))[0];
        });
    ROWS.put(
        "graph, errors from outside: error of the input, " + kind,
        fused -> {
          ComputationGraph g = line(fused, kind);
          g.setInput(0, x(BATCH, IN, TIME));
          g.setLabel(0, labels(1));
          g.computeGradientAndScore();
          return g.getFlattenedGradients().dup();
        });
  }

  private static void transfer(String kind) {
    ROWS.put(
        "transfer learning, first layer frozen, last replaced, " + kind + ": after fits",
        fused -> {
          MultiLayerNetwork n = net(fused, cell(kind, IN), cell(kind, HIDDEN), end(HIDDEN));
          MultiLayerNetwork t =
              new TransferLearning.Builder(n)
                  .fineTuneConfiguration(
                      new FineTuneConfiguration.Builder().updater(new Sgd(0.1)).seed(3).build())
                  .setFeatureExtractor(0)
                  .nOutReplace(2, 2, new NormalDistribution(0, 0.5))
                  .build();
          t.getLayer(2).setParam("W", x(HIDDEN, 2));
          t.fit(data());
          t.fit(data());
          return t.output(x(BATCH, IN, TIME));
        });
    ROWS.put(
        "transfer learning, another size in the middle, " + kind + ": shapes",
        fused -> {
          MultiLayerNetwork n = net(fused, cell(kind, IN), cell(kind, HIDDEN), end(HIDDEN));
          MultiLayerNetwork t =
              new TransferLearning.Builder(n).nOutReplace(0, 7, WeightInit.XAVIER).build();
          return java.util.Arrays.toString(t.output(x(BATCH, IN, TIME)).shape()) + t.numParams();
        });
    ROWS.put(
        "transfer learning in a graph, first layer frozen, " + kind + ": after fits",
        fused -> {
          ComputationGraph g = line(fused, kind);
          ComputationGraph t =
              new TransferLearning.GraphBuilder(g)
                  .fineTuneConfiguration(
                      new FineTuneConfiguration.Builder().updater(new Sgd(0.1)).seed(3).build())
                  .setFeatureExtractor("one")
                  .build();
          t.fit(data());
          t.fit(data());
          return t.outputSingle(x(BATCH, IN, TIME));
        });
  }
}
