package io.github.recurrent4j.kernels;

/**
 * Training the GRU of Cho et al. on inputs with more features than its three gates have together.
 *
 * <p>The backward pass of that cell in oneDNN 3.13 keeps r ∘ h_{t-1} in work memory with room for
 * rows as long as the gates, and writes rows as long as the input: wide inputs make it write over
 * its own pointers and past the end. So the input is multiplied by its weights here, and the
 * primitive gets the product as its input, with the identity for weights.
 */
final class WideInput implements AutoCloseable {
  private final RecurrentWeights weights;
  private final Arena arena;
  private final int inputs;
  private final int gates;
  private final Precision precision;
  private final Scope space = new Scope("the identity in place of a recurrent layer's weights");
  private final Floats identity;
  private final RecurrentWeights narrow;
  private final Recurrence recurrence;
  private long version;
  private Pass pass;

  /** What the forward pass left for the backward pass. */
  private record Pass(Scope scope, long rows, Floats x) {}

  WideInput(RecurrentWeights weights, Arena arena, int parts) {
    this.weights = weights;
    this.arena = arena;
    RecurrentSpec spec = weights.spec();
    this.inputs = spec.inputSize();
    this.gates = spec.cell().gates() * spec.hiddenSize();
    this.precision = weights.bf16() ? Precision.BF16 : Precision.F32;
    this.identity = space.zeros((long) gates * gates);

    for (int i = 0; i < gates; i++) {
      identity.put((long) i * gates + i, 1);
    }
    this.version = weights.version();
    this.narrow =
        new RecurrentWeights(
            new RecurrentSpec(spec.cell(), spec.order(), gates, spec.hiddenSize()),
            weights.relu(),
            precision,
            identity,
            weights.rw(),
            weights.b());
    this.recurrence = new Recurrence(narrow, arena, parts);
  }

  /** Whether a layer is to be trained this way. */
  static boolean needed(RecurrentSpec spec) {
    return spec.cell() == Cell.GRU && spec.inputSize() > spec.cell().gates() * spec.hiddenSize();
  }

  /** See {@link Recurrence#forwardTraining}. */
  void forwardTraining(int time, int batch, Floats x, State first, Floats out, State last) {
    forget();
    long rows = (long) time * batch;
    Recurrence.check("inputs", x, rows * inputs);
    if (version != weights.version()) {
      version = weights.version();
      narrow.set(identity, weights.rw(), weights.b());
    }
    Scope scope = arena.scope();
    try {
      Floats product = scope.floats(rows * gates);
      // A layer's weights lie column by column.
      multiply(Product.of(rows, gates, inputs).transposeB(), x, weights.w(), product);
      recurrence.forwardTraining(time, batch, product, first, out, last);
    } catch (RuntimeException | Error e) {
      scope.close();
      throw e;
    }
    pass = new Pass(scope, rows, x);
  }

  /** See {@link Recurrence#backward}. */
  void backward(Floats dOut, Gradients gradients, Floats dX, State dFirst) {
    if (pass == null) {
      throw new IllegalStateException("backward without a forward pass in training mode");
    }
    try {
      Recurrence.check("gradients of inputs", dX, pass.rows * inputs);
      Floats unused = pass.scope.floats(identity.length());
      Floats dProduct = pass.scope.floats(pass.rows * gates);
      recurrence.backward(
          dOut, new Gradients(unused, gradients.rw(), gradients.b()), dProduct, dFirst);
      multiply(Product.of(gates, inputs, pass.rows).transposeA(), dProduct, pass.x, gradients.w());
      multiply(Product.of(pass.rows, inputs, gates), dProduct, weights.w(), dX);
    } finally {
      forget();
    }
  }

  private void multiply(Product product, Floats a, Floats b, Floats c) {
    ParallelProducts.multiply(product.in(precision), a, b, null, c);
  }

  /** Frees what the last forward pass kept. */
  void forget() {
    if (pass != null) {
      pass.scope.close();
      pass = null;
    }
  }

  @Override
  public void close() {
    forget();
    recurrence.close();
    narrow.close();
    space.close();
  }
}
