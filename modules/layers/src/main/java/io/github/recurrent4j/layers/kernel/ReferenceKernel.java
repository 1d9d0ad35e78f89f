package io.github.recurrent4j.layers.kernel;

import io.github.recurrent4j.kernels.RecurrentSpec;
import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * The recurrences written from their equations, step by step, on ND4J. Any data type, any
 * activation, any mask; used for double precision, for platforms without oneDNN and for masks with
 * holes.
 */
final class ReferenceKernel implements RecurrentKernel {
  /** What one step leaves for the backward pass. */
  private record Step(
      INDArray x, INDArray hPrev, INDArray cPrev, INDArray[] z, INDArray[] a, INDArray c) {}

  private final RecurrentSpec spec;
  private final Activations activations;
  private final Modulation modulation;
  private final List<Step> tape = new ArrayList<>();
  private final List<Modulation.Modulated> gated = new ArrayList<>();
  private Parameters weights;
  private boolean[][] mask;

  ReferenceKernel(RecurrentSpec spec, Activations activations) {
    this(spec, activations, null);
  }

  /**
   * A kernel.
   *
   * @param modulation what scales input and state before each step; null for nothing
   */
  ReferenceKernel(RecurrentSpec spec, Activations activations, Modulation modulation) {
    this.spec = spec;
    this.activations = activations;
    this.modulation = modulation;
  }

  @Override
  public State forward(
      INDArray x,
      Parameters p,
      State initial,
      boolean[][] stepMask,
      boolean training,
      INDArray out) {
    try (MemoryWorkspace ws = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
      tape.clear();
      gated.clear();
      mask = stepMask;
      weights =
          new Parameters(
              p.w().dup('f'),
              p.rw().dup('f'),
              p.b().dup().reshape(1, p.b().length()),
              p.q() == null ? null : p.q().dup('f'),
              p.r() == null ? null : p.r().dup('f'));
      long batch = x.size(1);
      INDArray h = initial == null ? zeros(x, batch) : initial.h();
      INDArray c = null;
      if (spec.cell().hasCellState()) {
        c = initial == null ? zeros(x, batch) : initial.c();
      }
      for (int t = 0; t < x.size(0); t++) {
        INDArray xt = x.get(NDArrayIndex.point(t)).reshape(batch, spec.inputSize()).dup('c');
        Modulation.Modulated seen =
            modulation == null ? null : modulation.forward(xt, h, weights.q(), weights.r());
        Step step = seen == null ? step(xt, h, c) : step(seen.x(), seen.h(), c);
        h = output(step);
        c = step.c;
        if (mask != null) {
          h = masked(h, t);
          c = c == null ? null : masked(c, t);
        }
        out.get(NDArrayIndex.point(t)).assign(h.reshape(out.get(NDArrayIndex.point(t)).shape()));
        if (training) {
          tape.add(step);
          gated.add(seen);
        }
      }
      return new State(h, c);
    }
  }

  private INDArray zeros(INDArray like, long batch) {
    return Nd4j.zeros(like.dataType(), batch, spec.hiddenSize());
  }

  private INDArray masked(INDArray state, int t) {
    INDArray result = state.dup('c');
    for (int b = 0; b < result.rows(); b++) {
      if (!mask[t][b]) {
        result.putRow(b, Nd4j.zeros(result.dataType(), 1, result.columns()));
      }
    }
    return result;
  }

