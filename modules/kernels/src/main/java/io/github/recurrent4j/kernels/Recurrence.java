package io.github.recurrent4j.kernels;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntConsumer;

/**
 * Runs a recurrent layer over batches of sequences on oneDNN: one native call per sequence, instead
 * of one per step. Sequences are time major, [T, B, C]. The primitives of each shape are kept, the
 * least recently used freed past {@link #MOST_SHAPES}; work memory is taken for the time of a pass.
 *
 * <p>Asked to, it cuts the rows of a batch into parts that {@link Workers} compute side by side,
 * always the same way, so that results do not depend on timing. Belongs to one thread at a time;
 * weights may be shared by many.
 */
public final class Recurrence implements AutoCloseable {
  private static final int MOST_SHAPES = 64;

  /** Multiplications below which a second thread costs more than it brings. */
  private static final double WORK_OF_A_PART = 1 << 23;

  private record Shape(int time, int batch, boolean training) {}

  private final RecurrentWeights weights;
  private final Arena arena;
  private final int mostParts;
  private final Map<Shape, Parts> shapes = new LinkedHashMap<>(16, 0.75f, true);
  private Products products;
  private WideInput wide;
  private Pass pass;

  /** What the forward pass left for the backward pass. */
  private record Pass(Parts parts, Scope scope) {}

  /**
   * A recurrence on one thread.
   *
   * @param weights stay the caller's
   * @param arena for work memory
   */
  public Recurrence(RecurrentWeights weights, Arena arena) {
    this(weights, arena, 1);
  }

  /** A recurrence on up to {@code parts} threads. */
  public Recurrence(RecurrentWeights weights, Arena arena, int parts) {
    this.weights = weights;
    this.arena = arena;
    this.mostParts = parts;
  }

  /**
   * Runs over sequences.
   *
   * @param time T
   * @param batch B
   * @param x [T, B, I]
   * @param first the state before the first step, or null for zeros
   * @param out receives h_1..h_T, [T, B, H]
   * @param last receives the state after the last step
   */
  public void forward(int time, int batch, Floats x, State first, Floats out, State last) {
    Shape shape = new Shape(time, batch, false);
    if (time == 1 && GruStep.serves(weights) && number(shape) == 1) {
      step(batch, x, first, out, last);
      return;
    }
    Parts parts = parts(shape);
    try (Scope scope = arena.scope()) {
      parts.forward(scope, x, start(scope, batch, first, last), out, last);
    }
  }

  private void step(int batch, Floats x, State first, Floats out, State last) {
    long size = (long) batch * weights.spec().hiddenSize();
    check("inputs", x, (long) batch * weights.spec().inputSize());
    check("outputs", out, size);
    check("states", last.h(), size);
    if (products == null) {
      products = new Products(arena);
    }
    try (Scope scope = arena.scope()) {
      State begin = start(scope, batch, first, last);
      check("states", begin.h(), size);
      new GruStep(weights, batch).forward(scope, products, x, begin, out, last);
    }
  }

  /** The same, keeping what {@link #backward} needs; {@code x} must stay as it is until then. */
  public void forwardTraining(int time, int batch, Floats x, State first, Floats out, State last) {
    forget();
    if (WideInput.needed(weights.spec())) {
      if (wide == null) {
        wide = new WideInput(weights, arena, mostParts);
      }
      wide.forwardTraining(time, batch, x, first, out, last);
      return;
    }
    Parts parts = parts(new Shape(time, batch, true));
    Scope scope = arena.scope();
    try {
      State begin = zeros(scope, batch);
      copy(first, begin);
      State end = zeros(scope, batch);
      parts.forward(scope, x, begin, out, end);
      copy(end, last);
    } catch (RuntimeException | Error e) {
      parts.release();
      scope.close();
      throw e;
    }
    pass = new Pass(parts, scope);
  }

  /**
   * Back-propagates through the last {@link #forwardTraining}, once.
   *
   * @param dOut gradient of the loss with respect to h_1..h_T, [T, B, H]; not modified
   * @param gradients overwritten with the parameters' gradients, summed over the batch
   * @param dX receives the gradient with respect to x, [T, B, I]
   * @param dFirst receives the gradient with respect to the state before the first step
   */
  public void backward(Floats dOut, Gradients gradients, Floats dX, State dFirst) {
    if (wide != null) {
      wide.backward(dOut, gradients, dX, dFirst);
      return;
    }
    if (pass == null) {
      throw new IllegalStateException("backward without a forward pass in training mode");
    }
    try {
      pass.parts.backward(pass.scope, dOut, gradients, dX, dFirst);
    } finally {
      forget();
    }
  }

  /** Frees what the last forward pass in training kept. */
  private void forget() {
    if (wide != null) {
      wide.forget();
    }
    if (pass != null) {
      pass.parts.release();
      pass.scope.close();
      pass = null;
    }
  }

  static void check(String what, Floats given, long expected) {
    if (given.length() != expected) {
      throw new IllegalArgumentException(
          given.length() + " " + what + " where " + expected + " are needed");
    }
  }

  private State zeros(Scope scope, int batch) {
    long size = (long) batch * weights.spec().hiddenSize();
    return new State(
        scope.zeros(size), weights.spec().cell().hasCellState() ? scope.zeros(size) : null);
  }

