package io.github.recurrent4j.kernels;

import java.util.Arrays;

/**
 * Training an LSTM as products: g = tanh, f, o, i = σ of W x + U h + b; c' = f ∘ c + i ∘ g; h' = o
 * ∘ tanh(c') (Gers et al., 2000), gates in DL4J's order.
 */
final class LstmPlan extends ProductPlan {
  private final Gates candidate = with(new Gates(0, 1, Finish.ADDED_TANH));
  private final Gates sigmoids = with(new Gates(1, 3, Finish.ADDED_SIGMOID));
  private final Squashing squashing = with(new Squashing(count, hidden));
  private final Back back = with(new Back(0, 4));
  private final StateGradient gradient = with(new StateGradient(0, 4));

  // Rows of one sequence; those of gradients begin with a d.
  private final float[] g = new float[hidden];
  private final float[] f = new float[hidden];
  private final float[] o = new float[hidden];
  private final float[] i = new float[hidden];
  private final float[] tanh = new float[hidden];
  private final float[] before = new float[hidden];
  private final float[] error = new float[hidden];
  private final float[] dG = new float[hidden];
  private final float[] dF = new float[hidden];
  private final float[] dO = new float[hidden];
  private final float[] dI = new float[hidden];

  private final float[][] c = new float[count][hidden];
  private final float[][] outputGates = new float[count][hidden];
  private final float[][] dC = new float[count][hidden];
  private final float[][] dB = new float[4][hidden];

  /** c_0..c_T and tanh(c_1)..tanh(c_T). */
  private Floats states;

  private Floats squashed;

  LstmPlan(RecurrentWeights weights, Rows rows) {
    super(weights, rows);
  }

  @Override
  void begin(Scope scope, State first) {
    states = scope.floats((time + 1L) * size());
    squashed = scope.floats((long) time * size());
    first.c().split(0, c);
    at(0, states).join(0, c);
    for (float[] row : dC) {
      Arrays.fill(row, 0);
    }
    for (float[] row : dB) {
      Arrays.fill(row, 0);
    }
  }

  @Override
  void step(int t) {
    candidate.run(t, h(t));
    sigmoids.run(t, h(t));
    Floats all = gates(t);
    for (int r = 0; r < count; r++) {
      all.split((long) r * width, g, f, outputGates[r], i);
      RowLoops.keepAndAdd(c[r], f, i, g);
    }
    at(t + 1, states).join(0, c);
    squashing.run(at(t + 1, states), at(t, squashed));
    for (int r = 0; r < count; r++) {
      at(t, squashed).split((long) r * hidden, tanh);
      RowLoops.scale(tanh, outputGates[r]);
      rounded().join((long) r * hidden, tanh);
    }
    round(t + 1);
  }

  @Override
  void end(State last) {
    last.c().join(0, c);
  }

  @Override
  void stepBack(int t, Floats dOut, float[][] dH) {
    Floats all = gates(t);
    Floats y = at(t, squashed);
    Floats state = at(t, states);
    for (int r = 0; r < count; r++) {
      float[] dState = dC[r];
      all.split((long) r * width, g, f, o, i);
      y.split((long) r * hidden, tanh);
      state.split((long) r * hidden, before);
      dOut.split(error(t, r), error);
      RowLoops.add(error, dH[r]);
      RowLoops.addBehindTanh(dState, error, o, tanh);
      RowLoops.behindTanh(dG, dState, i, g);
      RowLoops.behindSigmoid(dF, dState, before, f);
      RowLoops.behindSigmoid(dO, error, tanh, o);
      RowLoops.behindSigmoid(dI, dState, g, i);
      RowLoops.scale(dState, f);
      slopes().join((long) r * width, dG, dF, dO, dI);
      RowLoops.add(dB[0], dG);
      RowLoops.add(dB[1], dF);
      RowLoops.add(dB[2], dO);
      RowLoops.add(dB[3], dI);
    }
    back.run(slopes(), dGates(t)).split(0, dH);
  }

  @Override
  void endBack(Gradients gradients, State dFirst) {
    dFirst.c().join(0, dC);
    gradients.b().join(0, dB);
    gradient.run(dGatesTransposed(0), h(0), gradients);
  }

  @Override
  public void release() {
    super.release();
    states = null;
    squashed = null;
  }
}