  private Step step(INDArray x, INDArray h, INDArray c) {
    INDArray[] z = new INDArray[spec.cell().biases()];
    INDArray[] a = new INDArray[spec.cell().biases()];
    switch (spec.cell()) {
      case RNN -> {
        z[0] = affine(x, h, 0);
        a[0] = apply(activations.state(), z[0]);
        return new Step(x, h, null, z, a, null);
      }
      case LSTM -> {
        for (int g = 0; g < 4; g++) {
          z[g] = affine(x, h, g);
          a[g] = apply(g == 2 ? activations.state() : activations.gate(), z[g]);
        }
        INDArray next = a[1].mul(c).addi(a[0].mul(a[2]));
        return new Step(x, h, c, z, a, next);
      }
      case GRU -> {
        for (int g = 0; g < 2; g++) {
          z[g] = affine(x, h, g);
          a[g] = apply(activations.gate(), z[g]);
        }
        z[2] = affine(x, a[1].mul(h), 2);
        a[2] = apply(activations.state(), z[2]);
        return new Step(x, h, null, z, a, null);
      }
      case GRU_RESET_AFTER -> {
        for (int g = 0; g < 2; g++) {
          z[g] = affine(x, h, g);
          a[g] = apply(activations.gate(), z[g]);
        }
        // z[3] is the candidate's recurrent part, which the reset gate scales.
        z[3] = h.mmul(block(weights.rw(), 2)).addiRowVector(block(weights.b(), 3));
        z[2] = x.mmul(block(weights.w(), 2)).addiRowVector(block(weights.b(), 2));
        z[2].addi(a[1].mul(z[3]));
        a[2] = apply(activations.state(), z[2]);
        return new Step(x, h, null, z, a, null);
      }
      default -> throw new IllegalStateException("Unknown cell " + spec.cell());
    }
  }

  private INDArray output(Step s) {
    return switch (spec.cell()) {
      case RNN -> s.a[0];
      case LSTM -> s.a[3].mul(apply(activations.state(), s.c));
      case GRU, GRU_RESET_AFTER -> s.hPrev.add(s.a[0].mul(s.a[2].sub(s.hPrev)));
    };
  }

  private INDArray affine(INDArray x, INDArray h, int gate) {
    return x.mmul(block(weights.w(), gate))
        .addi(h.mmul(block(weights.rw(), gate)))
        .addiRowVector(block(weights.b(), gate));
  }

  private INDArray block(INDArray parameters, int gate) {
    long from = (long) spec.order().block(gate) * spec.hiddenSize();
    return parameters.get(
        NDArrayIndex.all(), NDArrayIndex.interval(from, from + spec.hiddenSize()));
  }

  private static INDArray apply(IActivation f, INDArray z) {
    return f.getActivation(z.dup('c'), true);
  }

  private static INDArray derivative(IActivation f, INDArray z, INDArray eps) {
    return f.backprop(z.dup('c'), eps.dup('c')).getFirst();
  }

  @Override
  public State backward(INDArray dOut, Parameters gradients, INDArray dX) {
    if (tape.isEmpty()) {
      throw new IllegalStateException("backward without a forward pass in training mode");
    }
    try (MemoryWorkspace ws = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
      gradients.w().assign(0);
      gradients.rw().assign(0);
      gradients.b().assign(0);
      Parameters g =
          new Parameters(
              gradients.w(),
              gradients.rw(),
              gradients.b().reshape(1, gradients.b().length()),
              gradients.q() == null ? null : gradients.q().assign(0),
              gradients.r() == null ? null : gradients.r().assign(0));
      long batch = dOut.size(1);
      INDArray dh = zeros(dOut, batch);
      INDArray dc = spec.cell().hasCellState() ? zeros(dOut, batch) : null;
      for (int t = tape.size() - 1; t >= 0; t--) {
        dh.addi(dOut.get(NDArrayIndex.point(t)).reshape(batch, spec.hiddenSize()));
        if (mask != null) {
          dh = masked(dh, t);
          dc = dc == null ? null : masked(dc, t);
        }
        Step s = tape.get(t);
        INDArray dx = Nd4j.zeros(dX.dataType(), batch, spec.inputSize());
        INDArray dhPrev = zeros(dOut, batch);
        switch (spec.cell()) {
          case RNN -> gate(s, 0, derivative(activations.state(), s.z[0], dh), g, dx, dhPrev);
          case LSTM -> dc = lstmStep(s, dh, dc, g, dx, dhPrev);
          case GRU -> gruStep(s, dh, g, dx, dhPrev);
          case GRU_RESET_AFTER -> gruResetAfterStep(s, dh, g, dx, dhPrev);
          default -> throw new IllegalStateException("Unknown cell " + spec.cell());
        }
        if (modulation != null) {
          modulation.backward(gated.get(t), new Modulation.Errors(dx, dhPrev), weights, g);
        }
        INDArray slot = dX.get(NDArrayIndex.point(t));
        slot.assign(dx.reshape(slot.shape()));
        dh = dhPrev;
      }
      return new State(dh, dc);
    }
  }

