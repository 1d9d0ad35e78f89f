package io.github.recurrent4j.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.exception.DL4JInvalidInputException;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * Arrays of the wrong shape, ids out of range, masks, states and errors of other sizes, in every
 * layer, vertex and side input: an exception of DL4J's that names the layer and both shapes, never
 * an answer, and never one from the middle of the work.
 */
class ShapesTest {
  private static final int IN = 5;
  private static final int OUT = 4;
  private static final int BATCH = 3;
  private static final int TIME = 6;
  private static final int WORDS = 10;

  /** Where DL4J's own layers and networks throw Java's exceptions, so do ours. */
  private static final Pattern LIKE_STOCK =
      Pattern.compile("rank 2|rank 4|no time steps|state of batch|parameters of another length");

  private static final Map<String, Callable<INDArray>> ATTEMPTS = new LinkedHashMap<>();

  static {
    declare();
  }

  static Stream<String> names() {
    return ATTEMPTS.keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("names")
  void isRefusedInWords(String name) throws Exception {
    if (name.endsWith("(legal)")) {
      assertThat(ATTEMPTS.get(name).call().length()).isPositive();
      return;
    }
    Throwable thrown = catchThrowable(() -> ATTEMPTS.get(name).call());
    if (LIKE_STOCK.matcher(name).find()) {
      assertThat(thrown)
          .isInstanceOfAny(IllegalStateException.class, IllegalArgumentException.class);
    } else {
      assertThat(thrown)
          .isInstanceOfAny(DL4JInvalidInputException.class, DL4JInvalidConfigException.class);
      assertThat(thrown.getMessage()).containsAnyOf("layer name: ", "(r)", "(m)", "reversed)");
    }
    assertThat(thrown.getMessage()).hasSizeLessThan(400).containsPattern("[0-9]");
  }

  private static MultiLayerNetwork net(Layer... layers) {
    var list = new NeuralNetConfiguration.Builder().seed(3).updater(new Sgd(0.1)).list();
    for (Layer l : layers) {
      list.layer(l);
    }
    MultiLayerNetwork n = new MultiLayerNetwork(list.build());
    n.init();
    return n;
  }

  private static Layer cell(String kind) {
    return cell(kind, RNNFormat.NCW);
  }

  private static Layer cell(String kind, RNNFormat format) {
    return switch (kind) {
      case "lstm" -> new FusedLSTM.Builder().dataFormat(format).nIn(IN).nOut(OUT).build();
      case "gru" -> new GRU.Builder().dataFormat(format).nIn(IN).nOut(OUT).build();
      case "gru-after" -> new GRU.Builder().resetAfter(true).nIn(IN).nOut(OUT).build();
      case "rnn" -> new FusedSimpleRnn.Builder().dataFormat(format).nIn(IN).nOut(OUT).build();
      case "projection" -> new Projection.Builder().nIn(IN).nOut(OUT).build();
      case "output" -> new SparseOutput.Builder().nIn(IN).nOut(WORDS).build();
      default -> throw new IllegalArgumentException(kind);
    };
  }

  private static Layer last() {
    return new RnnOutputLayer.Builder(LossFunction.MSE)
        .nIn(OUT)
        .nOut(2)
        .activation(Activation.IDENTITY)
        .build();
  }

  private static INDArray x(long... shape) {
    return Nd4j.linspace(DataType.FLOAT, 0, 0.01, Arrays.stream(shape).reduce(1, (a, b) -> a * b))
        .reshape(shape);
  }

  private static INDArray ones(long... shape) {
    return Nd4j.ones(DataType.FLOAT, shape);
  }

  private static INDArray holes(int batch, int time) {
    INDArray m = ones(batch, time);
    for (int b = 0; b < batch; b++) {
      m.putScalar(b, Math.min(1, time - 1), 0);
    }
    return m;
  }

  private static INDArray ids(float... values) {
    return Nd4j.createFromArray(new float[][] {values});
  }

  private static void add(String name, Callable<INDArray> attempt) {
    ATTEMPTS.put(name, attempt);
  }

  private static void declare() {
    for (String kind : new String[] {"lstm", "gru", "gru-after", "rnn", "projection", "output"}) {
      String k = kind;
      for (int size : new int[] {3, 6, 1, 500_000}) {
        if (size > 6 && !kind.matches("lstm|projection")) {
          continue;
        }
        add(
            k + ": " + size + " features where nIn is 5, output",
            () -> net(cell(kind)).output(x(BATCH, size, TIME)));
      }
      if (kind.matches(".*(lstm|gru|rnn)")) {
        add(
            k + ": 3 features where nIn is 5, rnnTimeStep",
            () -> net(cell(kind)).rnnTimeStep(x(BATCH, 3, TIME)));
        add(
            k + ": 3 features where nIn is 5, fit",
            () -> {
              MultiLayerNetwork n = net(cell(kind), last());
              n.fit(new DataSet(x(BATCH, 3, TIME), x(BATCH, 2, TIME)));
              return n.params();
            });
        add(k + ": rank 2", () -> net(cell(kind)).output(x(BATCH, IN)));
        add(k + ": rank 4", () -> net(cell(kind)).output(x(BATCH, IN, TIME, 2)));
        add(k + ": no time steps", () -> net(cell(kind)).output(Nd4j.create(BATCH, IN, 0)));
        add(k + ": NWC data where NCW is said", () -> net(cell(kind)).output(x(BATCH, TIME, IN)));
        for (int time : new int[] {TIME - 2, TIME + 2}) {
          for (boolean hole : new boolean[] {false, true}) {
            String what = hole ? " with holes" : " that pads";
            add(
                k + ": mask of " + time + " steps for " + TIME + what + ", output",
                () -> {
                  INDArray m = hole ? holes(BATCH, time) : ones(BATCH, time);
                  if (!hole) {
                    m.putScalar(0, time - 1, 0);
                  }
                  return net(cell(kind)).output(x(BATCH, IN, TIME), false, m, null);
                });
          }
        }
        for (int batch : new int[] {BATCH - 2, BATCH + 200}) {
          add(
              k + ": mask of " + batch + " rows for " + BATCH + ", output",
              () -> {
                INDArray m = ones(batch, TIME);
                m.getColumn(TIME - 1).assign(0);
                return net(cell(kind)).output(x(BATCH, IN, TIME), false, m, null);
              });
          add(
              k + ": leading mask of " + batch + " rows for " + BATCH + ", fit",
              () -> {
                MultiLayerNetwork n = net(cell(kind), last());
                INDArray m = ones(batch, TIME);
                m.getColumn(0).assign(0);
                n.fit(new DataSet(x(BATCH, IN, TIME), x(BATCH, 2, TIME), m, ones(BATCH, TIME)));
                return n.params();
              });
        }
        add(
            k + ": state of batch 3, then rnnTimeStep with 2",
            () -> {
              MultiLayerNetwork n = net(cell(kind));
              n.rnnTimeStep(x(3, IN, 1));
              return n.rnnTimeStep(x(2, IN, 1));
            });
        add(
            k + ": state given by hand, of another size",
            () -> {
              MultiLayerNetwork n = net(cell(kind));
              n.rnnTimeStep(x(BATCH, IN, 1));
              Map<String, INDArray> state = new LinkedHashMap<>(n.rnnGetPreviousState(0));
              state.replaceAll((key, value) -> ones(BATCH, 1));
              n.rnnSetPreviousState(0, state);
              return n.rnnTimeStep(x(BATCH, IN, 1));
            });
        add(
            k + ": error of another length in backpropGradient",
            () -> {
              MultiLayerNetwork n = net(cell(kind), last());
              n.initGradientsView();
              n.setInput(x(BATCH, IN, TIME));
              n.feedForward(true, false);
              return n.getLayer(0)
                  .backpropGradient(x(BATCH, OUT, TIME + 3), LayerWorkspaceMgr.noWorkspaces())
                  .getSecond();
            });
        add(
            k + ": error with other features in backpropGradient",
            () -> {
              MultiLayerNetwork n = net(cell(kind), last());
              n.initGradientsView();
              n.setInput(x(BATCH, IN, TIME));
              n.feedForward(true, false);
              return n.getLayer(0)
                  .backpropGradient(x(BATCH, 1, TIME), LayerWorkspaceMgr.noWorkspaces())
                  .getSecond();
            });
      }
    }
    wrapped();
    embeddings();
    outputs();
    graphs();
  }

  private static void wrapped() {
    add(
        "bidirectional: 3 features where nIn is 5",
        () -> net(new Bidirectional(cell("lstm"))).output(x(BATCH, 3, TIME)));
    add(
        "bidirectional: mask of 8 steps for 6",
        () ->
            net(new Bidirectional(cell("gru")))
                .output(x(BATCH, IN, TIME), false, holes(3, 8), null));
    add(
        "variational dropout of the other format (legal)",
        () -> {
          Nd4j.getRandom().setSeed(1);
          MultiLayerNetwork n =
              net(
                  new GRU.Builder()
                      .nIn(IN)
                      .nOut(OUT)
                      .dropOut(new VariationalDropout(0.5, RNNFormat.NCW))
                      .build());
          return n.output(x(BATCH, IN, TIME), true).mul(0);
        });
    add("context window: rank 2", () -> net(new ContextWindow(3)).output(x(BATCH, IN)));
    add(
        "context window: state of batch 3, then rnnTimeStep with 2",
        () -> {
          MultiLayerNetwork n = net(new ContextWindow(3));
          n.rnnTimeStep(x(3, IN, 1));
          return n.rnnTimeStep(x(2, IN, 1));
        });
    add(
        "context window: sizes change between calls (rnnTimeStep)",
        () -> {
          MultiLayerNetwork n = net(new ContextWindow(3));
          n.rnnTimeStep(x(3, 2, 1));
          return n.rnnTimeStep(x(3, 500, 1));
        });
    add(
        "lstm: parameters of another length",
        () -> {
          MultiLayerNetwork n = net(cell("lstm"));
          n.setParams(x(1, 17));
          return n.output(x(BATCH, IN, TIME));
        });
    add(
        "lstm: W of another shape through setParam",
        () -> {
          MultiLayerNetwork n = net(cell("lstm"));
          n.setParam("0_W", x(2, 3));
          return n.output(x(BATCH, IN, TIME));
        });
    add(
        "lstm: NaN features (legal)",
        () ->
            net(cell("lstm"))
                .output(x(BATCH, IN, TIME).muli(Float.NaN))
                .mul(0)
                .eq(1)
                .castTo(DataType.FLOAT));
  }

  private static void embeddings() {
    float[] bad = {Float.NaN, -1, WORDS, 1e9f, 1e20f, Float.POSITIVE_INFINITY, 1.5f};
    for (float id : bad) {
      add(
          "embedding: id " + id,
          () -> net(new IdEmbedding.Builder().nIn(WORDS).nOut(OUT).build()).output(ids(1, id, 2)));
      add("one-hot: id " + id, () -> net(new OneHot(WORDS)).output(ids(1, id, 2)));
      // A negative label does not count, as the layer's documentation says.
      add(
          "output: label " + id + (id == -1 ? ", fit (legal)" : ", fit"),
          () -> {
            MultiLayerNetwork n = net(cell("output"));
            n.fit(new DataSet(x(1, IN, 3), ids(1, id, 2)));
            return n.params();
          });
    }
    add(
        "embedding: ids of rank 3 with vectors",
        () ->
            net(new IdEmbedding.Builder().nIn(WORDS).nOut(OUT).build()).output(x(BATCH, IN, TIME)));
    add(
        "embedding: mask of 9 steps for 6, LSTM above",
        () -> {
          MultiLayerNetwork n =
              net(new IdEmbedding.Builder().nIn(WORDS).nOut(IN).build(), cell("lstm"));
          return n.output(ones(BATCH, TIME), false, holes(BATCH, 9), null);
        });
  }

  private static void outputs() {
    add(
        "output: labels of 9 steps for 6, fit",
        () -> {
          MultiLayerNetwork n = net(cell("output"));
          n.fit(new DataSet(x(BATCH, IN, TIME), ones(BATCH, 9)));
          return n.params();
        });
    add(
        "output: labels [6, 3] for [3, 6], fit",
        () -> {
          MultiLayerNetwork n = net(cell("output"));
          n.fit(new DataSet(x(BATCH, IN, TIME), ones(TIME, BATCH)));
          return n.params();
        });
    for (int time : new int[] {4, 9}) {
      add(
          "output: labels mask of " + time + " steps for 6, fit",
          () -> {
            MultiLayerNetwork n = net(cell("output"));
            n.fit(new DataSet(x(BATCH, IN, TIME), ones(BATCH, TIME), null, ones(BATCH, time)));
            return n.params();
          });
    }
    add(
        "output: labels mask of 1 row for 3, fit",
        () -> {
          MultiLayerNetwork n = net(cell("output"));
          n.fit(new DataSet(x(BATCH, IN, TIME), ones(BATCH, TIME), null, ones(1, TIME)));
          return n.params();
        });
    add(
        "output: tiedOffset 2^31",
        () -> {
          SparseOutput o = (SparseOutput) cell("output");
          o.setTiedOffset(1L << 31);
          return net(o).output(x(BATCH, IN, TIME));
        });
    add(
        "output: tiedOffset past the end by 1",
        () -> {
          SparseOutput o = (SparseOutput) cell("output");
          o.setTiedOffset(61);
          return net(o).output(x(BATCH, IN, TIME));
        });
    add(
        "output: scores of examples, labels of 9 steps for 6",
        () ->
            net(cell("output"))
                .scoreExamples(new DataSet(x(BATCH, IN, TIME), ones(BATCH, 9)), false));
  }

  private static ComputationGraph decoder(String kind, int states) {
    NeuralNetConfiguration.Builder global =
        new NeuralNetConfiguration.Builder().seed(3).updater(new Sgd(0.1));
    GraphBuilder g = global.graphBuilder();
    String[] inputs =
        states == 0
            ? new String[] {"x"}
            : states == 1 ? new String[] {"x", "h"} : new String[] {"x", "h", "c"};
    g.addInputs(inputs);
    SideInputVertex.add(g, global, "cell", cell(kind), inputs);
    ComputationGraph n = new ComputationGraph(g.setOutputs("cell").build());
    n.init();
    return n;
  }

  private static ComputationGraph attention(Attention.Score score) {
    NeuralNetConfiguration.Builder global =
        new NeuralNetConfiguration.Builder().seed(3).updater(new Sgd(0.1));
    GraphBuilder g = global.graphBuilder().addInputs("q", "m");
    SideInputVertex.add(
        g, global, "a", new Attention.Builder().nIn(IN).nOut(IN).score(score).build(), "q", "m");
    ComputationGraph n = new ComputationGraph(g.setOutputs("a").build());
    n.init();
    return n;
  }

  private static INDArray masked(ComputationGraph n, INDArray[] in, INDArray... masks) {
    return n.output(false, in, masks, null)[0];
  }

  private static void graphs() {
    for (String kind : new String[] {"lstm", "gru", "rnn"}) {
      Map<String, INDArray> states = new LinkedHashMap<>();
      states.put("[2, 4] for batch 3", ones(2, OUT));
      states.put("[3, 2] where nOut is 4", ones(BATCH, 2));
      states.put("[3, 4000] where nOut is 4", ones(BATCH, 4000));
      states.put("[3, 4, 2]", ones(BATCH, OUT, 2));
      states.forEach(
          (name, h) ->
              add(
                  "side input: " + kind + ", h_0 " + name,
                  () -> decoder(kind, 1).outputSingle(x(BATCH, IN, TIME), h.dup())));
    }
    add(
        "side input: lstm, c_0 [2, 4] for batch 3",
        () -> decoder("lstm", 2).outputSingle(x(BATCH, IN, TIME), ones(BATCH, OUT), ones(2, OUT)));
    add(
        "side input: lstm, 3 features where nIn is 5",
        () -> decoder("lstm", 1).outputSingle(x(BATCH, 3, TIME), ones(BATCH, OUT)));
    for (Attention.Score score : Attention.Score.values()) {
      Map<String, INDArray[]> pairs = new LinkedHashMap<>();
      pairs.put("memory of batch 2 for 3", new INDArray[] {x(3, IN, TIME), x(2, IN, 7)});
      pairs.put(
          "memory of 3 features where nOut is 5", new INDArray[] {x(3, IN, TIME), x(3, 3, 7)});
      pairs.put(
          "queries of 9 features where nIn is 5", new INDArray[] {x(3, 9, TIME), x(3, IN, 7)});
      pairs.put("memory of rank 2", new INDArray[] {x(3, IN, TIME), x(3, IN)});
      pairs.forEach(
          (name, in) ->
              add("attention " + score + ": " + name, () -> attention(score).outputSingle(in)));
    }
    for (int[] shape : new int[][] {{3, 5}, {3, 9}, {1, 7}}) {
      add(
          "attention: memory mask " + Arrays.toString(shape) + " for [3, 7]",
          () ->
              masked(
                  attention(Attention.Score.GENERAL),
                  new INDArray[] {x(3, IN, TIME), x(3, IN, 7)},
                  null,
                  ones(shape[0], shape[1]).putScalar(0, shape[1] - 1, 0)));
    }
    add(
        "reverse vertex: mask of 9 steps for 6",
        () -> masked(reverse(), one(x(3, IN, TIME)), ones(3, 9)));
    add(
        "reverse vertex: mask of 1 row for 3",
        () -> masked(reverse(), one(x(3, IN, TIME)), pad(1, TIME)));
    add("reverse vertex: rank 2", () -> reverse().outputSingle(x(3, IN)));
    add("merge vertex: 6 steps and 4", () -> merge().outputSingle(x(3, IN, TIME), x(3, IN, 4)));
    add(
        "merge vertex: batches 3 and 2",
        () -> merge().outputSingle(x(3, IN, TIME), x(2, IN, TIME)));
    add(
        "bidirectional encoder: 3 features where nIn is 5",
        () -> encoder().outputSingle(x(BATCH, 3, TIME)));
    add(
        "bidirectional encoder: mask of 9 steps for 6",
        () -> masked(encoder(), one(x(BATCH, IN, TIME)), pad(BATCH, 9)));
  }

  private static INDArray[] one(INDArray a) {
    return new INDArray[] {a};
  }

  private static INDArray pad(int batch, int time) {
    INDArray m = ones(batch, time);
    m.putScalar(0, time - 1, 0);
    return m;
  }

  private static ComputationGraph reverse() {
    GraphBuilder g = new NeuralNetConfiguration.Builder().graphBuilder().addInputs("x");
    g.addVertex("r", new SequenceReverseVertex(), "x");
    ComputationGraph n = new ComputationGraph(g.setOutputs("r").build());
    n.init();
    return n;
  }

  private static ComputationGraph merge() {
    GraphBuilder g = new NeuralNetConfiguration.Builder().graphBuilder().addInputs("x", "y");
    g.addVertex("m", new SequenceMergeVertex(), "x", "y");
    ComputationGraph n = new ComputationGraph(g.setOutputs("m").build());
    n.init();
    return n;
  }

  private static ComputationGraph encoder() {
    GraphBuilder g =
        new NeuralNetConfiguration.Builder().seed(3).updater(new Sgd(0.1)).graphBuilder();
    g.addInputs("x");
    Supplier<FeedForwardLayer> half = () -> new GRU.Builder().nIn(IN).nOut(OUT).build();
    BidirectionalEncoder.add(g, 1, size -> half.get(), "x", "x", IN, false, true);
    ComputationGraph n = new ComputationGraph(g.setOutputs(BidirectionalEncoder.SUMMARY).build());
    n.init();
    return n;
  }
}
