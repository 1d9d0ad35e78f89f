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

/** Runs a {@link io.github.recurrent4j.layers.SequenceMergeVertex}. */
@SuppressWarnings("overrides") // As in SequenceRunner.
public final class SequenceMerge extends SequenceRunner {
  private long[] sizes;
  private long[] shape;

  /** Creates the vertex. */
  public SequenceMerge(ComputationGraph graph, String name, int index, DataType type) {
    super(graph, name, index, type);
  }

  @Override
  public INDArray doForward(boolean training, LayerWorkspaceMgr workspaces) {
    INDArray[] parts = new INDArray[inputs.length];
    sizes = new long[inputs.length];
    long width = 0;
    for (int i = 0; i < parts.length; i++) {
      border.sequence(inputs[i]);
      border.exactly(
          "Part " + i, inputs[i], inputs[0].size(0), inputs[i].size(1), inputs[0].size(2));
      parts[i] = TimeMajor.contiguous(inputs[i].castTo(dataType), RNNFormat.NCW);
      sizes[i] = parts[i].size(2);
      width += sizes[i];
    }
    INDArray out = create(ArrayType.ACTIVATIONS, parts[0], width, workspaces);
    shape = out.shape();
    Sequences.merge(parts, out);
    return TimeMajor.toFormat(out, RNNFormat.NCW);
  }

  private INDArray create(ArrayType kind, INDArray like, long width, LayerWorkspaceMgr ws) {
    long[] shape = {like.size(0), like.size(1), width};
    return ws.createUninitialized(kind, dataType, shape, 'c');
  }

  @Override
  public Pair<Gradient, INDArray[]> doBackward(boolean tbptt, LayerWorkspaceMgr workspaces) {
    border.error(epsilon, RNNFormat.NCW, shape[1], shape[2], shape[0]);
    INDArray whole = TimeMajor.contiguous(epsilon.castTo(dataType), RNNFormat.NCW);
    INDArray[] parts = new INDArray[sizes.length];
    for (int i = 0; i < parts.length; i++) {
      parts[i] = create(ArrayType.ACTIVATION_GRAD, whole, sizes[i], workspaces);
    }
    Sequences.split(whole, parts);
    for (int i = 0; i < parts.length; i++) {
      parts[i] = SequenceGradient.of(parts[i], RNNFormat.NCW);
    }
    return new Pair<>(null, parts);
  }

  @Override
  public Pair<INDArray, MaskState> feedForwardMaskArrays(
      INDArray[] masks, MaskState state, int minibatch) {
    return new Pair<>(masks == null ? null : masks[0], state);
  }
}