  /** Adds what one gate's pre-activation gradient contributes, with h_{t-1} as recurrent input. */
  private void gate(Step s, int gate, INDArray dz, Parameters g, INDArray dx, INDArray dhPrev) {
    inputSide(s, gate, dz, g, dx);
    block(g.rw(), gate).addi(s.hPrev.transpose().mmul(dz));
    dhPrev.addi(dz.mmul(block(weights.rw(), gate).transpose()));
  }

  private void inputSide(Step s, int gate, INDArray dz, Parameters g, INDArray dx) {
    block(g.w(), gate).addi(s.x.transpose().mmul(dz));
    block(g.b(), gate).addi(dz.sum(true, 0));
    dx.addi(dz.mmul(block(weights.w(), gate).transpose()));
  }

  private INDArray lstmStep(
      Step s, INDArray dh, INDArray dcNext, Parameters g, INDArray dx, INDArray dhPrev) {
    INDArray squashed = apply(activations.state(), s.c);
    INDArray dc = dcNext.add(derivative(activations.state(), s.c, dh.mul(s.a[3])));
    gate(s, 0, derivative(activations.gate(), s.z[0], dc.mul(s.a[2])), g, dx, dhPrev);
    gate(s, 1, derivative(activations.gate(), s.z[1], dc.mul(s.cPrev)), g, dx, dhPrev);
    gate(s, 2, derivative(activations.state(), s.z[2], dc.mul(s.a[0])), g, dx, dhPrev);
    gate(s, 3, derivative(activations.gate(), s.z[3], dh.mul(squashed)), g, dx, dhPrev);
    return dc.mul(s.a[1]);
  }

  private void gruStep(Step s, INDArray dh, Parameters g, INDArray dx, INDArray dhPrev) {
    INDArray dCandidate = derivative(activations.state(), s.z[2], dh.mul(s.a[0]));
    inputSide(s, 2, dCandidate, g, dx);
    block(g.rw(), 2).addi(s.a[1].mul(s.hPrev).transpose().mmul(dCandidate));
    INDArray dReset = dCandidate.mmul(block(weights.rw(), 2).transpose());
    dhPrev.addi(dReset.mul(s.a[1]));
    gate(s, 1, derivative(activations.gate(), s.z[1], dReset.mul(s.hPrev)), g, dx, dhPrev);
    updateGate(s, dh, g, dx, dhPrev);
  }

  private void gruResetAfterStep(Step s, INDArray dh, Parameters g, INDArray dx, INDArray dhPrev) {
    INDArray dCandidate = derivative(activations.state(), s.z[2], dh.mul(s.a[0]));
    inputSide(s, 2, dCandidate, g, dx);
    INDArray dRecurrent = dCandidate.mul(s.a[1]);
    block(g.b(), 3).addi(dRecurrent.sum(true, 0));
    block(g.rw(), 2).addi(s.hPrev.transpose().mmul(dRecurrent));
    dhPrev.addi(dRecurrent.mmul(block(weights.rw(), 2).transpose()));
    gate(s, 1, derivative(activations.gate(), s.z[1], dCandidate.mul(s.z[3])), g, dx, dhPrev);
    updateGate(s, dh, g, dx, dhPrev);
  }

  private void updateGate(Step s, INDArray dh, Parameters g, INDArray dx, INDArray dhPrev) {
    INDArray dUpdate = dh.mul(s.a[2].sub(s.hPrev));
    dhPrev.addi(dh.mul(s.a[0].rsub(1)));
    gate(s, 0, derivative(activations.gate(), s.z[0], dUpdate), g, dx, dhPrev);
  }

  @Override
  public String name() {
    return "reference";
  }

  @Override
  public void close() {
    tape.clear();
    gated.clear();
  }
}
