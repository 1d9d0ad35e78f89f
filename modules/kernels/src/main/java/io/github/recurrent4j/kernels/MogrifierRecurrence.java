package io.github.recurrent4j.kernels;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import org.bytedeco.dnnl.memory;

/**
 * Runs an LSTM whose input and state gate each other before each step (Melis et al., 2020,
 * "Mogrifier LSTM"), in float32, as matrix products and what is between them:
 *
 * <pre>
 * x ← 2σ(Q_i h) ∘ x   in rounds 1, 3, 5, …
 * h ← 2σ(R_i x) ∘ h   in rounds 2, 4, …
 * </pre>
 *
 * <p>Sequences are time major, [T, B, C]; the rows of a batch are cut into parts that {@link
 * Workers} compute side by side, always the same way. The gradients of the weights are products
 * over all steps. Belongs to one thread at a time.
 */
public final class MogrifierRecurrence implements AutoCloseable {
  /** Multiplications below which a second thread costs more than it brings. */
  private static final double WORK_OF_A_PART = 1 << 23;

  private final int inputs;
  private final int hidden;
  private final int rounds;
  private final Arena arena;
  private final List<Part> parts = new ArrayList<>();
  private Pass pass;

  /**
   * Parameters, or where their gradients go, each in Fortran order.
   *
   * @param w [I, 4H]: candidate, forget, output, input
   * @param rw [H, 4H], likewise
   * @param b 4H values
   * @param q [H, I·⌈rounds/2⌉], what gates the input
   * @param r [I, H·⌊rounds/2⌋], what gates the state; null where there is one round
   */
  public record Parameters(Floats w, Floats rw, Floats b, Floats q, Floats r) {}

  /**
   * A recurrence.
   *
   * @param spec an LSTM in DL4J's order of gates
   * @param rounds of gating, at least 1
   * @param arena for work memory
   */
  public MogrifierRecurrence(RecurrentSpec spec, int rounds, Arena arena) {
    if (spec.order() != GateOrder.DL4J_LSTM || rounds < 1) {
      throw new IllegalArgumentException(rounds + " rounds before the steps of " + spec);
    }
    this.inputs = spec.inputSize();
    this.hidden = spec.hiddenSize();
    this.rounds = rounds;
    this.arena = arena;
  }

  /**
   * Runs over sequences.
   *
   * @param time T
   * @param batch B
   * @param x [T, B, I]; in training it must stay as it is until {@link #backward}
   * @param first the state before the first step, or null for zeros
   * @param out receives h_1..h_T, [T, B, H]
   * @param last receives the state after the last step; may be the same memory as {@code first}
   * @param training whether to keep what {@link #backward} needs
   */
  public void forward(
      int time,
      int batch,
      Floats x,
      Parameters parameters,
      State first,
      Floats out,
      State last,
      boolean training) {
    forget();
    Recurrence.check("inputs", x, (long) time * batch * inputs);
    Recurrence.check("outputs", out, (long) time * batch * hidden);
    Scope scope = arena.scope();
    try {
      Pass p = new Pass(scope, time, batch, x, parameters);
      p.begin(first);
      each(p, (part, rows) -> part.forward(p, rows));
      p.end(out, last);
      if (training) {
        pass = p;
      }
    } finally {
      if (pass == null) {
        scope.close();
      }
    }
  }

  /**
   * Back-propagates through the last {@link #forward} in training, once.
   *
   * @param dOut gradient of the loss with respect to h_1..h_T, [T, B, H]; not modified
   * @param gradients overwritten with the parameters' gradients, summed over the batch
   * @param dX receives the gradient with respect to x, [T, B, I]
   * @param dFirst receives the gradient with respect to the state before the first step
   */
  public void backward(Floats dOut, Parameters gradients, Floats dX, State dFirst) {
    Pass p = pass;
    if (p == null) {
      throw new IllegalStateException("backward without a forward pass in training mode");
    }
    try {
      Recurrence.check("errors", dOut, p.steps() * hidden);
      Recurrence.check("gradients of inputs", dX, p.steps() * inputs);
      each(p, (part, rows) -> part.backward(p, rows, dOut, dX, dFirst));
      p.gradients(gradients);
    } finally {
      forget();
    }
  }

  /** What a part does with its rows. */
  private interface Work {
    void run(Part part, Rows rows);
  }

  /**
   * Rows of each step.
   *
   * @param from the first
   * @param count how many
   */
  private record Rows(int from, int count) {}

