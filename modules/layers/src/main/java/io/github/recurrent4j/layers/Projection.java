package io.github.recurrent4j.layers;

import io.github.recurrent4j.layers.runtime.Instantiation;
import io.github.recurrent4j.layers.runtime.ProjectionLayer;
import java.util.Collection;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;
import org.deeplearning4j.nn.params.DefaultParamInitializer;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A dense layer applied to every step of a sequence: y_t = f(W x_t + b), [B, nIn, T] to [B, nOut,
 * T]. Parameters are those of DL4J's DenseLayer. Unlike DL4J's TimeDistributed it keeps the fused
 * layers' time-major order.
 */
public final class Projection extends FeedForwardLayer {

  /** For JSON. */
  public Projection() {}

  private Projection(Builder builder) {
    super(builder);
    initializeConstraints(builder);
  }

  @Override
  public Layer instantiate(
      NeuralNetConfiguration conf,
      Collection<TrainingListener> listeners,
      int index,
      INDArray parameters,
      boolean initialize,
      DataType type) {
    return Instantiation.finish(
        new ProjectionLayer(conf, type), this, conf, listeners, index, parameters, initialize);
  }

  @Override
  public ParamInitializer initializer() {
    return DefaultParamInitializer.getInstance();
  }

  @Override
  public InputType getOutputType(int index, InputType input) {
    return input instanceof InputType.InputTypeRecurrent r
        ? InputType.recurrent(nOut, r.getTimeSeriesLength())
        : InputType.feedForward(nOut);
  }

  @Override
  public void setNIn(InputType input, boolean override) {
    if (nIn <= 0 || override) {
      nIn =
          input instanceof InputType.InputTypeRecurrent r
              ? r.getSize()
              : ((InputType.InputTypeFeedForward) input).getSize();
    }
  }

  @Override
  public InputPreProcessor getPreProcessorForInputType(InputType input) {
    return null;
  }

  @Override
  public LayerMemoryReport getMemoryReport(InputType input) {
    return MemoryReports.of(this, input, initializer().numParams(this), 0);
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof Projection && super.equals(o);
  }

  @Override
  protected boolean canEqual(Object other) {
    return other instanceof Projection;
  }

  @Override
  public int hashCode() {
    return super.hashCode();
  }

  /** Builds a {@link Projection}. */
  @SuppressWarnings("unchecked") // DL4J's build() has a type parameter of its own.
  public static class Builder extends FeedForwardLayer.Builder<Builder> {
    @Override
    public Projection build() {
      return new Projection(this);
    }
  }
}
