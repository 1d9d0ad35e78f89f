package io.github.recurrent4j.layers.runtime;

import io.github.recurrent4j.layers.TimeMajor;
import org.deeplearning4j.nn.api.MaskState;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Runs a {@link io.github.recurrent4j.layers.LastStepVertex}. */
@SuppressWarnings("overrides") // As in SequenceRunner.
public final class LastStep extends SequenceRunner {
  private final int maskInput;
  private long[] shape;
  private int[] last;

  /** Creates the vertex. */
  public LastStep(ComputationGraph graph, String name, int index, String maskOf, DataType type) {
    super(graph, name, index, type);
    maskInput = InputMasks.index(graph, name, maskOf);
  }

  @Override
  public INDArray doForward(boolean training, LayerWorkspaceMgr workspaces) {
    border.sequence(inputs[0]);
    shape = inputs[0].shape();
    last = lastSteps();
    INDArray x = TimeMajor.contiguous(inputs[0].castTo(dataType), RNNFormat.NCW);
    INDArray out =
        workspaces.createUninitialized(ArrayType.ACTIVATIONS, dataType, shape[0], shape[1]);
    for (int b = 0; b < last.length; b++) {
      Sequences.copyRow(x, (long) last[b] * last.length + b, out, b);
    }
    return out;
  }

  private int[] lastSteps() {
    INDArray mask = InputMasks.of(graph, maskInput);
    border.mask(mask, shape[0], shape[2]);
    StepMask steps = StepMask.of(mask);
    int[] result = new int[(int) shape[0]];
    for (int b = 0; b < result.length; b++) {
      // Of a sequence without any step that counts the first is taken, as DL4J does.
      result[b] = steps == null ? (int) shape[2] - 1 : Math.max(0, steps.end()[b] - 1);
    }
    return result;
  }

  @Override
  public Pair<Gradient, INDArray[]> doBackward(boolean tbptt, LayerWorkspaceMgr workspaces) {
    border.error(epsilon, shape[0], shape[1]);
    INDArray error = epsilon.castTo(dataType);
    INDArray rows = TimeMajor.isContiguous(error) ? error : error.dup('c');
    INDArray dX =
        workspaces.create(
            ArrayType.ACTIVATION_GRAD, dataType, new long[] {shape[2], shape[0], shape[1]}, 'c');
    for (int b = 0; b < last.length; b++) {
      Sequences.copyRow(rows, b, dX, (long) last[b] * last.length + b);
    }
    return new Pair<>(null, new INDArray[] {SequenceGradient.of(dX, RNNFormat.NCW)});
  }

  @Override
  public Pair<INDArray, MaskState> feedForwardMaskArrays(
      INDArray[] masks, MaskState state, int minibatch) {
    return new Pair<>(null, state);
  }
}
