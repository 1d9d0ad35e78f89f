package io.github.recurrent4j.layers.runtime;

import io.github.recurrent4j.kernels.Elementwise;
import io.github.recurrent4j.layers.TimeMajor;
import io.github.recurrent4j.layers.kernel.Engine;
import io.github.recurrent4j.layers.kernel.NativeArrays;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.cpu.nativecpu.NDArray;

/**
 * The gradient with respect to a sequence, as a view in DL4J's shape of time-major memory. Where
 * several vertices read one sequence, a ComputationGraph adds up their gradients by {@code addi};
 * ND4J would work out the place of each element of such a view, which takes some ten times as long
 * as adding the memory up as it lies.
 */
@SuppressWarnings("overrides") // ND4J declares methods once with and once without varargs.
final class SequenceGradient extends NDArray {
  private static final long serialVersionUID = 1;

  private SequenceGradient(INDArray view) {
    super(view.data(), view.shape(), view.stride(), 0, view.ordering(), view.dataType());
  }

  /** A contiguous [T, B, C] as a gradient in DL4J's format. */
  static INDArray of(INDArray timeMajor, RNNFormat format) {
    INDArray view = TimeMajor.toFormat(timeMajor, format);
    return Engine.usesOneDnn(view.dataType()) ? new SequenceGradient(view) : view;
  }

  @Override
  public INDArray addi(INDArray other) {
    if (other.dataType() == dataType() && other.equalShapes(this)) {
      for (RNNFormat format : RNNFormat.values()) {
        INDArray mine = TimeMajor.view(this, format);
        INDArray its = TimeMajor.view(other, format);
        if (TimeMajor.isContiguous(mine) && TimeMajor.isContiguous(its)) {
          Elementwise.add(NativeArrays.of(mine), NativeArrays.of(its));
          return this;
        }
      }
    }
    return super.addi(other);
  }
}
