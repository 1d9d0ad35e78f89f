package io.github.recurrent4j.kernels;

import java.util.Arrays;

/**
 * Training a GRU with the reset after the product as products: z, r = σ(W x + U h + b), q = U h +
 * b', c = tanh(W x + b + r ∘ q), h' = h + z ∘ (c − h) (cuDNN, PyTorch, Keras).
 */
final class GruResetAfterPlan extends ProductPlan {
  private final Gates sigmoids = with(new Gates(0, 2, Finish.ADDED_SIGMOID));
  private final Candidate candidate = with(new Candidate());
  private final Squashing squashing = with(new Squashing(count, hidden));
  private final Back back = with(new Back(0, 3, gates));
  private final StateGradient sigmoidsGradient = with(new StateGradient(0, 2));
  private final StateGradient candidateGradient = with(new StateGradient(2, 1));
  private final Transposition turning = with(new Transposition(hidden));
  private final InputGradient inputGradient = with(new InputGradient());
  private final float[] row = new float[gates];
  private final float[] h = new float[size()];
  private final float[] q = new float[size()];
  private final float[] c = new float[size()];
  private final float[] direct = new float[size()];
  private final float[] dB = new float[gates + hidden];
  private final float[] error = new float[hidden];

  /** h_0..h_T. */
  private Floats states;

  /** q and c of all steps, [T, n, H] each. */
  private Floats products;

  private Floats candidates;

  /** Gradients of the gates as U sees them, in bf16, [T, n, 3·H]. */
  private Region dState;

  /** The candidate's part of it, transposed, [H, T·n]. */
  private Region dCandidate;

  GruResetAfterPlan(RecurrentWeights weights, Rows rows) {
    super(weights, rows);
  }

  @Override
  void bindBiases() {
    candidate.product.bindBias(bias().from(gates));
  }

  @Override
  void begin(Scope scope, State first) {
    states = scope.floats((time + 1L) * size());
    products = scope.floats((long) time * size());
    candidates = scope.floats((long) time * size());
    dState = scope.region(halfBytes(steps() * gates));
    dCandidate = scope.region(halfBytes(steps() * hidden));
    first.h().get(0, h);
    at(0, states).put(0, h);
    Arrays.fill(dB, 0);
  }

  @Override
  void step(int t) {
    sigmoids.run(t, h(t));
    candidate.run(h(t), at(t, products));
    at(t, products).get(0, q);
    Floats all = gates(t);
    for (int r = 0; r < count; r++) {
      all.get((long) r * gates, row);
      int at = r * hidden;
      for (int j = 0; j < hidden; j++) {
        c[at + j] = row[2 * hidden + j] + row[hidden + j] * q[at + j];
      }
    }
    Floats now = at(t, candidates);
    now.put(0, c);
    squashing.run(now, now);
    now.get(0, c);
    for (int r = 0; r < count; r++) {
      all.get((long) r * gates, error);
      int at = r * hidden;
      for (int j = 0; j < hidden; j++) {
        h[at + j] += error[j] * (c[at + j] - h[at + j]);
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
    at(t, products).get(0, q);
    at(t, candidates).get(0, c);
    Floats all = gates(t);
    for (int r = 0; r < count; r++) {
      all.get((long) r * gates, row);
      dOut.get(error(t, r), error);
      int at = r * hidden;
      for (int j = 0; j < hidden; j++) {
        float z = row[j];
        float reset = row[hidden + j];
        float dh = error[j] + dH[at + j];
        float dc = dh * z * (1 - c[at + j] * c[at + j]);
        direct[at + j] = dh * (1 - z);
        row[j] = dh * (c[at + j] - h[at + j]) * z * (1 - z);
        row[hidden + j] = dc * q[at + j] * reset * (1 - reset);
        row[2 * hidden + j] = dc;
        error[j] = dc * reset;
      }
      for (int j = 0; j < gates; j++) {
        dB[j] += row[j];
      }
      for (int j = 0; j < hidden; j++) {
        dB[gates + j] += error[j];
      }
      inputGradient.put(r, row);
      System.arraycopy(error, 0, row, 2 * hidden, hidden);
      all.put((long) r * gates, row);
    }
    inputGradient.run(dGates(t));
    long at = halfBytes((long) t * count * gates);
    back.run(all, dState.slice(at, dState.bytes() - at), dH);
    for (int j = 0; j < dH.length; j++) {
      dH[j] += direct[j];
    }
  }

  @Override
  void endBack(Gradients gradients, State dFirst) {
    gradients.b().put(0, dB);
    // The first two gates' gradients are those of W x + b; the candidate's product met the reset.
    sigmoidsGradient.run(dGatesTransposed(0), h(0), gradients);
    long candidateAt = halfBytes(2L * hidden);
    turning.run(dState.slice(candidateAt, dState.bytes() - candidateAt), dCandidate);
    candidateGradient.run(dCandidate, h(0), gradients);
  }

  @Override
  public void release() {
    super.release();
    states = null;
    products = null;
    candidates = null;
    dState = null;
    dCandidate = null;
  }

  /** q = U h + b' of one step. */
  private final class Candidate extends Stage {
    private final Operand state = given(half(count, hidden));
    private final Operand result = given(plain(count, hidden));
    private final Matmul product =
        product(
            this,
            new Matmul.Size(count, hidden, hidden),
            state,
            WeightBlock.ofState(2, 1),
            result,
            true,
            Finish.PLAIN);

    void run(Region from, Floats to) {
      state.bind(from);
      result.bind(to);
      program().run();
    }
  }

  /** Gradients of one step's W x + b to bf16. */
  private final class InputGradient extends Stage {
    private final Operand values = work(plain(count, gates));
    private final Operand rounded = given(half(count, gates));

    InputGradient() {
      program().convert(values, rounded);
    }

    void put(int row, float[] gradients) {
      values.floats().put((long) row * gates, gradients);
    }

    void run(Region to) {
      rounded.bind(to);
      program().run();
    }
  }
}
