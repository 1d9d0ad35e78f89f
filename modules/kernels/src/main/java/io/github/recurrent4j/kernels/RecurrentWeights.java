package io.github.recurrent4j.kernels;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.dnnl.memory;

/**
 * The parameters of a recurrent layer and their packed forms, in the layouts that oneDNN likes
 * best: each is made when it is first needed and serves all shapes and threads that ask for the
 * same. In bf16 the packed forms are rounded.
 */
public final class RecurrentWeights implements AutoCloseable {
  private final RecurrentSpec spec;
  private final boolean relu;
  private final boolean bf16;
  private final GatePacking packing;
  private final Scope space = new Scope("a recurrent layer's packed weights");
  private final Floats bias;
  private final Matrix input;
  private final Matrix recurrent;
  private Floats w;
  private Floats rw;
  private Floats b;
  private long version;
  private GruStep.Matrices gruStep;
  private long gruStepMade;
  private final Map<WeightBlock, PackedForms> blocks = new HashMap<>();
  private RoundedCopy roundedInput;
  private RoundedCopy roundedRecurrent;

  /**
   * The weights of a layer; the arrays stay the caller's and are read when a packed form is made.
   *
   * @param spec what is computed
   * @param relu a simple RNN with max(0, a) in place of tanh
   * @param precision of the packed forms
   * @param w [I, G·H] in Fortran order: each gate is one block of H·I floats, gates as {@link
   *     RecurrentSpec#order} says
   * @param rw [H, G·H], likewise
   * @param b biases·H values
   */
  public RecurrentWeights(
      RecurrentSpec spec, boolean relu, Precision precision, Floats w, Floats rw, Floats b) {
    this.spec = spec;
    this.relu = relu;
    this.bf16 = precision.isBf16();
    this.packing = new GatePacking(spec);
    this.bias = space.floats((long) spec.cell().biases() * spec.hiddenSize());
    this.input = new Matrix(spec.inputSize());
    this.recurrent = new Matrix(spec.hiddenSize());
    set(w, rw, b);
  }

  /** Other values, or the same arrays with other contents: packed forms are made anew. */
  public synchronized void set(Floats newW, Floats newRw, Floats newB) {
    check("weights", newW, (long) spec.inputSize() * spec.cell().gates() * spec.hiddenSize());
    check(
        "recurrent weights",
        newRw,
        (long) spec.hiddenSize() * spec.cell().gates() * spec.hiddenSize());
    check("biases", newB, (long) spec.cell().biases() * spec.hiddenSize());
    w = newW;
    rw = newRw;
    b = newB;
    version++;
    packing.gather(b, bias, 1, spec.cell().biases());
  }

  private static void check(String what, Floats given, long expected) {
    if (given.length() != expected) {
      throw new IllegalArgumentException(
          given.length() + " " + what + " where " + expected + " are needed");
    }
  }

  /** What is computed. */
  public RecurrentSpec spec() {
    return spec;
  }

  boolean relu() {
    return relu;
  }

  boolean bf16() {
    return bf16;
  }

  GatePacking packing() {
    return packing;
  }

  /** Grows when the values change. */
  synchronized long version() {
    return version;
  }

  /** The layer's own weights. */
  synchronized Floats w() {
    return w;
  }

  /** The layer's own recurrent weights. */
  synchronized Floats rw() {
    return rw;
  }

  /** The layer's own biases. */
  synchronized Floats b() {
    return b;
  }

  /** The weights as {@link GruStep} takes them. */
  synchronized GruStep.Matrices gruStep() {
    if (gruStep == null || gruStepMade != version) {
      closeGruStep();
      gruStep = GruStep.Matrices.of(spec, w, rw, b);
      gruStepMade = version;
    }
    return gruStep;
  }

  /** Rounds all weights to bf16, where they have changed, for {@link #bind}. */
  void round(long of) {
    Floats input;
    Floats state;
    synchronized (this) {
      if (roundedInput == null) {
        roundedInput = new RoundedCopy(w.length(), space);
        roundedRecurrent = new RoundedCopy(rw.length(), space);
      }
      input = w;
      state = rw;
    }
    roundedInput.of(input, of);
    roundedRecurrent.of(state, of);
  }

