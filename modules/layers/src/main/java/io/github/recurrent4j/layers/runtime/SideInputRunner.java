package io.github.recurrent4j.layers.runtime;

import java.util.Arrays;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.MaskState;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.impl.LayerVertex;
import org.deeplearning4j.nn.layers.wrapper.BaseWrapperLayer;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Runs a {@link io.github.recurrent4j.layers.SideInputVertex}. */
@SuppressWarnings("overrides") // DL4J declares setInputs once with and once without varargs.
public final class SideInputRunner extends LayerVertex {
  private final SideInputs layer;
  private INDArray[] masks;

  /** Creates the vertex around a running layer. */
  public SideInputRunner(
      ComputationGraph graph, String name, int index, Layer layer, boolean output, DataType type) {
    super(graph, name, index, layer, null, output, type);
    Layer inner = layer;
    while (inner instanceof BaseWrapperLayer wrapper) {
      inner = wrapper.getUnderlying();
    }
    if (!(inner instanceof SideInputs side)) {
      throw new IllegalArgumentException(
          inner.getClass().getSimpleName() + " takes one input only: vertex " + name);
    }
    this.layer = side;
  }

  @Override
  public void setInput(int number, INDArray input, LayerWorkspaceMgr workspaces) {
    if (number == 0) {
      super.setInput(0, input, workspaces);
    } else {
      inputs[number] = input;
    }
  }

  @Override
  public INDArray doForward(boolean training, LayerWorkspaceMgr workspaces) {
    if (canDoForward()) {
      int side = inputs.length - 1;
      // Masks of an earlier minibatch stay here when a later one has none.
      boolean masked = graph.getInputMaskArrays() != null && masks != null;
      layer.setSideInputs(
          Arrays.copyOfRange(inputs, 1, inputs.length), masked ? masks : new INDArray[side]);
    }
    return super.doForward(training, workspaces);
  }

  @Override
  public Pair<Gradient, INDArray[]> doBackward(boolean tbptt, LayerWorkspaceMgr workspaces) {
    Pair<Gradient, INDArray[]> first = super.doBackward(tbptt, workspaces);
    INDArray[] all = new INDArray[inputs.length];
    all[0] = first.getSecond()[0];
    // A FrozenLayer hands on no errors at all.
    if (all[0] != null) {
      INDArray[] side = layer.sideGradients(workspaces);
      System.arraycopy(side, 0, all, 1, side.length);
    }
    return new Pair<>(first.getFirst(), all);
  }

  @Override
  public Pair<INDArray, MaskState> feedForwardMaskArrays(
      INDArray[] all, MaskState state, int minibatch) {
    masks = all == null ? null : Arrays.copyOfRange(all, 1, inputs.length);
    return super.feedForwardMaskArrays(all, state, minibatch);
  }
}
