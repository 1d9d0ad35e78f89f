package io.github.recurrent4j.layers.runtime;

import io.github.recurrent4j.kernels.Workers;
import io.github.recurrent4j.layers.SequencePoolVertex.Kind;
import io.github.recurrent4j.layers.TimeMajor;
import java.util.Arrays;
import org.deeplearning4j.nn.api.MaskState;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Runs a {@link io.github.recurrent4j.layers.SequencePoolVertex}. */
@SuppressWarnings("overrides") // As in SequenceRunner.
public final class SequencePool extends SequenceRunner {
  private final Kind kind;
  private final int maskInput;
  private long[] shape;
  private boolean[][] counts;

  /** Step of the largest value of feature c of example b, at b·C + c. */
  private int[] largest;

  /** Creates the vertex. */
  public SequencePool(
      ComputationGraph graph, String name, int index, Kind kind, String maskOf, DataType type) {
    super(graph, name, index, type);
    this.kind = kind;
    maskInput = maskOf == null ? -1 : InputMasks.index(graph, name, maskOf);
  }

  @Override
  public INDArray doForward(boolean training, LayerWorkspaceMgr workspaces) {
    border.sequence(inputs[0]);
    shape = inputs[0].shape();
    int size = (int) shape[1];
    int batch = (int) shape[0];
    counts = counted();
    largest = kind == Kind.MAX ? new int[batch * size] : null;
    INDArray x = TimeMajor.contiguous(inputs[0].castTo(dataType), RNNFormat.NCW);
    INDArray out =
        workspaces.createUninitialized(ArrayType.ACTIVATIONS, dataType, shape[0], shape[1]);
    RowValues steps = RowValues.of(x);
    RowValues pooled = RowValues.of(out);
    Workers.run(
        batch,
        b -> {
          double[] result = new double[size];
          double[] row = new double[size];
          int seen = 0;
          for (int t = 0; t < shape[2]; t++) {
            if (counts(t, b)) {
              steps.get((long) t * batch + b, row);
              take(row, result, b, t, seen++ == 0);
            }
          }
          for (int c = 0; kind == Kind.MEAN && c < size; c++) {
            result[c] /= Math.max(1, seen);
          }
          pooled.put(b, result);
        });
    return out;
  }

  private void take(double[] row, double[] result, int b, int t, boolean first) {
    if (kind == Kind.MEAN) {
      for (int c = 0; c < row.length; c++) {
        result[c] += row[c];
      }
      return;
    }
    int at = b * row.length;
    for (int c = 0; c < row.length; c++) {
      if (first || row[c] > result[c]) {
        result[c] = row[c];
        largest[at + c] = t;
      }
    }
  }

  private boolean[][] counted() {
    INDArray mask = maskInput < 0 ? null : InputMasks.of(graph, maskInput);
    border.mask(mask, shape[0], shape[2]);
    StepMask steps = StepMask.of(mask);
    return steps == null ? null : steps.steps();
  }

  private boolean counts(int t, int b) {
    return counts == null || counts[t][b];
  }

  @Override
  public Pair<Gradient, INDArray[]> doBackward(boolean tbptt, LayerWorkspaceMgr workspaces) {
    border.error(epsilon, shape[0], shape[1]);
    INDArray error = epsilon.castTo(dataType);
    int batch = (int) shape[0];
    int size = (int) shape[1];
    RowValues errors = RowValues.of(TimeMajor.isContiguous(error) ? error : error.dup('c'));
    INDArray dX =
        workspaces.createUninitialized(
            ArrayType.ACTIVATION_GRAD, dataType, new long[] {shape[2], shape[0], shape[1]}, 'c');
    RowValues steps = RowValues.of(dX);
    Workers.run(
        batch,
        b -> {
          double[] own = new double[size];
          errors.get(b, own);
          divide(own, b);
          double[] none = new double[size];
          double[] row = new double[size];
          for (int t = 0; t < shape[2]; t++) {
            double[] part = !counts(t, b) ? none : kind == Kind.MEAN ? own : at(t, b, own, row);
            steps.put((long) t * batch + b, part);
          }
        });
    return new Pair<>(null, new INDArray[] {SequenceGradient.of(dX, RNNFormat.NCW)});
  }

  /** A mean's error is that of each step it was taken over. */
  private void divide(double[] error, int b) {
    if (kind == Kind.MEAN) {
      int seen = 0;
      for (int t = 0; t < shape[2]; t++) {
        seen += counts(t, b) ? 1 : 0;
      }
      for (int c = 0; c < error.length; c++) {
        error[c] /= Math.max(1, seen);
      }
    }
  }

  /** The part of the error that goes to a step: of the features that were largest there. */
  private double[] at(int t, int b, double[] error, double[] into) {
    Arrays.fill(into, 0);
    int first = b * error.length;
    for (int c = 0; c < error.length; c++) {
      if (largest[first + c] == t) {
        into[c] = error[c];
      }
    }
    return into;
  }

  @Override
  public Pair<INDArray, MaskState> feedForwardMaskArrays(
      INDArray[] masks, MaskState state, int minibatch) {
    return new Pair<>(null, state);
  }
}
