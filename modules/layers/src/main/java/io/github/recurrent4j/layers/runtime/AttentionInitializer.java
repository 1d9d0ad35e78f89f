package io.github.recurrent4j.layers.runtime;

import io.github.recurrent4j.layers.Attention;
import java.util.List;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Parameters of {@link Attention}: none for dot, W [nIn, nOut] for general, W [nIn, size], U [nOut,
 * size] and v [size, 1] for the MLP.
 */
public final class AttentionInitializer extends ParameterBlock.Initializer {
  /** Shared instance. */
  public static final AttentionInitializer INSTANCE = new AttentionInitializer();

  static final String W = "W";
  static final String U = "U";
  static final String V = "v";

  private AttentionInitializer() {}

  @Override
  List<ParameterBlock> blocks(Layer layer) {
    Attention a = (Attention) layer;
    return switch (a.getScore()) {
      case DOT -> List.of();
      case GENERAL -> List.of(new ParameterBlock(W, a.getNIn(), a.getNOut(), 'f', true));
      case MLP ->
          List.of(
              new ParameterBlock(W, a.getNIn(), a.getSize(), 'f', true),
              new ParameterBlock(U, a.getNOut(), a.getSize(), 'f', true),
              new ParameterBlock(V, a.getSize(), 1, 'f', true));
    };
  }

  @Override
  void initialize(Layer layer, ParameterBlock block, INDArray flat) {
    ((Attention) layer)
        .getWeightInitFn()
        .init(
            block.rows(),
            block.columns(),
            new long[] {block.rows(), block.columns()},
            block.order(),
            flat);
  }
}