  private void each(Pass p, Work work) {
    double products =
        (double) p.steps() * hidden * (4.0 * (inputs + hidden) + 1.0 * rounds * inputs);
    int most = Math.min(Workers.count(), p.batch);
    int n = (int) Math.max(1, Math.min(most, products / WORK_OF_A_PART));
    while (parts.size() < n) {
      parts.add(new Part());
    }
    IntConsumer run =
        i -> {
          int from = (int) ((long) p.batch * i / n);
          work.run(parts.get(i), new Rows(from, (int) ((long) p.batch * (i + 1) / n) - from));
        };
    Workers.run(n, run);
  }

  private void forget() {
    if (pass != null) {
      pass.scope.close();
      pass = null;
    }
  }

  @Override
  public void close() {
    forget();
    parts.forEach(Part::close);
    parts.clear();
  }

  private static boolean ofInput(int round) {
    return round % 2 == 0;
  }

  /** What all parts share: values of all steps, and the weights as products want them. */
  private final class Pass {
    final Scope scope;
    final int time;
    final int batch;
    final Parameters weights;

    /**
     * Before, between and after the rounds, [T, B, I] and [T, B, H]; the first of h has h_T, too.
     */
    final List<Floats> x = new ArrayList<>();

    final List<Floats> h = new ArrayList<>();

    /** σ(…) of each round, then, in its place, the gradient of what is squashed. */
    final List<Floats> squashed = new ArrayList<>();

    /** Each round's matrix, transposed to rows. */
    final List<Floats> turned = new ArrayList<>();

    final Floats w;
    final Floats rw;

    /** The cell's gates [T, B, 4H], then, in their place, their gradients. */
    final Floats gates;

    /** c_0..c_T and tanh(c_1)..tanh(c_T). */
    final Floats c;

    final Floats tanh;

    Pass(Scope scope, int time, int batch, Floats x, Parameters weights) {
      this.scope = scope;
      this.time = time;
      this.batch = batch;
      this.weights = weights;
      this.x.add(x);
      h.add(scope.floats((steps() + batch) * hidden));
      for (int i = 0; i < rounds; i++) {
        long size = steps() * (ofInput(i) ? inputs : hidden);
        squashed.add(scope.floats(size));
        (ofInput(i) ? this.x : h).add(scope.floats(size));
        int from = ofInput(i) ? hidden : inputs;
        turned.add(turned(matrix(weights, i), ofInput(i) ? inputs : hidden, from));
      }
      w = turned(weights.w, 4 * hidden, inputs);
      rw = turned(weights.rw, 4 * hidden, hidden);
      gates = scope.floats(steps() * 4 * hidden);
      c = scope.floats((steps() + batch) * hidden);
      tanh = scope.floats(steps() * hidden);
    }

    long steps() {
      return (long) time * batch;
    }

    /** From n rows of k to k rows of n. */
    private Floats turned(Floats matrix, int n, int k) {
      Floats result = scope.floats((long) n * k);
      try (memory.desc columns = OneDnn.desc(memory.format_tag.ba, k, n);
          memory.desc rows = OneDnn.desc(memory.format_tag.ab, k, n);
          Program program = new Program()) {
        Operand from = program.operand(columns).bind(matrix);
        program.convert(from, program.operand(rows).bind(result)).run();
      }
      return result;
    }

    /** A round's matrix: a row of what it reads for each value that it scales. */
    Floats matrix(Parameters of, int round) {
      long size = (long) inputs * hidden;
      return (ofInput(round) ? of.q : of.r).slice(round / 2 * size, size);
    }

    void begin(State first) {
      Floats h0 = h.get(0).slice(0, (long) batch * hidden);
      Floats c0 = c.slice(0, (long) batch * hidden);
      if (first == null) {
        h0.fill(0);
      } else {
        h0.copyFrom(first.h());
      }
      if (first == null || first.c() == null) {
        c0.fill(0);
      } else {
        c0.copyFrom(first.c());
      }
    }

    void end(Floats out, State last) {
      long size = (long) batch * hidden;
      out.copyFrom(h.get(0).slice(size, steps() * hidden));
      last.h().copyFrom(h.get(0).slice(steps() * hidden, size));
      last.c().copyFrom(c.slice(steps() * hidden, size));
    }

    void gradients(Parameters into) {
      Floats lastX = x.get(x.size() - 1);
      Floats lastH = h.get(h.size() - 1).slice(0, steps() * hidden);
      product(4L * hidden, inputs, gates, lastX, into.w);
      product(4L * hidden, hidden, gates, lastH, into.rw);
      Elementwise.sumOfSteps(gates, into.b);
      for (int i = 0; i < rounds; i++) {
        Floats reads = reads(i).slice(0, steps() * (ofInput(i) ? hidden : inputs));
        if (ofInput(i)) {
          product(inputs, hidden, squashed.get(i), reads, matrix(into, i));
        } else {
          product(hidden, inputs, squashed.get(i), reads, matrix(into, i));
        }
      }
    }

