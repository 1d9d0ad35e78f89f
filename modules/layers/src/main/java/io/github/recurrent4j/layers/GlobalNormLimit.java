package io.github.recurrent4j.layers;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.wrapper.BaseWrapperLayer;
import org.nd4j.linalg.api.buffer.DataBuffer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.regularization.Regularization;
import org.nd4j.shade.jackson.annotation.JsonIgnoreProperties;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * {@link GlobalNormClipping} as a part of a network's configuration, which is where it lasts:
 * copied by {@code clone}, written by ModelSerializer, taken over by TransferLearning, and out of
 * reach of {@code setListeners}.
 *
 * <p>DL4J calls the regularization of each parameter array in turn, in the order of the network's
 * flat parameter vector, after it has divided the gradients by the minibatch size and before its
 * updater sees them. The first call of a step clips the whole gradient; those that follow in the
 * same step have nothing left to do. Each layer has one of these, so that it does not matter which
 * layers are frozen or replaced. It adds nothing to the score.
 */
@JsonIgnoreProperties({"owner"})
public final class GlobalNormLimit implements Regularization {

  /** The gradient that this thread is updating, and how far it has come. */
  private static final ThreadLocal<Step> STEP = new ThreadLocal<>();

  private record Step(WeakReference<DataBuffer> gradient, long offset) {
    boolean isOf(DataBuffer whole) {
      return gradient.get() == whole;
    }
  }

  private final double maxNorm;
  private final transient GlobalNormClipping owner;

  /**
   * A limit for the norm of all gradients together.
   *
   * @param maxNorm v_max, above 0
   * @throws IllegalArgumentException if it is not above 0
   */
  public GlobalNormLimit(@JsonProperty("maxNorm") double maxNorm) {
    this(maxNorm, new GlobalNormClipping(maxNorm));
  }

  private GlobalNormLimit(double maxNorm, GlobalNormClipping owner) {
    this.maxNorm = maxNorm;
    this.owner = owner;
  }

  /** The largest norm, v_max. */
  public double getMaxNorm() {
    return maxNorm;
  }

  /** Gives every layer inside a configuration the limit of {@code clipping}, or takes it away. */
  static void set(Layer layer, GlobalNormClipping clipping, double maxNorm) {
    if (layer instanceof Bidirectional b) {
      set(b.getFwd(), clipping, maxNorm);
      set(b.getBwd(), clipping, maxNorm);
    } else if (layer instanceof BaseWrapperLayer w) {
      set(w.getUnderlying(), clipping, maxNorm);
    } else if (layer instanceof FrozenLayer f) {
      set(f.getLayer(), clipping, maxNorm);
    } else if (layer instanceof BaseLayer b) {
      b.setRegularization(with(b.getRegularization(), clipping, maxNorm));
      b.setRegularizationBias(with(b.getRegularizationBias(), clipping, maxNorm));
    }
  }

  /** First in the list: what is clipped is the gradient of the loss, without l1 and l2. */
  private static List<Regularization> with(
      List<Regularization> others, GlobalNormClipping clipping, double maxNorm) {
    List<Regularization> all = new ArrayList<>(others == null ? List.of() : others);
    all.removeIf(GlobalNormLimit.class::isInstance);
    if (Double.isFinite(maxNorm)) {
      all.add(0, new GlobalNormLimit(maxNorm, clipping));
    }
    return all;
  }

  /** Tells this thread that a listener has clipped a gradient, of which the update comes next. */
  static void clipped(INDArray gradient) {
    STEP.set(new Step(new WeakReference<>(whole(gradient)), -1));
  }

  private static DataBuffer whole(INDArray gradient) {
    DataBuffer original = gradient.data().originalDataBuffer();
    return original == null ? gradient.data() : original;
  }

  @Override
  public ApplyStep applyStep() {
    return ApplyStep.BEFORE_UPDATER;
  }

  @Override
  public void apply(INDArray param, INDArray gradView, double lr, int iteration, int epoch) {
    DataBuffer all = whole(gradView);
    Step step = STEP.get();
    // Offsets grow within a step: one that does not belongs to the next.
    boolean next = step == null || !step.isOf(all) || gradView.offset() <= step.offset;
    if (next) {
      long length = all.length();
      owner.clip(Nd4j.create(all, new long[] {1, length}, new long[] {length, 1}, 0, 'c'), 1);
      step = new Step(new WeakReference<>(all), gradView.offset());
    } else {
      step = new Step(step.gradient, gradView.offset());
    }
    STEP.set(step);
  }

  @Override
  public double score(INDArray param, int iteration, int epoch) {
    return 0;
  }

  @Override
  @SuppressWarnings({"MethodDoesntCallSuperMethod", "CloneDeclaresCloneNotSupported"})
  public GlobalNormLimit clone() {
    return new GlobalNormLimit(maxNorm);
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof GlobalNormLimit l && l.maxNorm == maxNorm;
  }

  @Override
  public int hashCode() {
    return Double.hashCode(maxNorm);
  }
}
