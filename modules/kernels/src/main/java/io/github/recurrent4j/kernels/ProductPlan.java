package io.github.recurrent4j.kernels;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.bytedeco.dnnl.memory;

/**
 * Training a layer in bf16 as matrix products and what is between them. oneDNN's own backward
 * passes add each step's outer products to the float32 gradients of all weights, which are larger
 * than the caches where layers are wide, and have no fast way for the GRU with the reset after:
 * here each gradient is one product over all steps. Factors of products are bf16; gates, states and
 * sums are float32.
 *
 * <p>What a step reads and writes should still be in the core's own cache: the gates of all steps
 * do not fit, those of a few do. So where the weights leave room, W x + b and the gradient of x are
 * products over a few steps, just before and after the steps that they belong to, and what the
 * backward pass needs of the gates waits in bf16.
 *
 * <p>A cell adds what happens in a step.
 */
abstract class ProductPlan implements SequencePlan {
  // Units from which on this is the faster way; with AMX, whose products are faster still, sooner.
  private static final int WIDE = 320;
  private static final int WIDE_GRU_RESET_AFTER = 256;
  private static final int WIDE_WITH_AMX = 192;

  /** Most bytes of weights beside which a few steps' gates find room, and those of the gates. */
  private static final long NARROW = 5 << 18;

  private static final long NEAR = 640 << 10;

  /** Rows that are transposed at once. */
  private static final int TURNED = 256;

  /** A cache line: products over many rows take half as long where each begins on one. */
  private static final int LINE = 64;

  /** Rows this far apart displace each other from the first cache. */
  private static final int ALIAS = 1024;

  final Rows rows;
  final int time;
  final int count;
  final int inputs;
  final int hidden;

  /** G·H. */
  final int gates;

  /** Floats from one row of gates to the next. */
  final int width;

  private final RecurrentWeights weights;

  /** Steps whose gates are computed at once. */
  private final int near;

  /** bf16 values from one row of x, and of the gates' gradients' transpose, to the next. */
  private final int inputWidth;

  private final int turnedWidth;
  private final List<Stage> stages = new ArrayList<>();
  private final List<Bound> bound = new ArrayList<>();
  private final Reading reading;
  private final Several<Inputs> input;
  private final Rounding rounding;
  private final Keeping keeping;
  private final Keeping recalling;
  private final Writing writing;
  private final Several<Errors> errors;
  private final Turning turning;
  private final InputGradient inputGradient;
  private long prepared = -1;
  private Pass pass;

  private record Bound(Matmul product, WeightBlock block) {}

  /**
   * What the forward pass leaves for the backward pass.
   *
   * @param x in bf16, [T, n, I]
   * @param gates W x + b, then the gates' values, of all steps or a few, [.., n, G·H], in the
   *     layer's order
   * @param kept the gates' values of all steps in bf16, [T, n, G·H]; null where gates are of all
   * @param h h_0..h_T in bf16, [T + 1, n, H]
   * @param slopes room for one step's gradients of the gates before they were squashed
   * @param dGates room for some steps' gradients of W x + b in bf16, [.., n, G·H]
   * @param dGatesTransposed room for the transpose of all steps', [G·H, T·n]
   */
  private record Pass(
      Region x,
      Floats gates,
      Region kept,
      Region h,
      Floats slopes,
      Region dGates,
      Region dGatesTransposed) {}

  ProductPlan(RecurrentWeights weights, Rows rows) {
    this.weights = weights;
    this.rows = rows;
    time = rows.time();
    count = rows.count();
    inputs = weights.spec().inputSize();
    hidden = weights.spec().hiddenSize();
    gates = weights.spec().cell().gates() * hidden;
    width = apart(gates, Float.BYTES);
    near = near();
    int line = LINE / Short.BYTES;
    inputWidth = (inputs + line - 1) / line * line;
    turnedWidth = apart(Math.toIntExact(steps()), Short.BYTES);
    reading = with(new Reading());
    input = new Several<>(near, Inputs::new);
    rounding = with(new Rounding());
    keeping = with(new Keeping(false));
    recalling = with(new Keeping(true));
    writing = with(new Writing());
    errors = new Several<>(near, Errors::new);
    turning = new Turning(gates);
    inputGradient = with(new InputGradient());
  }

  private int near() {
    if (halfBytes((long) gates * (inputs + hidden)) > NARROW) {
      return time;
    }
    return (int) Math.max(1, Math.min(time, NEAR / ((long) count * gates * Float.BYTES)));
  }