  /** The state to begin with; a copy where it lies in the same memory as the one to end with. */
  private State start(Scope scope, int batch, State given, State last) {
    boolean cell = weights.spec().cell().hasCellState();
    if (given == null
        || (cell && given.c() == null)
        || given.h().region().overlaps(last.h().region())
        || (cell && given.c().region().overlaps(last.c().region()))) {
      State copy = zeros(scope, batch);
      copy(given, copy);
      return copy;
    }
    return given;
  }

  private static void copy(State from, State to) {
    if (from != null) {
      to.h().copyFrom(from.h());
      if (from.c() != null && to.c() != null) {
        to.c().copyFrom(from.c());
      }
    }
  }

  private Parts parts(Shape shape) {
    Parts parts = shapes.get(shape);
    if (parts == null) {
      parts = new Parts(shape);
      shapes.put(shape, parts);
      Iterator<Parts> oldest = shapes.values().iterator();
      while (shapes.size() > MOST_SHAPES) {
        oldest.next().close();
        oldest.remove();
      }
    }
    return parts;
  }

  @Override
  public void close() {
    forget();
    if (wide != null) {
      wide.close();
      wide = null;
    }
    if (products != null) {
      products.close();
      products = null;
    }
    shapes.values().forEach(Parts::close);
    shapes.clear();
  }

  private int number(Shape shape) {
    RecurrentSpec s = weights.spec();
    double work =
        (double) shape.time
            * shape.batch
            * s.cell().gates()
            * s.hiddenSize()
            * (s.inputSize() + s.hiddenSize());
    return (int) Math.max(1, Math.min(Math.min(mostParts, shape.batch), work / WORK_OF_A_PART));
  }

  /** The plans of one shape, each for some of the rows. */
  private final class Parts implements AutoCloseable {
    private final Shape shape;
    private final SequencePlan[] plans;
    private final int[] from;
    private final int[] count;

    Parts(Shape shape) {
      this.shape = shape;
      int n = number(shape);
      plans = new SequencePlan[n];
      from = new int[n];
      count = new int[n];
      for (int i = 0; i < n; i++) {
        from[i] = (int) ((long) shape.batch * i / n);
        count[i] = (int) ((long) shape.batch * (i + 1) / n) - from[i];
        plans[i] = plan(new Rows(shape.time, shape.batch, count[i]));
      }
    }

    private SequencePlan plan(Rows rows) {
      SequencePlan products = shape.training ? ProductPlan.of(weights, rows) : null;
      return products == null ? new RecurrentPlan(weights, rows, shape.training) : products;
    }

    private void each(IntConsumer part) {
      Workers.run(plans.length, part);
    }

    private Floats sequence(Floats whole, int i, int features) {
      return whole.from((long) from[i] * features);
    }

    void forward(Scope scope, Floats x, State first, Floats out, State last) {
      int inputs = weights.spec().inputSize();
      int hidden = weights.spec().hiddenSize();
      long steps = (long) shape.time * shape.batch;
      check("inputs", x, steps * inputs);
      check("outputs", out, steps * hidden);
      check("states", first.h(), (long) shape.batch * hidden);
      check("states", last.h(), (long) shape.batch * hidden);
      for (SequencePlan plan : plans) {
        plan.prepare();
      }
      each(
          i ->
              plans[i].forward(
                  scope,
                  sequence(x, i, inputs),
                  first.rows(from[i], count[i], hidden),
                  sequence(out, i, hidden),
                  last.rows(from[i], count[i], hidden)));
    }

    void backward(Scope scope, Floats dOut, Gradients gradients, Floats dX, State dFirst) {
      int inputs = weights.spec().inputSize();
      int hidden = weights.spec().hiddenSize();
      long steps = (long) shape.time * shape.batch;
      check("errors", dOut, steps * hidden);
      check("gradients of inputs", dX, steps * inputs);
      check("gradients of states", dFirst.h(), (long) shape.batch * hidden);
      Gradients[] each = new Gradients[plans.length];
      for (int i = 0; i < each.length; i++) {
        each[i] = i == 0 ? gradients : room(scope, gradients);
      }
      each(
          i ->
              plans[i].backward(
                  sequence(dOut, i, hidden),
                  each[i],
                  sequence(dX, i, inputs),
                  dFirst.rows(from[i], count[i], hidden)));
      Sums.intoFirst(java.util.Arrays.stream(each).map(Gradients::w).toList());
      Sums.intoFirst(java.util.Arrays.stream(each).map(Gradients::rw).toList());
      Sums.intoFirst(java.util.Arrays.stream(each).map(Gradients::b).toList());
    }

    private static Gradients room(Scope scope, Gradients like) {
      return new Gradients(
          scope.floats(like.w().length()),
          scope.floats(like.rw().length()),
          scope.floats(like.b().length()));
    }

    void release() {
      for (SequencePlan plan : plans) {
        plan.release();
      }
    }

    @Override
    public void close() {
      if (pass != null && pass.parts == this) {
        forget();
      }
      for (SequencePlan plan : plans) {
        plan.close();
      }
    }
  }
}