    /** C [m, n] = Aᵀ·B over all steps. */
    private void product(long m, long n, Floats a, Floats b, Floats into) {
      ParallelProducts.multiply(Product.of(m, n, steps()).transposeA(), a, b, null, into);
    }

    /** What a round's gate is computed from. */
    Floats reads(int round) {
      return ofInput(round) ? h.get(round / 2) : x.get(round / 2 + 1);
    }

    /** What a round's gate is multiplied with. */
    Floats before(int round) {
      return (ofInput(round) ? x : h).get(round / 2);
    }

    Floats after(int round) {
      return (ofInput(round) ? x : h).get(round / 2 + 1);
    }

    /** Some rows of step t. */
    Floats at(int t, Floats all, Rows rows, int size) {
      return all.slice(((long) t * batch + rows.from) * size, (long) rows.count * size);
    }
  }

  /** What computes some rows, step by step. */
  private final class Part implements AutoCloseable {
    private final Products products = new Products(arena);
    private final float[] g = new float[hidden];
    private final float[] f = new float[hidden];
    private final float[] o = new float[hidden];
    private final float[] i = new float[hidden];
    private final float[] c = new float[hidden];
    private final float[] tanh = new float[hidden];
    private final float[] error = new float[hidden];
    private final float[] dG = new float[hidden];
    private final float[] dF = new float[hidden];
    private final float[] dO = new float[hidden];
    private final float[] dI = new float[hidden];
    private Squashing squashing;
    private int squashedRows;

    /** C = A·B for rows. */
    private void multiply(Product product, Floats a, Floats b, Floats bias, Floats c) {
      products.multiply(product, a, b, bias, c);
    }

    private Product product(Rows rows, int n, int k) {
      return Product.of(rows.count, n, k);
    }

    /** The same for some columns of 4H. */
    private Product columns(Rows rows, int n) {
      return new Product(
          1,
          rows.count,
          n,
          hidden,
          Product.Strides.rows(rows.count, hidden),
          new Product.Strides(4L * hidden * hidden, 4L * hidden, 1),
          new Product.Strides(4L * hidden * rows.count, 4L * hidden, 1),
          false,
          true,
          Squash.NONE,
          Precision.F32);
    }

    void forward(Pass p, Rows rows) {
      if (squashing == null || squashedRows != rows.count) {
        closeSquashing();
        squashing = new Squashing(rows.count, hidden);
        squashedRows = rows.count;
      }
      try (Held held = new Held(p.gates, p.x.get(0))) {
        for (int t = 0; t < p.time; t++) {
          for (int round = 0; round < rounds; round++) {
            gate(p, rows, t, round);
          }
          step(p, rows, t);
        }
      }
    }

    private void gate(Pass p, Rows rows, int t, int round) {
      int size = ofInput(round) ? inputs : hidden;
      int from = ofInput(round) ? hidden : inputs;
      Floats gate = p.at(t, p.squashed.get(round), rows, size);
      multiply(
          product(rows, size, from).ending(Squash.SIGMOID),
          p.at(t, p.reads(round), rows, from),
          p.turned.get(round),
          null,
          gate);
      Floats before = p.at(t, p.before(round), rows, size);
      Floats after = p.at(t, p.after(round), rows, size);
      float[] scale = new float[size];
      float[] values = new float[size];
      for (int r = 0; r < rows.count; r++) {
        gate.split((long) r * size, scale);
        before.split((long) r * size, values);
        scaleTwice(values, scale);
        after.join((long) r * size, values);
      }
    }

    private void step(Pass p, Rows rows, int t) {
      Floats gates = p.at(t, p.gates, rows, 4 * hidden);
      Floats state = p.at(t, p.h.get(p.h.size() - 1), rows, hidden);
      multiply(
          product(rows, 4 * hidden, inputs).withBias(),
          p.at(t, p.x.get(p.x.size() - 1), rows, inputs),
          p.w,
          p.weights.b,
          gates);
      multiply(columns(rows, hidden).ending(Squash.TANH), state, p.rw, null, gates);
      multiply(
          columns(rows, 3 * hidden).ending(Squash.SIGMOID),
          state,
          p.rw.from(hidden),
          null,
          gates.from(hidden));
      Floats before = p.at(t, p.c, rows, hidden);
      Floats after = p.at(t + 1, p.c, rows, hidden);
      for (int r = 0; r < rows.count; r++) {
        long at = (long) r * hidden;
        gates.split(4 * at, g, f, o, i);
        before.split(at, c);
        RowLoops.keepAndAdd(c, f, i, g);
        after.join(at, c);
      }
      Floats squashed = p.at(t, p.tanh, rows, hidden);
      squashing.run(after, squashed);
      Floats next = p.at(t + 1, p.h.get(0), rows, hidden);
      for (int r = 0; r < rows.count; r++) {
        long at = (long) r * hidden;
        gates.split(4 * at + 2L * hidden, o);
        squashed.split(at, tanh);
        RowLoops.scale(tanh, o);
        next.join(at, tanh);
      }
    }

