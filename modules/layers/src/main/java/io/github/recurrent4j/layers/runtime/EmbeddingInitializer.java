package io.github.recurrent4j.layers.runtime;

import io.github.recurrent4j.layers.IdEmbedding;
import java.util.List;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.params.DefaultParamInitializer;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The one parameter of {@link IdEmbedding}: W [vocabulary, size], row by row. */
public final class EmbeddingInitializer extends ParameterBlock.Initializer {
  /** Shared instance. */
  public static final EmbeddingInitializer INSTANCE = new EmbeddingInitializer();

  private EmbeddingInitializer() {}

  @Override
  List<ParameterBlock> blocks(Layer layer) {
    IdEmbedding e = (IdEmbedding) layer;
    return List.of(
        new ParameterBlock(DefaultParamInitializer.WEIGHT_KEY, e.getNIn(), e.getNOut(), 'c', true));
  }

  @Override
  void initialize(Layer layer, ParameterBlock block, INDArray flat) {
    // As DL4J's EmbeddingLayer: fan-in 1, since exactly one input is active.
    ((IdEmbedding) layer)
        .getWeightInitFn()
        .init(1, block.columns(), new long[] {block.rows(), block.columns()}, 'c', flat);
  }
}
