package io.github.recurrent4j.kernels;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.dnnl.memory;

/**
 * Training a layer in bf16 as matrix products and what is between them. oneDNN's own backward
 * passes add each step's outer products to the float32 gradients of all weights, which are larger
 * than the caches where layers are wide, and have no fast way for the GRU with the reset after:
 * here each gradient is one product over all steps. Factors of products are bf16; gates, states and
 * sums are float32.
 *
 * <p>A cell adds what happens in a step.
 */
abstract class ProductPlan implements SequencePlan {
  // Units from which on this is the faster way; with AMX, whose products are faster still, sooner.
  private static final int WIDE = 320;
  private static final int WIDE_GRU_RESET_AFTER = 256;
  private static final int WIDE_WITH_AMX = 192;

  final Rows rows;
  final int time;
  final int count;
  final int inputs;
  final int hidden;

  /** G·H. */
  final int gates;

  private final RecurrentWeights weights;
  private final List<Stage> stages = new ArrayList<>();
  private final List<Bound> bound = new ArrayList<>();
  private final Reading reading;
  private final Inputs input;
  private final Rounding rounding;
  private final Writing writing;
  private final Transposition turning;
  private final Ending ending;
  private long prepared = -1;
  private Pass pass;

  private record Bound(Matmul product, WeightBlock block) {}

  /**
   * What the forward pass leaves for the backward pass.
   *
   * @param x in bf16, [T, n, I]
   * @param gates W x + b, then the gates' values, then gradients before they were squashed, [T, n,
   *     G·H], in the layer's order
   * @param h h_0..h_T in bf16, [T + 1, n, H]
   * @param dGates room for the gradients of W x + b in bf16, [T, n, G·H]
   * @param dGatesTransposed room for their transpose, [G·H, T·n]
   */
  private record Pass(Region x, Floats gates, Region h, Region dGates, Region dGatesTransposed) {}

  ProductPlan(RecurrentWeights weights, Rows rows) {
    this.weights = weights;
    this.rows = rows;
    time = rows.time();
    count = rows.count();
    inputs = weights.spec().inputSize();
    hidden = weights.spec().hiddenSize();
    gates = weights.spec().cell().gates() * hidden;
    reading = with(new Reading());
    input = with(new Inputs());
    rounding = with(new Rounding());
    writing = with(new Writing());
    turning = with(new Transposition(gates));
    ending = with(new Ending());
  }

  /** How a layer is to be trained over some rows: as products, or null for oneDNN's own way. */
  static ProductPlan of(RecurrentWeights weights, Rows rows) {
    RecurrentSpec spec = weights.spec();
    if (!weights.bf16() || spec.hiddenSize() < wide(spec.cell())) {
      return null;
    }
    return switch (spec.cell()) {
      case LSTM -> spec.order() == GateOrder.DL4J_LSTM ? new LstmPlan(weights, rows) : null;
      case GRU -> new GruPlan(weights, rows);
      case GRU_RESET_AFTER -> new GruResetAfterPlan(weights, rows);
      case RNN -> null;
    };
  }

  private static int wide(Cell cell) {
    if (OneDnn.hasAmx()) {
      return WIDE_WITH_AMX;
    }
    return cell == Cell.GRU_RESET_AFTER ? WIDE_GRU_RESET_AFTER : WIDE;
  }

  /** Allocates what the cell keeps, and takes the states to begin with. */
  abstract void begin(Scope scope, State first);

  /** From W x + b of step t, and h_t, to the gates' values and h_{t+1}, see {@link #round}. */
  abstract void step(int t);

  /** Gives c_T, where there is one. */
  abstract void end(State last);

  /**
   * From the gates' values of step t to their gradients before they were squashed.
   *
   * @param dOut gradient with respect to what the layer gives, of all steps
   * @param dH gradient with respect to h_{t+1} through later steps, replaced by that of h_t
   */
  abstract void stepBack(int t, Floats dOut, float[] dH);

  /** Gives the gradients of U and b, and of c_0, where there is one. */
  abstract void endBack(Gradients gradients, State dFirst);

