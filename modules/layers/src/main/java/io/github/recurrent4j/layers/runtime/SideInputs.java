package io.github.recurrent4j.layers.runtime;

import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A running layer that reads more than its one DL4J input: a state, or a memory to attend to. */
public interface SideInputs {

  /**
   * Sets the inputs after the first, before each forward pass.
   *
   * @param inputs the arrays
   * @param masks their masks [B, S]; entries are null where there is none
   */
  void setSideInputs(INDArray[] inputs, INDArray[] masks);

  /** Gradients with respect to the side inputs, after the layer's backward pass. */
  INDArray[] sideGradients(LayerWorkspaceMgr workspaces);
}
