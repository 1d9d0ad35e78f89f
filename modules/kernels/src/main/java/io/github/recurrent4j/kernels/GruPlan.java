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
  private final Back sigmoidsBack = with(new Back(0, 2, gates));
  private final Back candidateBack = with(new Back(2, 1, gates));
  private final StateGradient sigmoidsGradient = with(new StateGradient(0, 2));
  private final StateGradient candidateGradient = with(new StateGradient(2, 1));
  private final float[] row = new float[gates];
  private final float[] h = new float[size()];
  private final float[] kept = new float[size()];
  private final float[] direct = new float[size()];
  private final float[] dB = new float[gates];
  private final float[] error = new float[hidden];

  /** h_0..h_T. */
  private Floats states;

  /** r ∘ h of all steps in bf16, [T, n, H]. */
  private Region reset;

  GruPlan(RecurrentWeights weights, Rows rows) {
    super(weights, rows);
  }

  @Override
  void begin(Scope scope, State first) {
    states = scope.floats((time + 1L) * size());
    reset = scope.region(halfBytes(steps() * hidden));
    first.h().get(0, h);
    at(0, states).put(0, h);
    Arrays.fill(dB, 0);
  }

  private Region reset(int t) {
    long from = halfBytes((long) t * size());
    return reset.slice(from, reset.bytes() - from);
  }

  @Override
  void step(int t) {
    sigmoids.run(t, h(t));
    Floats all = gates(t);
    for (int r = 0; r < count; r++) {
      all.get((long) r * gates + hidden, error);
      int at = r * hidden;
      for (int j = 0; j < hidden; j++) {
        kept[at + j] = error[j] * h[at + j];
      }
    }
    rounding.run(kept, reset(t));
    candidate.run(t, reset(t));
    for (int r = 0; r < count; r++) {
      all.get((long) r * gates, row);
      int at = r * hidden;
      for (int j = 0; j < hidden; j++) {
        h[at + j] += row[j] * (row[2 * hidden + j] - h[at + j]);
      }
    }
    at(t + 1, states).put(0, h);
    round(t + 1, h);
  }

  @Override
  void end(State last) {}

  @Override
  void stepBack(int t, Floats dOut, float[] dH) {
    at(t, states).get(0, h);
    Floats all = gates(t);
    for (int r = 0; r < count; r++) {
      all.get((long) r * gates, row);
      dOut.get(error(t, r), error);
      int at = r * hidden;
      for (int j = 0; j < hidden; j++) {
        float z = row[j];
        float c = row[2 * hidden + j];
        float dh = error[j] + dH[at + j];
        direct[at + j] = dh * (1 - z);
        row[j] = dh * (c - h[at + j]) * z * (1 - z);
        row[2 * hidden + j] = dh * z * (1 - c * c);
      }
      all.put((long) r * gates, row);
    }
    candidateBack.run(all.from(2L * hidden), from(2L * hidden, dGates(t)), kept);
    for (int r = 0; r < count; r++) {
      all.get((long) r * gates, row);
      int at = r * hidden;
      for (int j = 0; j < hidden; j++) {
        float reset = row[hidden + j];
        direct[at + j] += kept[at + j] * reset;
        row[hidden + j] = kept[at + j] * h[at + j] * reset * (1 - reset);
      }
      for (int j = 0; j < gates; j++) {
        dB[j] += row[j];
      }
      all.put((long) r * gates, row);
    }
    sigmoidsBack.run(all, dGates(t), dH);
    for (int j = 0; j < dH.length; j++) {
      dH[j] += direct[j];
    }
  }

  /** A region of bf16 values from one of them on. */
  private static Region from(long first, Region region) {
    return region.slice(halfBytes(first), region.bytes() - halfBytes(first));
  }

  @Override
  void endBack(Gradients gradients, State dFirst) {
    gradients.b().put(0, dB);
    sigmoidsGradient.run(dGatesTransposed(0), h(0), gradients);
    candidateGradient.run(dGatesTransposed(2), reset, gradients);
  }

  @Override
  public void release() {
    super.release();
    states = null;
    reset = null;
  }
}