  static memory.desc plain(long m, long n) {
    return OneDnn.desc(memory.format_tag.ab, m, n);
  }

  static memory.desc half(long m, long n) {
    return OneDnn.desc(true, memory.format_tag.ab, m, n);
  }

  static long halfBytes(long size) {
    return size * Short.BYTES;
  }

  /** T·n. */
  final long steps() {
    return (long) time * count;
  }

  /** n·H. */
  final int size() {
    return count * hidden;
  }

  /** A stage that begins and ends with the passes. */
  final <S extends Stage> S with(S stage) {
    stages.add(stage);
    return stage;
  }

  /** A product with some of the layer's weights. */
  final Matmul product(
      Stage stage,
      Matmul.Size size,
      Operand a,
      WeightBlock block,
      Operand c,
      boolean bias,
      Finish finish) {
    long features = block.input() ? inputs : hidden;
    Matmul product =
        Matmul.ofWeights(stage, size, a, block.layout(features, hidden), c, bias, finish);
    bound.add(new Bound(product, block));
    return product;
  }

  /** The layer's biases, in its own order. */
  final Floats bias() {
    return weights.b();
  }

  /** Some steps of n·H floats each, for one of them. */
  final Floats at(int t, Floats all) {
    return all.slice((long) t * size(), size());
  }

  /** h_t in bf16, and all behind it. */
  final Region h(int t) {
    long from = halfBytes((long) t * size());
    return pass.h.slice(from, pass.h.bytes() - from);
  }

  /** The gates of step t. */
  final Floats gates(int t) {
    return pass.gates.slice((long) t * count * gates, (long) count * gates);
  }

  /** Room for the gradients of W x + b of step t in bf16, and of all steps behind it. */
  final Region dGates(int t) {
    long from = halfBytes((long) t * count * gates);
    return pass.dGates.slice(from, pass.dGates.bytes() - from);
  }

  /** The transposed gradients of W x + b from a gate on, in bf16, [.., T·n]. */
  final Region dGatesTransposed(int gate) {
    long from = halfBytes((long) gate * hidden * steps());
    return pass.dGatesTransposed.slice(from, pass.dGatesTransposed.bytes() - from);
  }

  /** h_t is this. */
  final void round(int t, float[] values) {
    rounding.run(values, h(t));
  }

  @Override
  public final boolean inLayersOrder() {
    return true;
  }

  @Override
  public final void prepare() {
    long version = weights.version();
    if (prepared == version) {
      return;
    }
    prepared = version;
    weights.round(version);
    Workers.run(
        bound.size(), i -> weights.bind(bound.get(i).product(), bound.get(i).block(), version));
    input.bindBias(weights.b());
    bindBiases();
  }

  /** Binds biases beside that of W x + b. */
  void bindBiases() {}

  @Override
  public final void forward(Scope scope, Floats in, State first, Floats result, State last) {
    stages.forEach(s -> s.begin(scope));
    pass =
        new Pass(
            scope.region(halfBytes(steps() * inputs)),
            scope.floats(steps() * gates),
            scope.region(halfBytes((time + 1L) * size())),
            scope.region(halfBytes(steps() * gates)),
            scope.region(halfBytes(steps() * gates)));
    reading.run(in, first.h());
    input.run();
    begin(scope, first);
    for (int t = 0; t < time; t++) {
      step(t);
    }
    writing.run(result, last.h());
    end(last);
  }

  @Override
  public final void backward(Floats dOut, Gradients gradients, Floats dX, State dFirst) {
    try {
      float[] dH = new float[size()];
      for (int t = time - 1; t >= 0; t--) {
        stepBack(t, dOut, dH);
      }
      dFirst.h().put(0, dH);
      turning.run(pass.dGates, pass.dGatesTransposed);
      endBack(gradients, dFirst);
      ending.run(gradients, dX);
    } finally {
      release();
    }
  }

  /** Where a row's error of step t begins in dOut. */
  final long error(int t, int row) {
    return ((long) t * rows.batch() + row) * hidden;
  }

