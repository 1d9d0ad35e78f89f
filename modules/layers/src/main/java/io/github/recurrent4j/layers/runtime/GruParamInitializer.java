package io.github.recurrent4j.layers.runtime;

import io.github.recurrent4j.layers.GRU;
import java.util.List;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.weights.IWeightInit;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Parameters of {@link GRU}: weights as DL4J initializes its LSTM's, biases zero. */
public final class GruParamInitializer extends ParameterBlock.Initializer {
  /** Shared instance. */
  public static final GruParamInitializer INSTANCE = new GruParamInitializer();

  /** Key of the weights between time steps. */
  public static final String RECURRENT_WEIGHT_KEY = FusedRecurrentLayer.RW;

  private GruParamInitializer() {}

  @Override
  List<ParameterBlock> blocks(Layer layer) {
    GRU gru = (GRU) layer;
    long in = gru.getNIn();
    long out = gru.getNOut();
    return List.of(
        new ParameterBlock(FusedRecurrentLayer.W, in, 3 * out, 'f', true),
        new ParameterBlock(RECURRENT_WEIGHT_KEY, out, 3 * out, 'f', true),
        new ParameterBlock(
            FusedRecurrentLayer.B, 1, (gru.isResetAfter() ? 4 : 3) * out, 'c', false));
  }

  @Override
  void initialize(Layer layer, ParameterBlock block, INDArray flat) {
    GRU gru = (GRU) layer;
    if (!block.weight()) {
      flat.assign(gru.getBiasInit());
      return;
    }
    boolean recurrent = block.key().equals(RECURRENT_WEIGHT_KEY);
    IWeightInit init =
        recurrent && gru.getWeightInitFnRecurrent() != null
            ? gru.getWeightInitFnRecurrent()
            : gru.getWeightInitFn();
    init.init(
        gru.getNOut(),
        gru.getNIn() + gru.getNOut(),
        new long[] {block.rows(), block.columns()},
        block.order(),
        flat);
  }
}
