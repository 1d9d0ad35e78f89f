package io.github.recurrent4j.layers.runtime;

import io.github.recurrent4j.kernels.Elementwise;
import io.github.recurrent4j.kernels.Floats;
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
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Runs an {@link io.github.recurrent4j.layers.ExampleRepeatVertex}. */
@SuppressWarnings("overrides") // As in SequenceRunner.
public final class ExampleRepeat extends SequenceRunner {
  private final transient Scratch part = new Scratch();
  private final int times;
  private long[] shape;

  /** Creates the vertex. */
  public ExampleRepeat(ComputationGraph graph, String name, int index, int times, DataType type) {
    super(graph, name, index, type);
    this.times = times;
  }

  @Override
  public INDArray doForward(boolean training, LayerWorkspaceMgr workspaces) {
    border.sequence(inputs[0]);
    INDArray x = TimeMajor.contiguous(inputs[0].castTo(dataType), RNNFormat.NCW);
    shape = x.shape();
    long[] repeated = {shape[0], times * shape[1], shape[2]};
    INDArray out = workspaces.createUninitialized(ArrayType.ACTIVATIONS, dataType, repeated, 'c');
    Floats from = NativeArrays.words(x);
    Floats to = NativeArrays.words(out);
    int step = (int) (from.length() / shape[0]);
    for (int k = 0; k < times; k++) {
      to.copyRows(shape[0], step, (long) k * step, (long) times * step, from, 0, step);
    }
    return TimeMajor.toFormat(out, RNNFormat.NCW);
  }

  @Override
  public Pair<Gradient, INDArray[]> doBackward(boolean tbptt, LayerWorkspaceMgr workspaces) {
    border.error(epsilon, RNNFormat.NCW, times * shape[1], shape[2], shape[0]);
    INDArray error = TimeMajor.contiguous(epsilon.castTo(dataType), RNNFormat.NCW);
    INDArray sum = workspaces.create(ArrayType.ACTIVATION_GRAD, dataType, shape, 'c');
    int step = (int) (shape[1] * shape[2]);
    for (int k = 0; k < times; k++) {
      if (Engine.usesOneDnn(dataType)) {
        Floats own = NativeArrays.of(part.of(dataType, shape));
        Floats from = NativeArrays.of(error);
        own.copyRows(shape[0], step, 0, step, from, (long) k * step, (long) times * step);
        Elementwise.add(NativeArrays.of(sum), own);
      } else {
        INDArray parts = error.reshape('c', shape[0], times, shape[1], shape[2]);
        sum.addi(parts.get(NDArrayIndex.all(), NDArrayIndex.point(k)));
      }
    }
    return new Pair<>(null, new INDArray[] {SequenceGradient.of(sum, RNNFormat.NCW)});
  }

  @Override
  public Pair<INDArray, MaskState> feedForwardMaskArrays(
      INDArray[] masks, MaskState state, int minibatch) {
    if (masks != null && masks[0] != null) {
      throw new IllegalStateException(
          "vertex " + vertexName + " repeats sequences without a mask only");
    }
    return new Pair<>(null, state);
  }
}
