package io.github.recurrent4j.layers;

import static io.github.recurrent4j.layers.StockComparison.BATCH;
import static io.github.recurrent4j.layers.StockComparison.HIDDEN;
import static io.github.recurrent4j.layers.StockComparison.IN;
import static io.github.recurrent4j.layers.StockComparison.NEAR;
import static io.github.recurrent4j.layers.StockComparison.OUT;
import static io.github.recurrent4j.layers.StockComparison.TIME;
import static io.github.recurrent4j.layers.StockComparison.answer;
import static io.github.recurrent4j.layers.StockComparison.cell;
import static io.github.recurrent4j.layers.StockComparison.end;
import static io.github.recurrent4j.layers.StockComparison.labels;
import static io.github.recurrent4j.layers.StockComparison.lstm;
import static io.github.recurrent4j.layers.StockComparison.mask;
import static io.github.recurrent4j.layers.StockComparison.net;
import static io.github.recurrent4j.layers.StockComparison.picked;
import static io.github.recurrent4j.layers.StockComparison.run;
import static io.github.recurrent4j.layers.StockComparison.same;
import static io.github.recurrent4j.layers.StockComparison.x;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.recurrent4j.layers.StockComparison.Ask;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.conf.layers.util.MaskZeroLayer;
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
import org.nd4j.linalg.learning.config.Adam;

/** Masks, and what can be learnt with them: stock networks and fused ones. */
class StockMaskTest {
  private static final Map<String, Ask> ROWS = new LinkedHashMap<>();

  /** Stock networks that have learnt {@link #oneToMany}, by kind. */
  private static final Map<String, MultiLayerNetwork> STOCK = new HashMap<>();

  /** What docs/layers.md says is better than stock's, or not to be compared with it. */
  private static final Pattern ON_PURPOSE =
      Pattern.compile(
          "mask, padding at the start, lstm(:| in Bidirectional)(?!.*labels mask of nothing)"
              + "|mask, (padding at the end|one-to-many), lstm in Bidirectional"
              + "|Bidirectional lstm, row of 4 steps"
              + "|values between 0 and 1");

