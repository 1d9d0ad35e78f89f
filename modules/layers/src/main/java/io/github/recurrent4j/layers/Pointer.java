package io.github.recurrent4j.layers;

import io.github.recurrent4j.layers.runtime.Instantiation;
import io.github.recurrent4j.layers.runtime.PointerInitializer;
import io.github.recurrent4j.layers.runtime.PointerLayer;
import java.util.Collection;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Points at steps of a memory that hold the words to be copied (Vinyals et al., 2015; See et al.,
 * 2017): weights a_t over the memory's steps are a softmax of the scores q_t·W·m_i. Put it into a
 * graph with {@link SideInputVertex}, with queries [B, nIn, T], the memory [B, nOut, S], an id for
 * the word of each of its steps [B, S], and the ids of the words that are wanted [B, T]; ids below
 * zero stand for no word. For each query it gives two numbers, [B, 2, T]:
 *
 * <ol start="0">
 *   <li>how much weight lies on the wanted word, Σ a_ti over the steps i that hold it;
 *   <li>the coverage loss Σ min(a_ti, Σ_{t' < t} a_t'i): how much weight lies again where it lay
 *       before (See et al., equation 12).
 * </ol>
 *
 * <p>{@link SparseOutput.Builder#copying} makes of them, and of the softmax over the vocabulary,
 * the probability of each word. Where See et al. point with the attention that makes the context,
 * and let it read the coverage, the pointer scores by itself, so that whole sequences are trained
 * at once.
 */
public final class Pointer extends FeedForwardLayer {
  /** Numbers for each query: the weight on the wanted word, and the coverage loss. */
  public static final int SIZE = 2;

  /** For JSON. */
  public Pointer() {}

  private Pointer(Builder builder) {
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
        new PointerLayer(conf, type), this, conf, listeners, index, parameters, initialize);
  }

  @Override
  public ParamInitializer initializer() {
    return PointerInitializer.INSTANCE;
  }

  @Override
  public InputType getOutputType(int index, InputType input) {
    return input instanceof InputType.InputTypeRecurrent r
        ? InputType.recurrent(SIZE, r.getTimeSeriesLength())
        : InputType.feedForward(SIZE);
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
    return o instanceof Pointer && super.equals(o);
  }

  @Override
  protected boolean canEqual(Object other) {
    return other instanceof Pointer;
  }

  @Override
  public int hashCode() {
    return super.hashCode();
  }

  /** Builds a {@link Pointer}; nIn is the size of queries, nOut that of the memory. */
  @SuppressWarnings("unchecked") // DL4J's build() has a type parameter of its own.
  public static class Builder extends FeedForwardLayer.Builder<Builder> {
    /** A builder; a network's global activation is not taken. */
    public Builder() {
      setActivationFn(new ActivationIdentity());
    }

    @Override
    public Pointer build() {
      return new Pointer(this);
    }
  }
}
