package io.github.recurrent4j.benchmarks;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.recurrent.RecurrentBlock;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;

/**
 * Two of PyTorch's fused recurrent layers, one over each direction, as PyTorch itself computes a
 * bidirectional layer. DJL 0.36 hands the weights of its own bidirectional blocks to PyTorch in an
 * order that PyTorch takes for another (all weights, then all biases), which fails or crashes.
 *
 * <p>Output: the sequence [batch, time, 2·hidden] and the last states [batch, 2·hidden].
 */
final class DjlBidirectional extends AbstractBlock {
  private final RecurrentBlock forward;
  private final RecurrentBlock backward;

  DjlBidirectional(RecurrentBlock forward, RecurrentBlock backward) {
    this.forward = addChildBlock("forward", forward);
    this.backward = addChildBlock("backward", backward);
  }

  @Override
  public void initializeChildBlocks(NDManager manager, DataType type, Shape... shapes) {
    forward.initialize(manager, type, shapes);
    backward.initialize(manager, type, shapes);
  }

  @Override
  protected NDList forwardInternal(
      ParameterStore store, NDList in, boolean training, PairList<String, Object> params) {
    NDArray x = in.head();
    NDList there = forward.forward(store, new NDList(x), training);
    NDList back = backward.forward(store, new NDList(x.flip(1)), training);
    NDArray sequence = there.get(0).concat(back.get(0).flip(1), 2);
    return new NDList(sequence, there.get(1).get(0).concat(back.get(1).get(0), 1));
  }

  @Override
  public Shape[] getOutputShapes(Shape[] in) {
    Shape one = forward.getOutputShapes(in)[0];
    return new Shape[] {new Shape(one.get(0), one.get(1), 2 * one.get(2))};
  }
}
