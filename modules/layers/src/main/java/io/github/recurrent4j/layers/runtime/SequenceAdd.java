package io.github.recurrent4j.layers.runtime;

import io.github.recurrent4j.kernels.Elementwise;
import io.github.recurrent4j.layers.TimeMajor;
import io.github.recurrent4j.layers.kernel.Engine;
import io.github.recurrent4j.layers.kernel.NativeArrays;
import org.deeplearning4j.nn.api.MaskState;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Runs a {@link io.github.recurrent4j.layers.SequenceAddVertex}. */
@SuppressWarnings("overrides") // As in SequenceRunner.
public final class SequenceAdd extends SequenceRunner {
  private final Scratch kept = new Scratch();
  private INDArray sum;

  /** Creates the vertex. */
  public SequenceAdd(ComputationGraph graph, String name, int index, DataType type) {
    super(graph, name, index, type);
  }

  @Override
  public INDArray doForward(boolean training, LayerWorkspaceMgr workspaces) {
    border.sequence(inputs[0]);
    border.exactly("The second sequence", inputs[1], inputs[0].shape());
    INDArray first = TimeMajor.contiguous(inputs[0].castTo(dataType), RNNFormat.NCW);
    INDArray second = TimeMajor.contiguous(inputs[1].castTo(dataType), RNNFormat.NCW);
    INDArray out =
        workspaces.createUninitialized(ArrayType.ACTIVATIONS, dataType, first.shape(), 'c');
    // Memory of its own: a layer above may change what it reads.
    sum = training ? kept.of(dataType, first.shape()) : out;
    if (Engine.usesOneDnn(dataType)) {
      NativeArrays.of(sum).copyFrom(NativeArrays.of(first));
      Elementwise.addRectified(NativeArrays.of(sum), NativeArrays.of(second));
    } else {
      sum.assign(first).addi(second);
      sum.muli(sum.gt(0).castTo(dataType));
    }
    if (training && Engine.usesOneDnn(dataType)) {
      NativeArrays.of(out).copyFrom(NativeArrays.of(sum));
    } else if (training) {
      out.assign(sum);
    }
    return TimeMajor.toFormat(out, RNNFormat.NCW);
  }

  @Override
  public Pair<Gradient, INDArray[]> doBackward(boolean tbptt, LayerWorkspaceMgr workspaces) {
    border.error(epsilon, RNNFormat.NCW, sum.size(1), sum.size(2), sum.size(0));
    INDArray error = TimeMajor.contiguous(epsilon.castTo(dataType), RNNFormat.NCW);
    INDArray[] parts = new INDArray[2];
    for (int i = 0; i < parts.length; i++) {
      INDArray part =
          workspaces.createUninitialized(ArrayType.ACTIVATION_GRAD, dataType, sum.shape(), 'c');
      if (Engine.usesOneDnn(dataType)) {
        NativeArrays.of(part).copyFrom(NativeArrays.of(error));
        Elementwise.rectifyBackward(NativeArrays.of(sum), NativeArrays.of(part));
      } else {
        part.assign(error).muli(sum.gt(0).castTo(dataType));
      }
      parts[i] = SequenceGradient.of(part, RNNFormat.NCW);
    }
    return new Pair<>(null, parts);
  }

  @Override
  public Pair<INDArray, MaskState> feedForwardMaskArrays(
      INDArray[] masks, MaskState state, int minibatch) {
    return new Pair<>(masks == null ? null : masks[0], state);
  }
}
