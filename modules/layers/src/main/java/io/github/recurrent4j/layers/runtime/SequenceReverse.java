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

/** Runs a {@link io.github.recurrent4j.layers.SequenceReverseVertex}. */
@SuppressWarnings("overrides") // As in SequenceRunner.
public final class SequenceReverse extends SequenceRunner {
  private INDArray mask;
  private long[] shape;
  private int[] lengths;

  /** Creates the vertex. */
  public SequenceReverse(ComputationGraph graph, String name, int index, DataType type) {
    super(graph, name, index, type);
  }

  @Override
  public INDArray doForward(boolean training, LayerWorkspaceMgr workspaces) {
    border.sequence(inputs[0]);
    shape = inputs[0].shape();
    // A mask of an earlier minibatch stays here when a later one has none.
    lengths = graph.getInputMaskArrays() == null ? null : lengths();
    return TimeMajor.toFormat(
        reversed(inputs[0], ArrayType.ACTIVATIONS, workspaces), RNNFormat.NCW);
  }

  @Override
  public Pair<Gradient, INDArray[]> doBackward(boolean tbptt, LayerWorkspaceMgr workspaces) {
    border.error(epsilon, shape);
    // Reversing is its own transpose.
    INDArray result = reversed(epsilon, ArrayType.ACTIVATION_GRAD, workspaces);
    return new Pair<>(null, new INDArray[] {SequenceGradient.of(result, RNNFormat.NCW)});
  }

  /** As [T, B, C]. */
  private INDArray reversed(INDArray sequence, ArrayType kind, LayerWorkspaceMgr workspaces) {
    INDArray x = TimeMajor.contiguous(sequence.castTo(dataType), RNNFormat.NCW);
    INDArray out = workspaces.createUninitialized(kind, dataType, x.shape(), 'c');
    Sequences.reverse(x, lengths, out);
    return out;
  }

  private int[] lengths() {
    border.mask(mask, shape[0], shape[2]);
    StepMask steps = StepMask.of(mask);
    if (steps == null) {
      return null;
    }
    if (steps.leading() || steps.holes()) {
      throw new IllegalStateException(
          "vertex " + vertexName + " reverses sequences that a mask pads at their end only");
    }
    return steps.end();
  }

  @Override
  public Pair<INDArray, MaskState> feedForwardMaskArrays(
      INDArray[] masks, MaskState state, int minibatch) {
    mask = masks == null ? null : masks[0];
    return new Pair<>(mask, state);
  }
}