  static {
    masks();
    learning();
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

  private static void masks() {
    String[][] patterns = {
      {"no mask", "111111", "111111"},
      {"padding at the end", "111100", "111111"},
      {"padding at the start", "001111", "111111"},
      {"holes", "110101", "101011"},
      {"one-to-many", "100000", "100000"},
      {"a row of zeros", "000000", "111111"}
    };
    for (String kind : new String[] {"lstm", "rnn"}) {
      for (String[] p : patterns) {
        INDArray m = mask(p[1], p[2]);
        row(
            "mask, " + p[0] + ", " + kind + ": output at steps that count",
            fused -> picked(run(fused, kind, m), m, 1));
        row(
            "mask, " + p[0] + ", " + kind + ": output at masked steps",
            fused -> picked(run(fused, kind, m), m, 0));
        row(
            "mask, " + p[0] + ", " + kind + ": is the output what it is without a mask?",
            fused ->
                run(fused, kind, m).sub(run(fused, kind, null)).amaxNumber().doubleValue() < NEAR);
        row(
            "mask, " + p[0] + ", " + kind + ": do features of masked steps matter to other steps?",
            fused -> {
              INDArray in = x(BATCH, IN, TIME);
              INDArray changed = in.dup();
              for (int b = 0; b < BATCH; b++) {
                for (int t = 0; t < TIME; t++) {
                  if (m.getDouble(b, t) == 0) {
                    changed
                        .get(NDArrayIndex.point(b), NDArrayIndex.all(), NDArrayIndex.point(t))
                        .addi(3);
                  }
                }
              }
              MultiLayerNetwork n = net(fused, cell(kind, IN));
              INDArray a = picked(n.output(in, false, m, null), m, 1);
              INDArray b = picked(n.output(changed, false, m, null), m, 1);
              return a.sub(b).amaxNumber().doubleValue() > NEAR;
            });
        row(
            "mask, " + p[0] + ", " + kind + ": parameters after one fit, labels mask of ones",
            fused -> {
              MultiLayerNetwork n = net(fused, cell(kind, IN), end(HIDDEN));
              n.fit(new DataSet(x(BATCH, IN, TIME), labels(1), m, Nd4j.ones(BATCH, TIME)));
              return n.params();
            });
        row(
            "mask, " + p[0] + ", " + kind + ": parameters after one fit, labels mask the same",
            fused -> {
              MultiLayerNetwork n = net(fused, cell(kind, IN), end(HIDDEN));
              n.fit(new DataSet(x(BATCH, IN, TIME), labels(1), m, m));
              return n.params();
            });
        row(
            "mask, " + p[0] + ", " + kind + " in LastTimeStep",
            fused -> {
              MultiLayerNetwork n = net(fused, new LastTimeStep(cell(kind, IN)));
              return n.output(x(BATCH, IN, TIME), false, m, null);
            });
        row(
            "mask, " + p[0] + ", " + kind + " in Bidirectional: output at steps that count",
            fused -> {
              MultiLayerNetwork n = net(fused, new Bidirectional(cell(kind, IN)));
              return picked(n.output(x(BATCH, IN, TIME), false, m, null), m, 1);
            });
      }
      row(
          "Bidirectional " + kind + ", row of 4 steps padded to 6: the same as the 4 steps alone?",
          fused -> {
            MultiLayerNetwork n = net(fused, new Bidirectional(cell(kind, IN)));
            INDArray in = x(1, IN, TIME);
            INDArray four =
                in.get(NDArrayIndex.all(), NDArrayIndex.all(), NDArrayIndex.interval(0, 4))
                    .dup('c');
            INDArray alone = n.output(four).dup();
            INDArray padded =
                n.output(in, false, mask("111100"), null)
                    .get(NDArrayIndex.all(), NDArrayIndex.all(), NDArrayIndex.interval(0, 4));
            return alone.sub(padded).amaxNumber().doubleValue() < NEAR;
          });
      row(
          "MaskZeroLayer around " + kind + ": zeros in the input are masked steps",
          fused -> {
            Layer inner = cell(kind, IN);
            Layer l = new MaskZeroLayer.Builder().setMaskValue(0.0).setUnderlying(inner).build();
            MultiLayerNetwork n = net(fused, l);
            INDArray in = x(BATCH, IN, TIME);
            in.get(NDArrayIndex.point(0), NDArrayIndex.all(), NDArrayIndex.interval(2, 4))
                .assign(0);
            in.get(NDArrayIndex.point(1), NDArrayIndex.all(), NDArrayIndex.point(0)).assign(0);
            return n.output(in);
          });
      row(
          kind + " given its mask by setMaskArray (as MaskZeroLayer does), holes",
          fused -> {
            MultiLayerNetwork n = net(fused, cell(kind, IN));
            n.getLayer(0).setMaskArray(mask("110101", "101011"));
            n.getLayer(0).setInput(x(BATCH, IN, TIME), LayerWorkspaceMgr.noWorkspaces());
            return n.getLayer(0).activate(false, LayerWorkspaceMgr.noWorkspaces());
          });
      row(
          "two layers of " + kind + ", holes",
          fused -> {
            MultiLayerNetwork n = net(fused, cell(kind, IN), cell(kind, HIDDEN));
            return n.output(x(BATCH, IN, TIME), false, mask("110101", "101011"), null);
          });
      row(
          "dense layer, then " + kind + ", padding at the end: output at steps that count",
          fused -> {
            INDArray m = mask("111100", "111111");
            MultiLayerNetwork n =
                net(
                    fused,
                    new LSTM.Builder().nIn(IN).nOut(HIDDEN).build(),
                    cell(kind, HIDDEN),
                    end(HIDDEN));
            return picked(n.output(x(BATCH, IN, TIME), false, m, m), m, 1);
          });
    }
    row(
        "mask with values between 0 and 1, lstm by setMaskArray",
        fused -> {
          MultiLayerNetwork n = net(fused, lstm(IN));
          n.getLayer(0).setMaskArray(mask("111111", "111111").muli(0.5));
          n.getLayer(0).setInput(x(BATCH, IN, TIME), LayerWorkspaceMgr.noWorkspaces());
          return n.getLayer(0).activate(false, LayerWorkspaceMgr.noWorkspaces());
        });
  }

  /** The first step says which of two sequences comes; only it is unmasked. */
  private static DataSet oneToMany() {
    INDArray f = Nd4j.zeros(DataType.FLOAT, 2, IN, TIME);
    INDArray y = Nd4j.zeros(DataType.FLOAT, 2, OUT, TIME);
    String[] wanted = {"010011", "101100"};
    for (int b = 0; b < 2; b++) {
      f.putScalar(b, b, 0, 1);
      for (int t = 0; t < TIME; t++) {
        y.putScalar(b, wanted[b].charAt(t) - '0', t, 1);
      }
    }
    return new DataSet(f, y, mask("100000", "100000"), Nd4j.ones(2, TIME));
  }

  private static double accuracy(MultiLayerNetwork n, DataSet d) {
    INDArray p = n.output(d.getFeatures(), false, d.getFeaturesMaskArray(), null);
    int right = 0;
    for (int b = 0; b < 2; b++) {
      for (int t = 0; t < TIME; t++) {
        right +=
            p.getDouble(b, 0, t) > p.getDouble(b, 1, t) == d.getLabels().getDouble(b, 0, t) > 0
                ? 1
                : 0;
      }
    }
    return Math.round(right / (2.0 * TIME) * 100) / 100.0;
  }

  private static void learning() {
    for (String kind : new String[] {"lstm", "rnn"}) {
      row(
          "learning one-to-many with "
              + kind
              + ", features masked after the first step, 300 fits: accuracy",
          fused -> accuracy(fused ? learned(kind, true) : stock(kind), oneToMany()));
      row(
          "learning one-to-many with stock " + kind + ", then used as stock / converted: accuracy",
          fused -> {
            MultiLayerNetwork n = stock(kind);
            return accuracy(fused ? StockConversion.toFused(n) : n, oneToMany());
          });
    }
  }

  /** Trained once: it draws nothing by chance. */
  private static MultiLayerNetwork stock(String kind) {
    return STOCK.computeIfAbsent(kind, k -> learned(k, false));
  }

  private static MultiLayerNetwork learned(String kind, boolean fused) {
    MultiLayerNetwork n = net(fused, new Adam(0.02), DataType.FLOAT, wide(kind), end(16));
    DataSet d = oneToMany();
    for (int i = 0; i < 300; i++) {
      n.fit(d);
    }
    return n;
  }

  private static Layer wide(String kind) {
    return kind.equals("lstm")
        ? new LSTM.Builder().activation(Activation.TANH).nIn(IN).nOut(16).build()
        : new SimpleRnn.Builder().activation(Activation.TANH).nIn(IN).nOut(16).build();
  }
}
