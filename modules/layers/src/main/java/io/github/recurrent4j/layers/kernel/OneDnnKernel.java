package io.github.recurrent4j.layers.kernel;

import io.github.recurrent4j.kernels.Arena;
import io.github.recurrent4j.kernels.Floats;
import io.github.recurrent4j.kernels.Gradients;
import io.github.recurrent4j.kernels.Precision;
import io.github.recurrent4j.kernels.Recurrence;
import io.github.recurrent4j.kernels.RecurrentSpec;
import io.github.recurrent4j.kernels.RecurrentWeights;
import io.github.recurrent4j.kernels.Workers;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Recurrent layers on oneDNN, through a {@link Recurrence} for training and one for inference. */
final class OneDnnKernel implements RecurrentKernel {
  private final RecurrentSpec spec;
  private final Activations activations;
  private final NativeStates last;
  private final NativeStates lastOfTraining;
  private final NativeStates dFirst;
  // Apart, so that inference between a forward and its backward pass does no harm.
  private Runner training;
  private Runner inference;
  private final PassPrecision precision = new PassPrecision();
  private ReferenceKernel masked;
  private boolean lastWasMasked;

  /** Weights in one precision, and what runs them. */
  private record Runner(Precision precision, RecurrentWeights weights, Recurrence recurrence) {
    void close() {
      recurrence.close();
      weights.close();
    }
  }

  OneDnnKernel(RecurrentSpec spec, Activations activations) {
    this.spec = spec;
    this.activations = activations;
    this.last = new NativeStates(spec);
    this.lastOfTraining = new NativeStates(spec);
    this.dFirst = new NativeStates(spec);
  }

  @Override
  public State forward(
      INDArray x, Parameters p, State initial, boolean[][] mask, boolean train, INDArray out) {
    lastWasMasked = mask != null;
    if (lastWasMasked) {
      if (masked == null) {
        masked = new ReferenceKernel(spec, activations);
      }
      return masked.forward(x, p, initial, mask, train, out);
    }
    int time = (int) x.size(0);
    int batch = (int) x.size(1);
    State end = (train ? lastOfTraining : last).of(batch);
    var first = NativeStates.given(initial);
    if (train) {
      training = runner(training, p, precision.of(true), Workers.count());
      training.recurrence.forwardTraining(
          time, batch, NativeArrays.of(x), first, NativeArrays.of(out), NativeStates.of(end));
    } else {
      inference = runner(inference, p, precision.of(false), Workers.count());
      inference.recurrence.forward(
          time, batch, NativeArrays.of(x), first, NativeArrays.of(out), NativeStates.of(end));
    }
    return end;
  }

  private Runner runner(Runner old, Parameters p, Precision precision, int parts) {
    Floats w = NativeArrays.of(p.w());
    Floats rw = NativeArrays.of(p.rw());
    Floats b = NativeArrays.of(p.b());
    if (old != null && old.precision == precision) {
      old.weights.set(w, rw, b);
      return old;
    }
    if (old != null) {
      old.close();
    }
    RecurrentWeights weights =
        new RecurrentWeights(spec, activations.isRelu(), precision, w, rw, b);
    return new Runner(precision, weights, new Recurrence(weights, Arena.shared(), parts));
  }

  @Override
  public State backward(INDArray dOut, Parameters gradients, INDArray dX) {
    if (lastWasMasked) {
      return masked.backward(dOut, gradients, dX);
    }
    if (training == null) {
      throw new IllegalStateException("backward without a forward pass in training mode");
    }
    State result = dFirst.of((int) dOut.size(1));
    training.recurrence.backward(
        NativeArrays.of(dOut),
        new Gradients(
            NativeArrays.of(gradients.w()),
            NativeArrays.of(gradients.rw()),
            NativeArrays.of(gradients.b())),
        NativeArrays.of(dX),
        NativeStates.of(result));
    return result;
  }

  @Override
  public void computeIn(Precision wanted) {
    precision.set(wanted);
  }

  @Override
  public String name() {
    return "onednn";
  }

  @Override
  public void close() {
    if (training != null) {
      training.close();
      training = null;
    }
    if (inference != null) {
      inference.close();
      inference = null;
    }
    last.close();
    lastOfTraining.close();
    dFirst.close();
  }
}
