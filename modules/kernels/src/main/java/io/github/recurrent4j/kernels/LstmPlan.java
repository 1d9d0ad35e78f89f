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
  private final Back back = with(new Back(0, 4, gates));
  private final StateGradient gradient = with(new StateGradient(0, 4));
  private final float[] row = new float[gates];
  private final float[] o = new float[size()];
  private final float[] tanh = new float[size()];
  private final float[] c = new float[size()];
  private final float[] dC = new float[size()];
  private final float[] dB = new float[gates];
  private final float[] error = new float[hidden];

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
    first.c().get(0, c);
    at(0, states).put(0, c);
    Arrays.fill(dC, 0);
    Arrays.fill(dB, 0);
  }

  @Override
  void step(int t) {
    candidate.run(t, h(t));
    sigmoids.run(t, h(t));
    Floats all = gates(t);
    for (int r = 0; r < count; r++) {
      all.get((long) r * gates, row);
      int at = r * hidden;
      for (int j = 0; j < hidden; j++) {
        c[at + j] = row[hidden + j] * c[at + j] + row[3 * hidden + j] * row[j];
      }
      System.arraycopy(row, 2 * hidden, o, at, hidden);
    }
    at(t + 1, states).put(0, c);
    squashing.run(at(t + 1, states), at(t, squashed));
    at(t, squashed).get(0, tanh);
    for (int j = 0; j < tanh.length; j++) {
      tanh[j] *= o[j];
    }
    round(t + 1, tanh);
  }

  @Override
  void end(State last) {
    last.c().put(0, c);
  }

  @Override
  void stepBack(int t, Floats dOut, float[] dH) {
    at(t, squashed).get(0, tanh);
    at(t, states).get(0, c);
    Floats all = gates(t);
    for (int r = 0; r < count; r++) {
      all.get((long) r * gates, row);
      dOut.get(error(t, r), error);
      int at = r * hidden;
      for (int j = 0; j < hidden; j++) {
        float g = row[j];
        float f = row[hidden + j];
        float out = row[2 * hidden + j];
        float i = row[3 * hidden + j];
        float y = tanh[at + j];
        float dh = error[j] + dH[at + j];
        float dc = dC[at + j] + dh * out * (1 - y * y);
        row[j] = dc * i * (1 - g * g);
        row[hidden + j] = dc * c[at + j] * f * (1 - f);
        row[2 * hidden + j] = dh * y * out * (1 - out);
        row[3 * hidden + j] = dc * g * i * (1 - i);
        dC[at + j] = dc * f;
      }
      for (int j = 0; j < gates; j++) {
        dB[j] += row[j];
      }
      all.put((long) r * gates, row);
    }
    back.run(all, dGates(t), dH);
  }

  @Override
  void endBack(Gradients gradients, State dFirst) {
    dFirst.c().put(0, dC);
    gradients.b().put(0, dB);
    gradient.run(dGatesTransposed(0), h(0), gradients);
  }

  @Override
  public void release() {
    super.release();
    states = null;
    squashed = null;
  }
}
