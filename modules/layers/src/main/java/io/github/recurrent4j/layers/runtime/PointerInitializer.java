package io.github.recurrent4j.layers.runtime;

import io.github.recurrent4j.layers.Pointer;
import java.util.List;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The parameter of a {@link Pointer}: W [nIn, nOut]. */
public final class PointerInitializer extends ParameterBlock.Initializer {
  /** Shared instance. */
  public static final PointerInitializer INSTANCE = new PointerInitializer();

  static final String W = "W";

  private PointerInitializer() {}

  @Override
  List<ParameterBlock> blocks(Layer layer) {
    Pointer p = (Pointer) layer;
    return List.of(new ParameterBlock(W, p.getNIn(), p.getNOut(), 'f', true));
  }

  @Override
  void initialize(Layer layer, ParameterBlock block, INDArray flat) {
    ((Pointer) layer)
        .getWeightInitFn()
        .init(
            block.rows(),
            block.columns(),
            new long[] {block.rows(), block.columns()},
            block.order(),
            flat);
  }
}