  /** Binds some of the rounded weights in the layout that a product wants. */
  void bind(Matmul product, WeightBlock block, long of) {
    long features = block.input() ? spec.inputSize() : spec.hiddenSize();
    long units = (long) block.count() * spec.hiddenSize();
    Region rounded =
        (block.input() ? roundedInput.of(w(), of) : roundedRecurrent.of(rw(), of))
            .slice(
                block.first() * features * spec.hiddenSize() * Short.BYTES,
                units * features * Short.BYTES);
    if (product.takesPlain()) {
      product.bind(rounded);
      return;
    }
    PackedForms forms;
    synchronized (this) {
      forms =
          blocks.computeIfAbsent(
              block, b -> new PackedForms(b.layout(features, spec.hiddenSize()), space));
    }
    product.bind(forms, rounded, of);
  }

  private void closeGruStep() {
    if (gruStep != null) {
      gruStep.close();
      gruStep = null;
    }
  }

  Region bias() {
    return bias.region();
  }

  /** The input weights in a layout; the descriptor is closed. */
  synchronized Region input(memory.desc layout) {
    return input.packed(layout, w);
  }

  /** The recurrent weights in a layout; the descriptor is closed. */
  synchronized Region recurrent(memory.desc layout) {
    return recurrent.packed(layout, rw);
  }

  /** The layout of a weight matrix in canonical gate order, [rows, gate, H]. */
  memory.desc canonical(int rows) {
    return OneDnn.desc(memory.format_tag.ldgoi, 1, 1, rows, spec.cell().gates(), spec.hiddenSize());
  }

  @Override
  public synchronized void close() {
    closeGruStep();
    blocks.values().forEach(PackedForms::close);
    blocks.clear();
    input.close();
    recurrent.close();
    space.close();
  }

  /** One of the two matrices in all forms that were asked for. */
  private final class Matrix implements AutoCloseable {
    private final int rows;
    private final List<Form> forms = new ArrayList<>();

    private final class Form {
      final memory.desc layout;
      final Region region;
      long made = -1;

      Form(memory.desc layout) {
        this.layout = layout;
        this.region = space.region(layout.get_size());
      }
    }

    Matrix(int rows) {
      this.rows = rows;
    }

    Region packed(memory.desc layout, Floats from) {
      Form form = form(layout);
      if (form.made != version) {
        pack(from, form);
        form.made = version;
      }
      return form.region;
    }

    private Form form(memory.desc layout) {
      for (Form f : forms) {
        if (f.layout.equals(layout)) {
          layout.close();
          return f;
        }
      }
      Form f = new Form(layout);
      forms.add(f);
      return f;
    }

    /** Each gate into its part of the layout, on all cores; or all of them, where it has none. */
    private void pack(Floats from, Form form) {
      try (memory.desc one = packing.part(form.layout, rows, 0)) {
        if (one == null) {
          packWhole(from, form);
          return;
        }
      }
      Workers.run(spec.cell().gates(), gate -> pack(from, form, gate));
    }

    private void pack(Floats from, Form form, int gate) {
      try (memory.desc block = packing.block(rows);
          memory.desc part = packing.part(form.layout, rows, gate);
          Scope temporary = temporary(form);
          Program program = new Program()) {
        Floats values = from.slice(packing.place(gate, rows), packing.size(rows));
        if (packing.negated(gate)) {
          Floats copy = temporary.floats(values.length());
          GatePacking.negate(values, copy);
          values = copy;
        }
        Operand source = program.operand(block).bind(values);
        Operand target = program.operand(part, form.region.bytes()).bind(form.region);
        program.convert(source, target).run();
      }
    }

    private void packWhole(Floats from, Form form) {
      try (memory.desc plain = canonical(rows);
          Scope temporary = temporary(form);
          Program program = new Program()) {
        Operand source = program.operand(plain).bind(temporary.region(plain.get_size()));
        Operand target = program.operand(form.layout).bind(form.region);
        packing.gather(from, source.floats(), rows, spec.cell().gates());
        program.convert(source, target).run();
      }
    }

    /** Weights that never change are packed once: memory for that is not kept for another time. */
    private static Scope temporary(Form form) {
      return form.made < 0 ? new Scope("packing weights") : Arena.shared().scope();
    }

    @Override
    public void close() {
      forms.forEach(f -> f.layout.close());
      forms.clear();
    }
  }
}
