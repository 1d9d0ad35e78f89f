package io.github.recurrent4j.kernels;

import java.util.Arrays;

/**
 * Training a GRU with the reset before the product as products: z, r = σ(W x + U h + b), c = tanh(W
 * x + b + U (r ∘ h)), h' = h + z ∘ (c − h) (Cho et al., 2014).
 */
final class GruPlan extends ProductPlan {
  private final Gates sigmoids = with(new Gates(0, 2, Finish.ADDED_SIGMOID));
  private final Gates candidate = with(new Gates(2, 1, Finish.ADDED_TANH));
  private final Rounding rounding = with(new Rounding());
  private final Back sigmoidsBack = with(new Back(0, 2));
  private final Back candidateBack = with(new Back(2, 1));
  private final StateGradient sigmoidsGradient = with(new StateGradient(0, 2));
  private final StateGradient candidateGradient = with(new StateGradient(2, 1));

  // Rows of one sequence; those of gradients begin with a d.
  private final float[] c = new float[hidden];
  private final float[] before = new float[hidden];
  private final float[] kept = new float[hidden];
  private final float[] difference = new float[hidden];
  private final float[] error = new float[hidden];
  private final float[] dCandidate = new float[hidden];
  private final float[] dKept = new float[hidden];
  private final float[] dReset = new float[hidden];

  private final float[][] z = new float[count][hidden];
  private final float[][] reset = new float[count][hidden];
  private final float[][] h = new float[count][hidden];
  private final float[][] dUpdate = new float[count][hidden];
  private final float[][] dDirect = new float[count][hidden];
  private final float[][] dB = new float[3][hidden];

  /** h_0..h_T. */
  private Floats states;

  /** r ∘ h of all steps in bf16, [T, n, H]. */
  private Region keptHalves;

  GruPlan(RecurrentWeights weights, Rows rows) {
    super(weights, rows);
  }

  @Override
  void begin(Scope scope, State first) {
    states = scope.floats((time + 1L) * size());
    keptHalves = scope.region(halfBytes(steps() * hidden));
    first.h().split(0, h);
    at(0, states).join(0, h);
    for (float[] row : dB) {
      Arrays.fill(row, 0);
    }
  }

  private Region keptHalves(int t) {
    return from((long) t * size(), keptHalves);
  }

  @Override
  void step(int t) {
    sigmoids.run(t, h(t));
    Floats all = gates(t);
    for (int r = 0; r < count; r++) {
      all.split((long) r * width, z[r], reset[r]);
      RowLoops.multiply(kept, reset[r], h[r]);
      rounding.values().join((long) r * hidden, kept);
    }
    rounding.run(keptHalves(t));
    candidate.run(t, keptHalves(t));
    for (int r = 0; r < count; r++) {
      all.split((long) r * width + 2L * hidden, c);
      RowLoops.moveTowards(h[r], c, z[r]);
    }
    at(t + 1, states).join(0, h);
    rounded().join(0, h);
    round(t + 1);
  }

  @Override
  void end(State last) {}

  @Override
  void stepBack(int t, Floats dOut, float[][] dH) {
    Floats all = gates(t);
    Floats state = at(t, states);
    Floats slopes = slopes();
    for (int r = 0; r < count; r++) {
      all.split((long) r * width, z[r], reset[r], c);
      state.split((long) r * hidden, before);
      dOut.split(error(t, r), error);
      RowLoops.add(error, dH[r]);
      RowLoops.multiplyRest(dDirect[r], error, z[r]);
      RowLoops.subtract(difference, c, before);
      RowLoops.behindSigmoid(dUpdate[r], error, difference, z[r]);
      RowLoops.behindTanh(dCandidate, error, z[r], c);
      RowLoops.add(dB[2], dCandidate);
      slopes.join((long) r * width + 2L * hidden, dCandidate);
    }
    Floats dReached = candidateBack.run(slopes.from(2L * hidden), from(2L * hidden, dGates(t)));
    for (int r = 0; r < count; r++) {
      dReached.split((long) r * hidden, dKept);
      state.split((long) r * hidden, before);
      RowLoops.addProduct(dDirect[r], dKept, reset[r]);
      RowLoops.behindSigmoid(dReset, dKept, before, reset[r]);
      slopes.join((long) r * width, dUpdate[r], dReset);
      RowLoops.add(dB[0], dUpdate[r]);
      RowLoops.add(dB[1], dReset);
    }
    sigmoidsBack.run(slopes, dGates(t)).split(0, dH);
    for (int r = 0; r < count; r++) {
      RowLoops.add(dH[r], dDirect[r]);
    }
  }

  @Override
  void endBack(Gradients gradients, State dFirst) {
    gradients.b().join(0, dB);
    sigmoidsGradient.run(dGatesTransposed(0), h(0), gradients);
    candidateGradient.run(dGatesTransposed(2), keptHalves, gradients);
  }

  @Override
  public void release() {
    super.release();
    states = null;
    keptHalves = null;
  }
}