  @Override
  public void release() {
    stages.forEach(Stage::release);
    pass = null;
  }

  @Override
  public final void close() {
    stages.forEach(Stage::close);
  }

  /** x and h_0 to bf16. */
  private final class Reading extends Stage {
    private final Operand x = given(rows.sequence(inputs), rows.bytes(inputs));
    private final Operand xHalf =
        given(OneDnn.desc(true, memory.format_tag.abc, time, count, inputs));
    private final Operand h0 = given(plain(count, hidden));
    private final Operand h0Half = given(half(count, hidden));

    Reading() {
      program().convert(x, xHalf).convert(h0, h0Half);
    }

    void run(Floats in, Floats first) {
      x.bind(in);
      xHalf.bind(pass.x);
      h0.bind(first);
      h0Half.bind(h(0));
      program().run();
    }
  }

  /** W x + b of all steps. */
  private final class Inputs extends Stage {
    private final Operand x = given(half(steps(), inputs));
    private final Operand sums = given(plain(steps(), gates));
    private final Matmul product =
        product(
            this,
            new Matmul.Size(steps(), gates, inputs),
            x,
            WeightBlock.ofInput(gates / hidden),
            sums,
            true,
            Finish.PLAIN);

    void bindBias(Floats b) {
      product.bindBias(b.slice(0, gates));
    }

    void run() {
      x.bind(pass.x);
      sums.bind(pass.gates);
      program().run();
    }
  }

  /** Values of one step to bf16. */
  final class Rounding extends Stage {
    private final Operand values = work(plain(count, hidden));
    private final Operand rounded = given(half(count, hidden));

    Rounding() {
      program().convert(values, rounded);
    }

    void run(float[] from, Region to) {
      values.floats().put(0, from);
      rounded.bind(to);
      program().run();
    }
  }

  /** h_1..h_T and h_T to float32. */
  private final class Writing extends Stage {
    private final Operand hHalf =
        given(OneDnn.desc(true, memory.format_tag.abc, time, count, hidden));
    private final Operand out = given(rows.sequence(hidden), rows.bytes(hidden));
    private final Operand lastHalf = given(half(count, hidden));
    private final Operand last = given(plain(count, hidden));

    Writing() {
      program().convert(hHalf, out).convert(lastHalf, last);
    }

    void run(Floats result, Floats end) {
      hHalf.bind(h(1));
      out.bind(result);
      lastHalf.bind(h(time));
      last.bind(end);
      program().run();
    }
  }

  /** Gradients of W and x, from those of W x + b. */
  private final class Ending extends Stage {
    private final Operand dGates = given(half(steps(), gates));
    private final Operand dGatesTransposed = given(half(gates, steps()));
    private final Operand x = given(half(steps(), inputs));
    private final Operand dW = given(plain(gates, inputs));
    private final Operand dense = work(plain(steps(), inputs));
    private final Operand denseSequence =
        given(OneDnn.desc(memory.format_tag.abc, time, count, inputs));
    private final Operand dX = given(rows.sequence(inputs), rows.bytes(inputs));

    Ending() {
      // A layer's matrices lie column by column: their transposes, row by row.
      Matmul.ofFactors(this, new Matmul.Size(gates, inputs, steps()), dGatesTransposed, x, dW);
      product(
          this,
          new Matmul.Size(steps(), inputs, gates),
          dGates,
          WeightBlock.ofInput(gates / hidden).transpose(),
          dense,
          false,
          Finish.PLAIN);
      program().convert(denseSequence, dX);
    }

    void run(Gradients gradients, Floats dInputs) {
      dGates.bind(pass.dGates);
      dGatesTransposed.bind(pass.dGatesTransposed);
      x.bind(pass.x);
      dW.bind(gradients.w());
      denseSequence.bind(dense.region());
      dX.bind(dInputs);
      program().run();
    }
  }

  /** U h of some gates is added to their W x + b, and they are squashed. */
  final class Gates extends Stage {
    private final int first;
    private final Operand state = given(half(count, hidden));
    private final Operand sums;

