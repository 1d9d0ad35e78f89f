package io.github.recurrent4j.kernels;

/**
 * One step of the GRU of Cho et al. in float32, for decoders, as matrix products and what is
 * between them: oneDNN's own primitive takes up to twice their time for a few rows (238 µs where
 * products take 119: 5 rows, 256 features, 512 units, one core of an EPYC with AVX-512).
 *
 * <p>z, r = σ(W x + U h + b), c = tanh(W_c x + b_c + U_c (r ∘ h)), h' = h + z ∘ (c − h).
 */
final class GruStep {
  private final RecurrentWeights weights;
  private final int batch;
  private final int hidden;

  GruStep(RecurrentWeights weights, int batch) {
    this.weights = weights;
    this.batch = batch;
    this.hidden = weights.spec().hiddenSize();
  }

  /** Whether a layer's steps can be computed so. */
  static boolean serves(RecurrentWeights weights) {
    RecurrentSpec spec = weights.spec();
    return spec.cell() == Cell.GRU && spec.order() == GateOrder.GRU && !weights.bf16();
  }

  /** See {@link Recurrence#forward}. */
  void forward(Scope scope, Products products, Floats x, State first, Floats out, State last) {
    Matrices m = weights.gruStep();
    int size = batch * hidden;
    Floats gates = scope.floats(2L * size);
    Floats candidate = scope.floats(size);
    Floats kept = scope.floats(size);
    products.multiply(m.inputGates, batch, x, gates);
    products.multiply(m.gates, batch, first.h(), gates);
    products.multiply(m.inputCandidate, batch, x, candidate);
    float[] h = new float[size];
    float[] zr = new float[2 * size];
    float[] c = new float[size];
    first.h().get(0, h);
    gates.get(0, zr);
    // The gates of a row lie side by side: z, then r.
    for (int row = 0; row < batch; row++) {
      int r = (2 * row + 1) * hidden;
      int from = row * hidden;
      for (int i = 0; i < hidden; i++) {
        c[from + i] = zr[r + i] * h[from + i];
      }
    }
    kept.put(0, c);
    products.multiply(m.candidate, batch, kept, candidate);
    candidate.get(0, c);
    for (int row = 0; row < batch; row++) {
      int z = 2 * row * hidden;
      int from = row * hidden;
      for (int i = 0; i < hidden; i++) {
        h[from + i] += zr[z + i] * (c[from + i] - h[from + i]);
      }
    }
    out.put(0, h);
    last.h().put(0, h);
  }

  /**
   * A layer's weights, packed for steps.
   *
   * @param inputGates W and b of z and r
   * @param inputCandidate W_c and b_c
   * @param gates U of z and r
   * @param candidate U_c
   */
  record Matrices(
      PackedMatrix inputGates,
      PackedMatrix inputCandidate,
      PackedMatrix gates,
      PackedMatrix candidate)
      implements AutoCloseable {

    /** Those of a layer's parameters, in the layer's own order. */
    static Matrices of(RecurrentSpec spec, Floats w, Floats rw, Floats b) {
      long inputs = spec.inputSize();
      long hidden = spec.hiddenSize();
      return new Matrices(
          PackedMatrix.byColumns(
              inputs,
              2 * hidden,
              w.slice(0, 2 * hidden * inputs),
              b.slice(0, 2 * hidden),
              Finish.PLAIN),
          PackedMatrix.byColumns(
              inputs, hidden, w.from(2 * hidden * inputs), b.from(2 * hidden), Finish.PLAIN),
          PackedMatrix.byColumns(
              hidden, 2 * hidden, rw.slice(0, 2 * hidden * hidden), null, Finish.ADDED_SIGMOID),
          PackedMatrix.byColumns(
              hidden, hidden, rw.from(2 * hidden * hidden), null, Finish.ADDED_TANH));
    }

    @Override
    public void close() {
      inputGates.close();
      inputCandidate.close();
      gates.close();
      candidate.close();
    }
  }
}