  /** From one row of values of some bytes to the next, so that rows do not displace each other. */
  private static int apart(int values, int bytes) {
    return values * bytes % ALIAS == 0 ? values + LINE / bytes : values;
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
   * From the gates' values of step t to their gradients before they were squashed, in {@link
   * #dGates}.
   *
   * @param dOut gradient with respect to what the layer gives, of all steps
   * @param dH gradient with respect to h_{t+1} through later steps, [n, H], replaced by that of h_t
   */
  abstract void stepBack(int t, Floats dOut, float[][] dH);

  /** When the {@link #dGates} of step t and of the few behind it have been transposed. */
  void turnBack(int t) {}

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
        Matmul.ofWeights(
            stage, size, a, block.layout(features, hidden), Matmul.Packing.STEPS, c, bias, finish);
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

  /** The gates of step t, a row every {@link #width} floats. */
  final Floats gates(int t) {
    return pass.gates.slice((long) (t % near) * count * width, (long) count * width);
  }

  /** Room for gradients of the gates of one step, a row every {@link #width} floats. */
  final Floats slopes() {
    return pass.slopes;
  }

  /** bf16 values of rows like {@link #dGates}, of a few steps. */
  final Region nearHalves(Scope scope) {
    return scope.region(halfBytes((long) near * count * gates));
  }

  /** Room for the gradients of W x + b of step t in bf16. */
  final Region dGates(int t) {
    return near(t, pass.dGates);
  }

  /** Where step t is among the few steps of {@link #nearHalves}. */
  final Region near(int t, Region halves) {
    return from((long) (t % near) * count * gates, halves);
  }

  /** The transposed gradients of W x + b from a gate on, in bf16, [.., T·n]. */
  final Region dGatesTransposed(int gate) {
    return from((long) gate * hidden * turnedWidth, pass.dGatesTransposed);
  }

  /** Room for the transpose of some columns of all steps. */
  final Region turned(Scope scope, int columns) {
    return scope.region(halfBytes((long) columns * turnedWidth));
  }

  /** A region of bf16 values from one of them on. */
  static Region from(long first, Region region) {
    return region.slice(halfBytes(first), region.bytes() - halfBytes(first));
  }

  /** h_t is what {@link #rounded} holds, row by row. */
  final void round(int t) {
    rounding.run(h(t));
  }

  /** Room for h of one step, [n, H]. */
  final Floats rounded() {
    return rounding.values();
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
    input.each(stage -> stage.bindBias(weights.b()));
    bindBiases();
  }

  /** Binds biases beside that of W x + b. */
  void bindBiases() {}

  @Override
  public final void forward(Scope scope, Floats in, State first, Floats result, State last) {
    stages.forEach(s -> s.begin(scope));
    pass =
        new Pass(
            scope.region(halfBytes(steps() * inputWidth)),
            scope.floats((long) near * count * width),
            near < time ? scope.region(halfBytes(steps() * gates)) : null,
            scope.region(halfBytes((time + 1L) * size())),
            scope.floats((long) count * width),
            nearHalves(scope),
            turned(scope, gates));
    if (inputWidth > inputs) {
      // oneDNN multiplies what lies behind a row with zeros: it must be numbers.
      pass.x.zero();
    }
    reading.run(in, first.h());
    try (Held held = new Held(pass.gates, first.h(), first.c(), last.c())) {
      begin(scope, first);
      for (int t = 0; t < time; t++) {
        if (t % near == 0) {
          input.at(t).run(t);
        }
        step(t);
        if (near < time) {
          keeping.run(t);
        }
      }
      writing.run(result, last.h());
      end(last);
    }
  }

  @Override
  public final void backward(Floats dOut, Gradients gradients, Floats dX, State dFirst) {
    try (Held held = new Held(pass.gates, dOut, gradients.b(), dFirst.h(), dFirst.c())) {
      float[][] dH = new float[count][hidden];
      for (int t = time - 1; t >= 0; t--) {
        if (near < time) {
          recalling.run(t);
        }
        stepBack(t, dOut, dH);
        if (turning.endsWith(t)) {
          turning.run(t, pass.dGates, 0, pass.dGatesTransposed);
          turnBack(t);
        }
        if (t % near == 0) {
          errors.at(t).run(t, dX);
        }
      }
      dFirst.h().join(0, dH);
      endBack(gradients, dFirst);
      inputGradient.run(gradients);
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

  /** A stage for some steps at once, and another for what is left at the end of the sequence. */
  final class Several<S extends Stage> {
    private final int steps;
    private final S most;
    private final S rest;

    Several(int steps, IntFunction<S> stage) {
      this.steps = steps;
      most = with(stage.apply(steps));
      rest = time % steps == 0 ? most : with(stage.apply(time % steps));
    }

    /** The stage for step t and those behind it, for a t that is a multiple of the steps. */
    S at(int t) {
      return t + steps <= time ? most : rest;
    }

    void each(Consumer<S> action) {
      action.accept(most);
      if (rest != most) {
        action.accept(rest);
      }
    }
  }

  /** x and h_0 to bf16. */
  private final class Reading extends Stage {
    private final Operand x = given(rows.sequence(inputs), rows.bytes(inputs));
    private final Operand xHalf =
        given(
            new memory.desc(
                new long[] {time, count, inputs},
                memory.data_type.bf16,
                new long[] {(long) count * inputWidth, inputWidth, 1}),
            halfBytes((steps() - 1) * inputWidth + inputs));
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

  /** W x + b of some steps. */
  private final class Inputs extends Stage {
    private final Operand x;
    private final Operand sums;
    private final Matmul product;

    Inputs(int steps) {
      long m = (long) steps * count;
      x = givenHalfRows(m, inputs, inputWidth);
      sums = givenRows(m, gates, width);
      product =
          product(
              this,
              new Matmul.Size(m, gates, inputs),
              x,
              WeightBlock.ofInput(gates / hidden),
              sums,
              true,
              Finish.PLAIN);
    }

    void bindBias(Floats b) {
      product.bindBias(b.slice(0, gates));
    }

    void run(int t) {
      x.bind(from((long) t * count * inputWidth, pass.x));
      sums.bind(pass.gates);
      program().run();
    }
  }

  /** A step's gates to bf16, and back. */
  private final class Keeping extends Stage {
    private final Operand values = givenRows(count, gates, width);
    private final Operand kept = given(half(count, gates));

    Keeping(boolean back) {
      program().convert(back ? kept : values, back ? values : kept);
    }

    void run(int t) {
      values.bind(gates(t));
      kept.bind(from((long) t * count * gates, pass.kept));
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

    /** Where the values go. */
    Floats values() {
      return values.floats();
    }

    void run(Region to) {
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

  /** Gradients of x of some steps, from those of W x + b. */
  private final class Errors extends Stage {
    private final Operand dGates;
    private final Operand dense;
    private final Operand denseSequence;
    private final Operand dX;

    Errors(int steps) {
      long m = (long) steps * count;
      dGates = givenHalfRows(m, gates, gates);
      dense = work(plain(m, inputs));
      denseSequence = given(OneDnn.desc(memory.format_tag.abc, steps, count, inputs));
      Rows some = new Rows(steps, rows.batch(), count);
      dX = given(some.sequence(inputs), some.bytes(inputs));
      product(
          this,
          new Matmul.Size(m, inputs, gates),
          dGates,
          WeightBlock.ofInput(gates / hidden).transpose(),
          dense,
          false,
          Finish.PLAIN);
      program().convert(denseSequence, dX);
    }

    void run(int t, Floats dInputs) {
      dGates.bind(pass.dGates);
      denseSequence.bind(dense.region());
      dX.bind(dInputs.from((long) t * rows.batch() * inputs));
      program().run();
    }
  }

  /** The gradient of W, from those of W x + b. */
  private final class InputGradient extends Stage {
    private final Operand dGatesTransposed = givenHalfRows(gates, steps(), turnedWidth);
    private final Operand x = givenHalfRows(steps(), inputs, inputWidth);
    private final Operand dW = given(plain(gates, inputs));

    InputGradient() {
      // A layer's matrices lie column by column: their transposes, row by row.
      Matmul.ofFactors(this, new Matmul.Size(gates, inputs, steps()), dGatesTransposed, x, dW);
    }

    void run(Gradients gradients) {
      dGatesTransposed.bind(pass.dGatesTransposed);
      x.bind(pass.x);
      dW.bind(gradients.w());
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
      sums = givenRows(count, columns, width);
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
    private final Operand slopes;
    private final Operand halves;
    private final Operand dState = work(plain(count, hidden));

    /**
     * A part of a step.
     *
     * @param first the first gate
     * @param blocks how many
     */
    Back(int first, int blocks) {
      int columns = blocks * hidden;
      slopes = givenRows(count, columns, width);
      halves = givenHalfRows(count, columns, gates);
      program().convert(slopes, halves);
      product(
          this,
          new Matmul.Size(count, hidden, columns),
          halves,
          WeightBlock.ofState(first, blocks).transpose(),
          dState,
          false,
          Finish.PLAIN);
    }

    /**
     * Computes it.
     *
     * @param from the gradients
     * @param rounded receives them in bf16
     * @return the product, [n, H], until the next run
     */
    Floats run(Floats from, Region rounded) {
      slopes.bind(from);
      halves.bind(rounded);
      program().run();
      return dState.floats();
    }
  }

  /**
   * The transpose of some columns of bf16 rows like {@link #dGates}: products take a first factor
   * row by row, and would transpose it themselves for each.
   */
  final class Turning {
    private final int most;
    private final Several<Turn> turns;

    Turning(int columns) {
      int some = Math.max(1, TURNED / count);
      most = near < time ? near : Math.min(time, some);
      turns = new Several<>(most, steps -> new Turn(steps, columns));
    }

    /** Whether steps from t on can be transposed now. */
    boolean endsWith(int t) {
      return t % most == 0;
    }

    /**
     * Transposes step t and the few behind it.
     *
     * @param column the first
     */
    void run(int t, Region values, int column, Region transposed) {
      Turn turn = turns.at(t);
      turn.from.bind(from(column, near(t, values)));
      turn.to.bind(from((long) t * count, transposed));
      turn.program().run();
    }
  }

  private final class Turn extends Stage {
    private final Operand from;
    private final Operand to;

    Turn(int steps, int columns) {
      long m = (long) steps * count;
      from =
          given(
              new memory.desc(
                  new long[] {columns, m}, memory.data_type.bf16, new long[] {1, gates}),
              halfBytes((m - 1) * gates + columns));
      to = givenHalfRows(columns, m, turnedWidth);
      program().convert(from, to);
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
      dGates = givenHalfRows(columns, steps(), turnedWidth);
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
