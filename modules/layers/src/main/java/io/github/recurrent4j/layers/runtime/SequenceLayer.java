package io.github.recurrent4j.layers.runtime;

import io.github.recurrent4j.kernels.Precision;
import io.github.recurrent4j.layers.kernel.PassPrecision;
import org.deeplearning4j.nn.api.MaskState;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.layers.BaseLayer;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A layer without state over sequences, whose products can be had in another precision. */
abstract class SequenceLayer<C extends org.deeplearning4j.nn.conf.layers.BaseLayer>
    extends BaseLayer<C> implements ComputesInPrecision {
  /** Measures what comes in; named for messages. */
  final transient Border border = new Border(this::layerId);

  private final transient PassPrecision precision = new PassPrecision();

  SequenceLayer(NeuralNetConfiguration conf, DataType type) {
    super(conf, type);
  }

  @Override
  public final void computeIn(Precision wanted) {
    precision.set(wanted);
  }

  /** What the products of a pass are computed in. */
  final Precision precision(boolean training) {
    return precision.of(training);
  }

  /** [T, B, C] as [B, T, C]. */
  static INDArray byExample(INDArray timeMajor) {
    return timeMajor.permute(1, 0, 2);
  }

  static INDArray transposed(INDArray batch) {
    return batch.permute(0, 2, 1);
  }

  @Override
  public final Pair<INDArray, MaskState> feedForwardMaskArray(
      INDArray mask, MaskState state, int minibatchSize) {
    this.maskArray = mask;
    this.maskState = state;
    return new Pair<>(mask, state);
  }

  @Override
  public final void setParam(String key, INDArray value) {
    border.parameter(key, params.get(key), value);
    super.setParam(key, value);
  }

  @Override
  public final boolean isPretrainLayer() {
    return false;
  }

  @Override
  public final Type type() {
    return Type.RECURRENT;
  }
}
