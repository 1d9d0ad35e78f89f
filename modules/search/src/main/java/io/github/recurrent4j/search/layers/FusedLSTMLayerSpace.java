package io.github.recurrent4j.search.layers;

import io.github.recurrent4j.layers.FusedLSTM;
import org.deeplearning4j.arbiter.layers.AbstractLSTMLayerSpace;

/** An Arbiter space of {@link FusedLSTM} layers, with the parameters of Arbiter's LSTM space. */
public final class FusedLSTMLayerSpace extends AbstractLSTMLayerSpace<FusedLSTM> {
  private FusedLSTMLayerSpace(Builder builder) {
    super(builder);
  }

  @Override
  public FusedLSTM getValue(double[] values) {
    FusedLSTM.Builder layer = new FusedLSTM.Builder();
    setLayerOptionsBuilder(layer, values);
    return layer.build();
  }

  /** Builds a {@link FusedLSTMLayerSpace}. */
  @SuppressWarnings("unchecked") // Arbiter\'s build() has a type parameter of its own.
  public static final class Builder extends AbstractLSTMLayerSpace.Builder<Builder> {
    @Override
    public FusedLSTMLayerSpace build() {
      return new FusedLSTMLayerSpace(this);
    }
  }
}