    void backward(Pass p, Rows rows, Floats dOut, Floats dX, State dFirst) {
      long size = (long) rows.count * hidden;
      try (Scope scope = arena.scope();
          Held held = new Held(p.gates, p.x.get(0), dOut, dX)) {
        Floats dH = scope.zeros(size);
        Floats dC = scope.zeros(size);
        try (Held own = new Held(dH)) {
          for (int t = p.time - 1; t >= 0; t--) {
            stepBack(p, rows, t, dOut, dH, dC);
            Floats dGates = p.at(t, p.gates, rows, 4 * hidden);
            Floats dInput = p.at(t, dX, rows, inputs);
            multiply(product(rows, inputs, 4 * hidden), dGates, p.weights.w, null, dInput);
            multiply(product(rows, hidden, 4 * hidden), dGates, p.weights.rw, null, dH);
            for (int round = rounds - 1; round >= 0; round--) {
              gateBack(p, rows, t, round, dInput, dH);
            }
          }
        }
        dFirst.h().slice((long) rows.from * hidden, size).copyFrom(dH);
        dFirst.c().slice((long) rows.from * hidden, size).copyFrom(dC);
      }
    }

    private void stepBack(Pass p, Rows rows, int t, Floats dOut, Floats dH, Floats dC) {
      Floats gates = p.at(t, p.gates, rows, 4 * hidden);
      Floats errors = p.at(t, dOut, rows, hidden);
      Floats squashed = p.at(t, p.tanh, rows, hidden);
      Floats before = p.at(t, p.c, rows, hidden);
      for (int r = 0; r < rows.count; r++) {
        long at = (long) r * hidden;
        gates.split(4 * at, g, f, o, i);
        squashed.split(at, tanh);
        before.split(at, c);
        errors.split(at, error);
        dH.split(at, dG);
        RowLoops.add(error, dG);
        dC.split(at, dF);
        RowLoops.addBehindTanh(dF, error, o, tanh);
        RowLoops.behindTanh(dG, dF, i, g);
        RowLoops.behindSigmoid(dO, error, tanh, o);
        RowLoops.behindSigmoid(dI, dF, g, i);
        System.arraycopy(dF, 0, error, 0, hidden);
        RowLoops.scale(error, f);
        dC.join(at, error);
        RowLoops.multiply(error, dF, c);
        RowLoops.behindSigmoidOf(dF, error, f);
        gates.join(4 * at, dG, dF, dO, dI);
      }
    }

    /** From the gradient after a round to that before it; adds to that of what its gate read. */
    private void gateBack(Pass p, Rows rows, int t, int round, Floats dInput, Floats dH) {
      int size = ofInput(round) ? inputs : hidden;
      int from = ofInput(round) ? hidden : inputs;
      Floats gate = p.at(t, p.squashed.get(round), rows, size);
      Floats before = p.at(t, p.before(round), rows, size);
      Floats d = ofInput(round) ? dInput : dH;
      float[] s = new float[size];
      float[] values = new float[size];
      float[] gradient = new float[size];
      float[] slope = new float[size];
      for (int r = 0; r < rows.count; r++) {
        long at = (long) r * size;
        gate.split(at, s);
        before.split(at, values);
        d.split(at, gradient);
        scaleTwice(values, gradient);
        RowLoops.behindSigmoidOf(slope, values, s);
        gate.join(at, slope);
        scaleTwice(gradient, s);
        d.join(at, gradient);
      }
      multiply(
          product(rows, from, size).accumulating(),
          gate,
          p.matrix(p.weights, round),
          null,
          ofInput(round) ? dH : dInput);
    }

    private void closeSquashing() {
      if (squashing != null) {
        squashing.close();
        squashing = null;
      }
    }

    @Override
    public void close() {
      products.close();
      closeSquashing();
    }
  }

  /** to ← 2 · to ∘ a. */
  private static void scaleTwice(float[] to, float[] a) {
    for (int j = 0; j < to.length; j++) {
      to[j] *= 2 * a[j];
    }
  }
}
