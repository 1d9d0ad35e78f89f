package io.github.recurrent4j.layers.kernel;

import io.github.recurrent4j.kernels.Arena;
import io.github.recurrent4j.kernels.MogrifierRecurrence;
import io.github.recurrent4j.kernels.RecurrentSpec;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Mogrifiers on oneDNN in float32; masked sequences run on the reference. */
final class MogrifierKernel implements RecurrentKernel {
  private final RecurrentSpec spec;
  private final int rounds;
  private final NativeStates last;
  private final NativeStates lastOfTraining;
  private final NativeStates dFirst;
  // Apart, so that inference between a forward and its backward pass does no harm.
  private final MogrifierRecurrence training;
  private final MogrifierRecurrence inference;
  private ReferenceKernel masked;
  private boolean lastWasMasked;

  MogrifierKernel(RecurrentSpec spec, int rounds) {
    this.spec = spec;
    this.rounds = rounds;
    this.last = new NativeStates(spec);
    this.lastOfTraining = new NativeStates(spec);
    this.dFirst = new NativeStates(spec);
    this.training = new MogrifierRecurrence(spec, rounds, Arena.shared());
    this.inference = new MogrifierRecurrence(spec, rounds, Arena.shared());
  }

  @Override
  public State forward(
      INDArray x, Parameters p, State initial, boolean[][] mask, boolean train, INDArray out) {
    lastWasMasked = mask != null;
    if (lastWasMasked) {
      if (masked == null) {
        masked = new ReferenceKernel(spec, Activations.standard(), new Modulation(rounds));
      }
      return masked.forward(x, p, initial, mask, train, out);
    }
    int batch = (int) x.size(1);
    State end = (train ? lastOfTraining : last).of(batch);
    (train ? training : inference)
        .forward(
            (int) x.size(0),
            batch,
            NativeArrays.of(x),
            parameters(p),
            NativeStates.given(initial),
            NativeArrays.of(out),
            NativeStates.of(end),
            train);
    return end;
  }

  private static MogrifierRecurrence.Parameters parameters(Parameters p) {
    return new MogrifierRecurrence.Parameters(
        NativeArrays.of(p.w()),
        NativeArrays.of(p.rw()),
        NativeArrays.of(p.b()),
        NativeArrays.of(p.q()),
        p.r() == null ? null : NativeArrays.of(p.r()));
  }

  @Override
  public State backward(INDArray dOut, Parameters gradients, INDArray dX) {
    if (lastWasMasked) {
      return masked.backward(dOut, gradients, dX);
    }
    State result = dFirst.of((int) dOut.size(1));
    training.backward(
        NativeArrays.of(dOut), parameters(gradients), NativeArrays.of(dX), NativeStates.of(result));
    return result;
  }

  @Override
  public String name() {
    return "onednn";
  }

  @Override
  public void close() {
    training.close();
    inference.close();
    last.close();
    lastOfTraining.close();
    dFirst.close();
  }
}
