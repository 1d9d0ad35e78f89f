package io.github.recurrent4j.layers.runtime;

import io.github.recurrent4j.kernels.AdamStep;
import io.github.recurrent4j.kernels.Floats;
import io.github.recurrent4j.layers.kernel.NativeArrays;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.AdamUpdater;
import org.nd4j.linalg.learning.config.Adam;

/** The updates of {@link AdamUpdater} on contiguous float32, see {@link AdamStep}. */
public final class FusedAdamUpdater extends AdamUpdater {
  /** The updater of a configuration. */
  public FusedAdamUpdater(Adam config) {
    super(config);
  }

  private AdamStep step(int iteration, int epoch) {
    Adam adam = getConfig();
    double step = iteration + 1.0;
    return new AdamStep(
        (float)
            (adam.getLearningRate(iteration, epoch)
                * Math.sqrt(1 - Math.pow(adam.getBeta2(), step))
                / (1 - Math.pow(adam.getBeta1(), step))),
        (float) adam.getBeta1(),
        (float) adam.getBeta2(),
        (float) adam.getEpsilon());
  }

  @Override
  public void applyUpdater(INDArray gradient, int iteration, int epoch) {
    if (!fast(gradient) || !isContiguous()) {
      super.applyUpdater(gradient, iteration, epoch);
      return;
    }
    step(iteration, epoch)
        .replace(NativeArrays.of(gradient), NativeArrays.of(getM()), NativeArrays.of(getV()));
  }

  /**
   * Updates some of the parameters themselves, and leaves their gradient as it is.
   *
   * @param parameters a range of the parameters
   * @param gradients of the same length
   * @param at where the range begins in the updater's state
   * @throws IllegalArgumentException if the range does not lie in the state
   */
  public void update(
      Floats parameters,
      Floats gradients,
      long at,
      AdamStep.Scale scale,
      int iteration,
      int epoch) {
    long length = parameters.length();
    if (gradients.length() != length || at < 0 || at + length > getM().length()) {
      throw new IllegalArgumentException(
          length + " parameters from " + at + " of " + getM().length() + " on");
    }
    step(iteration, epoch)
        .update(
            parameters,
            gradients,
            NativeArrays.of(getM()).slice(at, length),
            NativeArrays.of(getV()).slice(at, length),
            scale);
  }

  /** Whether its state is float32 in one piece, as all but a user's own is. */
  public boolean isContiguous() {
    return fast(getM()) && fast(getV());
  }

  private static boolean fast(INDArray a) {
    return a.dataType() == DataType.FLOAT && a.elementWiseStride() == 1;
  }
}
