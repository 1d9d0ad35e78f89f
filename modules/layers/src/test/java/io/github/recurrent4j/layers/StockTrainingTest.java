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
import static io.github.recurrent4j.layers.StockComparison.mask;
import static io.github.recurrent4j.layers.StockComparison.net;
import static io.github.recurrent4j.layers.StockComparison.same;
import static io.github.recurrent4j.layers.StockComparison.x;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.recurrent4j.layers.StockComparison.Ask;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.conf.constraint.MaxNormConstraint;
import org.deeplearning4j.nn.conf.dropout.IDropout;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.conf.weightnoise.DropConnect;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.config.Sgd;

/** Truncated BPTT, regularization, noise and dropout: stock networks and fused ones. */
class StockTrainingTest {
  private static final Map<String, Ask> ROWS = new LinkedHashMap<>();

  /** Stock's gradients of truncated BPTT differ from finite differences; ours do not. */
  private static final Pattern ON_PURPOSE = Pattern.compile("truncated BPTT");

  static {
    training();
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

  private static void training() {
    for (String kind : new String[] {"lstm", "rnn"}) {
      for (int back : new int[] {3, 2}) {
        row(
            "truncated BPTT, forward 3, backward "
                + back
                + ", "
                + kind
                + ": parameters after 2 fits",
            fused -> {
              MultiLayerNetwork n = net(fused, cell(kind, IN), end(HIDDEN));
              n.getLayerWiseConfigurations().setBackpropType(BackpropType.TruncatedBPTT);
              n.getLayerWiseConfigurations().setTbpttFwdLength(3);
              n.getLayerWiseConfigurations().setTbpttBackLength(back);
              for (int i = 0; i < 2; i++) {
                n.fit(new DataSet(x(BATCH, IN, TIME), labels(1)));
              }
              return n.params();
            });
      }
      row(
          "truncated BPTT, forward 4 of 6, padding at the end, " + kind,
          fused -> {
            MultiLayerNetwork n = net(fused, cell(kind, IN), end(HIDDEN));
            n.getLayerWiseConfigurations().setBackpropType(BackpropType.TruncatedBPTT);
            n.getLayerWiseConfigurations().setTbpttFwdLength(4);
            n.getLayerWiseConfigurations().setTbpttBackLength(4);
            INDArray m = mask("111110", "111111");
            n.fit(new DataSet(x(BATCH, IN, TIME), labels(1), m, m));
            return n.params();
          });
      row(
          "truncated BPTT of 3 of 6, one small step, "
              + kind
              + ": largest error of the gradient by finite differences",
          fused -> truncatedError(fused, kind));
      row(
          "five fits, " + kind,
          fused -> {
            MultiLayerNetwork n = net(fused, cell(kind, IN), cell(kind, HIDDEN), end(HIDDEN));
            for (int i = 0; i < 5; i++) {
              n.fit(new DataSet(x(BATCH, IN, TIME), labels(1)));
            }
            return n.params();
          });
      row(
          "l2, constraint MaxNorm, five fits, " + kind,
          fused -> {
            Layer l =
                kind.equals("lstm")
                    ? new LSTM.Builder()
                        .activation(Activation.TANH)
                        .l2(0.1)
                        .constrainWeights(new MaxNormConstraint(0.3, 1))
                        .constrainInputWeights(new MaxNormConstraint(0.2, 1))
                        .nIn(IN)
                        .nOut(HIDDEN)
                        .build()
                    : new SimpleRnn.Builder()
                        .activation(Activation.TANH)
                        .l2(0.1)
                        .constrainRecurrent(new MaxNormConstraint(0.3, 1))
                        .nIn(IN)
                        .nOut(HIDDEN)
                        .build();
            MultiLayerNetwork n = net(fused, l, end(HIDDEN));
            for (int i = 0; i < 5; i++) {
              n.fit(new DataSet(x(BATCH, IN, TIME), labels(1)));
            }
            return n.params();
          });
      row(
          "weight noise DropConnect: output in training mode differs from inference, " + kind,
          fused -> {
            Layer l =
                kind.equals("lstm")
                    ? new LSTM.Builder()
                        .weightNoise(new DropConnect(0.5))
                        .nIn(IN)
                        .nOut(HIDDEN)
                        .build()
                    : new SimpleRnn.Builder()
                        .weightNoise(new DropConnect(0.5))
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
      row(
          "a dropout of one's own is called once a fit, with iteration and epoch, " + kind,
          fused -> {
            Counting d = new Counting();
            Counting.CALLS.clear();
            Layer l =
                kind.equals("lstm")
                    ? new LSTM.Builder().dropOut(d).nIn(IN).nOut(HIDDEN).build()
                    : new SimpleRnn.Builder().dropOut(d).nIn(IN).nOut(HIDDEN).build();
            MultiLayerNetwork n = net(fused, l, end(HIDDEN));
            for (int i = 0; i < 3; i++) {
              n.fit(new DataSet(x(BATCH, IN, TIME), labels(1)));
            }
            return Counting.CALLS.toString();
          });
      row(
          "errors handed in from outside (calcBackpropGradients): error of the input, " + kind,
          fused -> {
            MultiLayerNetwork n = net(fused, cell(kind, IN), cell(kind, HIDDEN));
            n.setInput(x(BATCH, IN, TIME));
            n.feedForward(true, false);
            return n.backpropGradient(x(BATCH, HIDDEN, TIME), null).getSecond();
          });
      row(
          "the input array is left as it was by fit, " + kind,
          fused -> {
            INDArray in = x(BATCH, IN, TIME);
            INDArray before = in.dup();
            Layer l =
                kind.equals("lstm")
                    ? new LSTM.Builder().dropOut(0.5).nIn(IN).nOut(HIDDEN).build()
                    : new SimpleRnn.Builder().dropOut(0.5).nIn(IN).nOut(HIDDEN).build();
            net(fused, l, end(HIDDEN)).fit(new DataSet(in, labels(1)));
            return in.equals(before);
          });
    }
  }

  /**
   * The sum of two segments' gradients, the second segment starting from the first one's last state
   * as a constant, by central differences, against what one fit with a tiny rate did; relative to
   * the largest entry.
   */
  private static Double truncatedError(boolean fused, String kind) {
    double rate = 1e-6;
    MultiLayerNetwork n = net(fused, new Sgd(rate), DataType.DOUBLE, cell(kind, IN), end(HIDDEN));
    INDArray in = x(BATCH, IN, TIME).castTo(DataType.DOUBLE);
    INDArray out = labels(1).castTo(DataType.DOUBLE);
    INDArray start = n.params().dup();
    // The stored state at the start of the second segment, from stock or fused rnnTimeStep alike.
    n.rnnClearPreviousState();
    n.rnnTimeStep(part(in, 0, 3));
    var state = new java.util.HashMap<String, INDArray>();
    n.rnnGetPreviousState(0).forEach((k, v) -> state.put(k, v.dup()));
    double[] numeric = new double[(int) start.length()];
    double eps = 1e-5;
    for (int i = 0; i < numeric.length; i++) {
      double[] side = new double[2];
      for (int s = 0; s < 2; s++) {
        n.setParams(start.dup());
        n.params().putScalar(i, start.getDouble(i) + (s == 0 ? eps : -eps));
        n.rnnClearPreviousState();
        side[s] = loss(n.rnnTimeStep(part(in, 0, 3)), part(out, 0, 3));
        n.rnnClearPreviousState();
        var copy = new java.util.HashMap<String, INDArray>();
        state.forEach((k, v) -> copy.put(k, v.dup()));
        n.rnnSetPreviousState(0, copy);
        side[s] += loss(n.rnnTimeStep(part(in, 3, 6)), part(out, 3, 6));
      }
      numeric[i] = (side[0] - side[1]) / (2 * eps);
    }
    n.setParams(start.dup());
    n.rnnClearPreviousState();
    n.getLayerWiseConfigurations().setBackpropType(BackpropType.TruncatedBPTT);
    n.getLayerWiseConfigurations().setTbpttFwdLength(3);
    n.getLayerWiseConfigurations().setTbpttBackLength(3);
    n.fit(new DataSet(in, out));
    double most = 0;
    double largest = 0;
    for (int i = 0; i < numeric.length; i++) {
      double step = (start.getDouble(i) - n.params().getDouble(i)) / rate;
      most = Math.max(most, Math.abs(step - numeric[i]));
      largest = Math.max(largest, Math.abs(numeric[i]));
    }
    return Math.round(most / largest * 1e4) / 1e4;
  }

  private static INDArray part(INDArray a, int from, int to) {
    return a.get(NDArrayIndex.all(), NDArrayIndex.all(), NDArrayIndex.interval(from, to)).dup('c');
  }

  private static double loss(INDArray p, INDArray y) {
    double sum = 0;
    for (int b = 0; b < BATCH; b++) {
      for (int t = 0; t < p.size(2); t++) {
        for (int c = 0; c < OUT; c++) {
          sum -= y.getDouble(b, c, t) * Math.log(p.getDouble(b, c, t));
        }
      }
    }
    return sum / BATCH;
  }

  /** Counts its calls and drops nothing. */
  @SuppressWarnings("serial") // Nobody writes one.
  public static final class Counting implements IDropout {
    static final List<String> CALLS = new ArrayList<>();

    @Override
    public INDArray applyDropout(
        INDArray in, INDArray result, int iteration, int epoch, LayerWorkspaceMgr workspaces) {
      CALLS.add(iteration + "/" + epoch);
      return result.assign(in);
    }

    @Override
    public INDArray backprop(INDArray out, INDArray in, int iteration, int epoch) {
      return in.assign(out);
    }

    @Override
    public void clear() {}

    @Override
    public IDropout clone() {
      return this;
    }
  }
}
