package io.github.recurrent4j.layers;

import io.github.recurrent4j.layers.runtime.ContextWindowLayer;
import java.util.Collection;
import java.util.Objects;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.NoParamLayer;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Puts the vectors of the last {@code steps} time steps side by side: [batch, size, time] to
 * [batch, steps·size, time], zeros before the start. Followed by a dense layer it makes the
 * feed-forward language model of Bengio et al. (2003), which sees a fixed window. Like a recurrent
 * layer it carries the steps of the previous minibatch along, without gradient.
 */
public final class ContextWindow extends NoParamLayer {
  private int steps = 1;
  private RNNFormat dataFormat = RNNFormat.NCW;

  /** For JSON. */
  public ContextWindow() {}

  /** A window of {@code steps} time steps, the present one included. */
  public ContextWindow(int steps) {
    if (steps < 1) {
      throw new IllegalArgumentException("a window has at least one step: " + steps);
    }
    this.steps = steps;
  }

  /** Number of time steps, the present one included. */
  public int getSteps() {
    return steps;
  }

  /** See {@link #getSteps}. */
  public void setSteps(int steps) {
    this.steps = steps;
  }

  /** Shape of input and output. */
  public RNNFormat getDataFormat() {
    return dataFormat;
  }

  /** See {@link #getDataFormat}. */
  public void setDataFormat(RNNFormat dataFormat) {
    this.dataFormat = dataFormat;
  }

  @Override
  public Layer instantiate(
      NeuralNetConfiguration conf,
      Collection<TrainingListener> listeners,
      int index,
      INDArray parameters,
      boolean initialize,
      DataType type) {
    ContextWindowLayer layer = new ContextWindowLayer(conf, type);
    layer.setListeners(listeners);
    layer.setIndex(index);
    layer.setConf(conf);
    return layer;
  }

  @Override
  public InputType getOutputType(int index, InputType input) {
    InputType.InputTypeRecurrent r = (InputType.InputTypeRecurrent) input;
    return InputType.recurrent(steps * r.getSize(), r.getTimeSeriesLength(), r.getFormat());
  }

  @Override
  public InputPreProcessor getPreProcessorForInputType(InputType input) {
    return null;
  }

  @Override
  public LayerMemoryReport getMemoryReport(InputType input) {
    return MemoryReports.of(this, input, 0, 0);
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof ContextWindow w
        && w.steps == steps
        && w.dataFormat == dataFormat
        && super.equals(o);
  }

  @Override
  protected boolean canEqual(Object other) {
    return other instanceof ContextWindow;
  }

  @Override
  public int hashCode() {
    return Objects.hash(steps, dataFormat);
  }
}
