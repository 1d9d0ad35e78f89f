package io.github.recurrent4j.layers.runtime;

import io.github.recurrent4j.kernels.Arena;
import io.github.recurrent4j.kernels.ChannelNorm;
import io.github.recurrent4j.kernels.Convolution;
import io.github.recurrent4j.kernels.ConvolutionSpec;
import io.github.recurrent4j.kernels.Elementwise;
import io.github.recurrent4j.kernels.Floats;
import io.github.recurrent4j.kernels.Precision;
import io.github.recurrent4j.layers.kernel.NativeArrays;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A convolution on the kernels, whose factors may be bf16. */
final class OneDnnConvolving implements Convolving {
  private final ConvolutionSpec spec;
  private final ChannelNorm norm;
  private final Precisions precisions;
  private final Scratch kept = new Scratch();
  private final Scratch bias = new Scratch();

  // Apart, so that inference between a forward and its backward pass does no harm.
  private Runner training;
  private Runner inference;

  /** What a pass in training leaves: what came out, or W x standardized. */
  private INDArray seen;

  private ChannelNorm.Moments moments;

  /** In which precision a pass computes. */
  interface Precisions {
    Precision of(boolean training);
  }

  private record Runner(Precision precision, Convolution convolution) {}

  OneDnnConvolving(ConvolutionSpec spec, boolean normalized, Precisions precisions) {
    // A norm comes before the rectifier.
    this.spec =
        normalized ? new ConvolutionSpec(spec.patches(), spec.in(), spec.out(), false) : spec;
    this.norm = normalized ? new ChannelNorm(spec.out(), spec.rectified()) : null;
    this.precisions = precisions;
  }

  /** The same runner, or one of another precision in its place. */
  private Runner in(Precision wanted, Runner old) {
    if (old != null && old.precision == wanted) {
      return old;
    }
    if (old != null) {
      old.convolution.close();
    }
    return new Runner(wanted, new Convolution(spec, wanted, Arena.shared()));
  }

  private Convolution training() {
    training = in(precisions.of(true), training);
    return training.convolution;
  }

  private Convolution inference() {
    inference = in(precisions.of(false), inference);
    return inference.convolution;
  }

  private static int batch(INDArray x) {
    return (int) x.size(1);
  }

  private Floats noBias() {
    INDArray zeros = bias.of(DataType.FLOAT, spec.out());
    zeros.assign(0);
    return NativeArrays.of(zeros);
  }

  @Override
  public void infer(INDArray x, Parameters p, INDArray y) {
    Floats out = NativeArrays.of(y);
    Floats w = NativeArrays.of(p.w());
    if (norm == null) {
      inference().forward(batch(x), NativeArrays.of(x), w, NativeArrays.of(p.b()), out);
      return;
    }
    inference().forward(batch(x), NativeArrays.of(x), w, noBias(), out);
    float[] gains = array(p.gain());
    float[] biases = array(p.b());
    ChannelNorm.fold(array(p.mean()), array(p.variance()), gains, biases);
    norm.finish(out, gains, biases, out);
  }

  @Override
  public void train(INDArray x, Parameters p, INDArray y, double moved) {
    Floats w = NativeArrays.of(p.w());
    // Memory of its own: a layer above may change what it reads.
    seen = kept.of(DataType.FLOAT, y.shape());
    Floats own = NativeArrays.of(seen);
    if (norm == null) {
      training().forward(batch(x), NativeArrays.of(x), w, NativeArrays.of(p.b()), own);
      NativeArrays.of(y).copyFrom(own);
      return;
    }
    training().forward(batch(x), NativeArrays.of(x), w, noBias(), own);
    moments = norm.standardize(own);
    move(p.mean(), moments.mean(), moved);
    move(p.variance(), moments.variance(), moved);
    norm.finish(own, array(p.gain()), array(p.b()), NativeArrays.of(y));
  }

  private static void move(INDArray running, double[] now, double moved) {
    Floats values = NativeArrays.of(running);
    for (int c = 0; c < now.length; c++) {
      float old = values.get(c);
      values.put(c, (float) (old + moved * (now[c] - old)));
    }
  }

  private static float[] array(INDArray row) {
    return NativeArrays.of(row).toArray();
  }

  @Override
  public void backward(INDArray x, Parameters p, INDArray error, Parameters to, INDArray dX) {
    Floats e = NativeArrays.of(error);
    Floats own = NativeArrays.of(seen);
    Floats dB = NativeArrays.of(to.b());
    if (norm != null) {
      float[] dGains = new float[spec.out()];
      float[] dBiases = new float[spec.out()];
      norm.backward(own, moments, array(p.gain()), array(p.b()), e, dGains, dBiases);
      NativeArrays.of(to.gain()).put(0, dGains);
      dB.put(0, dBiases);
      NativeArrays.of(to.mean()).fill(0);
      NativeArrays.of(to.variance()).fill(0);
      dB = noBias();
    } else if (spec.rectified()) {
      Elementwise.rectifyBackward(own, e);
    }
    training()
        .backward(
            batch(x),
            NativeArrays.of(x),
            NativeArrays.of(p.w()),
            e,
            NativeArrays.of(to.w()),
            dB,
            NativeArrays.of(dX));
  }
}
