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
  private final Back back = with(new Back(0, 3));
  private final StateGradient sigmoidsGradient = with(new StateGradient(0, 2));
  private final StateGradient candidateGradient = with(new StateGradient(2, 1));
  private final Turning turning = new Turning(hidden);
  private final InputSlopes inputSlopes = with(new InputSlopes());

  // Rows of one sequence; those of gradients begin with a d.
  private final float[] z = new float[hidden];
  private final float[] reset = new float[hidden];
  private final float[] q = new float[hidden];
  private final float[] c = new float[hidden];
  private final float[] before = new float[hidden];
  private final float[] difference = new float[hidden];
  private final float[] error = new float[hidden];
  private final float[] dUpdate = new float[hidden];
  private final float[] dReset = new float[hidden];
  private final float[] dCandidate = new float[hidden];
  private final float[] dProduct = new float[hidden];

  private final float[][] h = new float[count][hidden];
  private final float[][] updates = new float[count][hidden];
  private final float[][] candidateSums = new float[count][hidden];
  private final float[][] dDirect = new float[count][hidden];

  /** Of the three gates and of b'. */
  private final float[][] dB = new float[4][hidden];

  /** h_0..h_T. */
  private Floats states;

  /** q and c of all steps, [T, n, H] each. */
  private Floats products;

  private Floats candidates;

  /** Gradients of a few steps' gates as U sees them, in bf16. */
  private Region dState;

  /** The candidate's part of it, transposed, [H, T·n]. */
  private Region dProductTransposed;

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
    dState = nearHalves(scope);
    dProductTransposed = turned(scope, hidden);
    first.h().split(0, h);
    at(0, states).join(0, h);
    for (float[] row : dB) {
      Arrays.fill(row, 0);
    }
  }

  @Override
  void step(int t) {
    sigmoids.run(t, h(t));
    Floats product = at(t, products);
    candidate.run(h(t), product);
    Floats all = gates(t);
    for (int r = 0; r < count; r++) {
      all.split((long) r * width, updates[r], reset, candidateSums[r]);
      product.split((long) r * hidden, q);
      RowLoops.addProduct(candidateSums[r], reset, q);
    }
    Floats now = at(t, candidates);
    now.join(0, candidateSums);
    squashing.run(now, now);
    for (int r = 0; r < count; r++) {
      now.split((long) r * hidden, c);
      RowLoops.moveTowards(h[r], c, updates[r]);
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
    Floats product = at(t, products);
    Floats now = at(t, candidates);
    Floats slopes = slopes();
    for (int r = 0; r < count; r++) {
      all.split((long) r * width, z, reset);
      state.split((long) r * hidden, before);
      product.split((long) r * hidden, q);
      now.split((long) r * hidden, c);
      dOut.split(error(t, r), error);
      RowLoops.add(error, dH[r]);
      RowLoops.multiplyRest(dDirect[r], error, z);
      RowLoops.subtract(difference, c, before);
      RowLoops.behindSigmoid(dUpdate, error, difference, z);
      RowLoops.behindTanh(dCandidate, error, z, c);
      RowLoops.behindSigmoid(dReset, dCandidate, q, reset);
      RowLoops.multiply(dProduct, dCandidate, reset);
      slopes.join((long) r * width, dUpdate, dReset, dProduct);
      inputSlopes.values().join((long) r * hidden, dCandidate);
      RowLoops.add(dB[0], dUpdate);
      RowLoops.add(dB[1], dReset);
      RowLoops.add(dB[2], dCandidate);
      RowLoops.add(dB[3], dProduct);
    }
    inputSlopes.run(slopes, dGates(t));
    back.run(slopes, near(t, dState)).split(0, dH);
    for (int r = 0; r < count; r++) {
      RowLoops.add(dH[r], dDirect[r]);
    }
  }

  @Override
  void turnBack(int t) {
    // The first two gates' gradients are those of W x + b; the candidate's product met the reset.
    turning.run(t, dState, 2 * hidden, dProductTransposed);
  }

  @Override
  void endBack(Gradients gradients, State dFirst) {
    gradients.b().join(0, dB);
    sigmoidsGradient.run(dGatesTransposed(0), h(0), gradients);
    candidateGradient.run(dProductTransposed, h(0), gradients);
  }

  @Override
  public void release() {
    super.release();
    states = null;
    products = null;
    candidates = null;
    dState = null;
    dProductTransposed = null;
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

  /** Gradients of one step's W x + b to bf16: the first two gates' and the candidate's. */
  private final class InputSlopes extends Stage {
    private final Operand firstTwo = givenRows(count, 2L * hidden, width);
    private final Operand firstTwoHalves = givenHalfRows(count, 2L * hidden, gates);
    private final Operand values = work(plain(count, hidden));
    private final Operand rounded = givenHalfRows(count, hidden, gates);

    InputSlopes() {
      program().convert(firstTwo, firstTwoHalves).convert(values, rounded);
    }

    /** Room for the candidate's, [n, H]. */
    Floats values() {
      return values.floats();
    }

    void run(Floats slopes, Region to) {
      firstTwo.bind(slopes);
      firstTwoHalves.bind(to);
      rounded.bind(from(2L * hidden, to));
      program().run();
    }
  }
}
