package io.github.recurrent4j.layers.runtime;

import io.github.recurrent4j.layers.SparseOutput;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.params.DefaultParamInitializer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Parameters of {@link SparseOutput}: W [nIn, nOut] unless tied, and b [1, nOut] if it has a bias.
 */
public final class SparseOutputInitializer extends ParameterBlock.Initializer {
  /** Shared instance. */
  public static final SparseOutputInitializer INSTANCE = new SparseOutputInitializer();

  private SparseOutputInitializer() {}

  @Override
  List<ParameterBlock> blocks(Layer layer) {
    SparseOutput out = (SparseOutput) layer;
    List<ParameterBlock> blocks = new ArrayList<>();
    if (out.getTiedOffset() < 0) {
      blocks.add(
          new ParameterBlock(
              DefaultParamInitializer.WEIGHT_KEY, out.getNIn(), out.getNOut(), 'f', true));
    }
    if (out.hasBias()) {
      blocks.add(
          new ParameterBlock(DefaultParamInitializer.BIAS_KEY, 1, out.getNOut(), 'c', false));
    }
    return blocks;
  }

  @Override
  void initialize(Layer layer, ParameterBlock block, INDArray flat) {
    SparseOutput out = (SparseOutput) layer;
    if (block.weight()) {
      out.getWeightInitFn()
          .init(
              out.getNIn(),
              out.getNOut(),
              new long[] {block.rows(), block.columns()},
              block.order(),
              flat);
    } else {
      flat.assign(out.getBiasInit());
    }
  }
}