    /**
     * A part of a step.
     *
     * @param first the first gate
     * @param blocks how many
     */
    Gates(int first, int blocks, Finish finish) {
      this.first = first;
      int columns = blocks * hidden;
      sums =
          given(
              new memory.desc(
                  new long[] {count, columns}, memory.data_type.f32, new long[] {gates, 1}),
              ((count - 1L) * gates + columns) * Float.BYTES);
      product(
          this,
          new Matmul.Size(count, columns, hidden),
          state,
          WeightBlock.ofState(first, blocks),
          sums,
          false,
          finish);
    }

    /**
     * Computes them.
     *
     * @param h in bf16, [n, H]
     */
    void run(int t, Region h) {
      state.bind(h);
      sums.bind(gates(t).from((long) first * hidden));
      program().run();
    }
  }

  /** From gradients of one step's gates to that of what they were multiplied with. */
  final class Back extends Stage {
    private final int columns;
    private final int width;
    private final Operand dGates;
    private final Operand dGatesHalf;
    private final Operand dState = work(plain(count, hidden));

    /**
     * A part of a step.
     *
     * @param first the first gate
     * @param blocks how many
     * @param width columns of the matrix in which their gradients lie
     */
    Back(int first, int blocks, int width) {
      this.columns = blocks * hidden;
      this.width = width;
      long floats = (count - 1L) * width + columns;
      dGates = given(strided(memory.data_type.f32), floats * Float.BYTES);
      dGatesHalf = given(strided(memory.data_type.bf16), halfBytes(floats));
      program().convert(dGates, dGatesHalf);
      product(
          this,
          new Matmul.Size(count, hidden, columns),
          dGatesHalf,
          WeightBlock.ofState(first, blocks).transpose(),
          dState,
          false,
          Finish.PLAIN);
    }

    private memory.desc strided(memory.data_type type) {
      return new memory.desc(new long[] {count, columns}, type, new long[] {width, 1});
    }

    /**
     * Computes it.
     *
     * @param from the gradients
     * @param rounded receives them in bf16
     * @param into receives the product
     */
    void run(Floats from, Region rounded, float[] into) {
      dGates.bind(from);
      dGatesHalf.bind(rounded);
      program().run();
      dState.floats().get(0, into);
    }
  }

  /**
   * The transpose of some columns of a bf16 matrix [T·n, G·H]: products take a first factor row by
   * row, and would transpose it themselves for each.
   */
  final class Transposition extends Stage {
    private final Operand from;
    private final Operand to;

    Transposition(long columns) {
      from =
          given(
              new memory.desc(
                  new long[] {columns, steps()}, memory.data_type.bf16, new long[] {1, gates}),
              halfBytes((steps() - 1) * gates + columns));
      to = given(half(columns, steps()));
      program().convert(from, to);
    }

    void run(Region values, Region transposed) {
      from.bind(values);
      to.bind(transposed);
      program().run();
    }
  }

  /** The gradient of some gates' U. */
  final class StateGradient extends Stage {
    private final long from;
    private final Operand dGates;
    private final Operand state = given(half(steps(), hidden));
    private final Operand dRw;

    /**
     * A product over all steps.
     *
     * @param first the first gate
     * @param blocks how many
     */
    StateGradient(int first, int blocks) {
      from = (long) first * hidden * hidden;
      int columns = blocks * hidden;
      dGates = given(half(columns, steps()));
      dRw = given(plain(columns, hidden));
      Matmul.ofFactors(this, new Matmul.Size(columns, hidden, steps()), dGates, state, dRw);
    }

    /**
     * Computes it.
     *
     * @param gradients of the gates in bf16, transposed, from the first of these on
     * @param states what met U, in bf16, [T·n, H]
     */
    void run(Region gradients, Region states, Gradients result) {
      dGates.bind(gradients);
      state.bind(states);
      dRw.bind(result.rw().from(from));
      program().run();
    }
  }
}
