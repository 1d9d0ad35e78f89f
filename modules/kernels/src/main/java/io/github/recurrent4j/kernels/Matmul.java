package io.github.recurrent4j.kernels;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SCRATCHPAD;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;
import static org.bytedeco.dnnl.global.dnnl.dnnl_scratchpad_mode_user;

import org.bytedeco.dnnl.matmul;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.post_ops;
import org.bytedeco.dnnl.primitive_attr;

/** Products C = A·B [+ bias] of bf16 factors, sums in float32, as parts of a {@link Stage}. */
final class Matmul {
  /** Rows of A from which on a product packs B as fast as it computes: it need not be packed. */
  private static final long MANY_ROWS = 256;

  /** Rows up to which, and the summed dimension up to which panels of 64 columns are faster. */
  private static final long FEW_ROWS = 64;

  private static final long SHORT_SUM = 1024;

  /** How weights are packed. */
  enum Packing {
    /** As oneDNN likes best, or not at all for many rows of A. */
    BY_ROWS,
    /** As oneDNN likes best. */
    ALWAYS,
    /**
     * For the products of single steps. With AMX and few rows B's panels of 64 columns are faster
     * than those of 32 that oneDNN chooses (measured: by a tenth to two fifths).
     */
    STEPS
  }

  private final Operand weights;
  private final Operand bias;
  private final boolean takesPlain;

  /**
   * How large a product is.
   *
   * @param m rows of C
   * @param n columns of C
   * @param k the summed dimension
   */
  record Size(long m, long n, long k) {}

  private Matmul(
      Stage stage,
      Size size,
      Operand a,
      Operand b,
      memory.desc plainWeights,
      Packing packing,
      Operand c,
      boolean bias,
      Finish finish) {
    takesPlain =
        plainWeights != null && (b != null || (packing != Packing.ALWAYS && size.m >= MANY_ROWS));
    try (memory.desc from = a.handle().get_desc();
        memory.desc packed = OneDnn.desc(true, layout(packing, size), size.k, size.n);
        memory.desc to = c.handle().get_desc();
        memory.desc row = bias ? OneDnn.desc(memory.format_tag.ab, 1, size.n) : null;
        primitive_attr attr = new primitive_attr();
        post_ops ops = new post_ops()) {
      attr.set_scratchpad_mode(dnnl_scratchpad_mode_user);
      finish.append(ops);
      attr.set_post_ops(ops);
      memory.desc factor = takesPlain ? plainWeights : packed;
      try (matmul.primitive_desc how =
          row == null
              ? new matmul.primitive_desc(OneDnn.cpu(), from, factor, to, attr, false)
              : new matmul.primitive_desc(OneDnn.cpu(), from, factor, row, to, attr, false)) {
        this.weights =
            b == null ? stage.fixed(how.weights_desc()) : inLayout(stage, b, how.weights_desc());
        this.bias = row == null ? null : stage.program().operand(row);
        Program.Args args =
            new Program.Args()
                .put(DNNL_ARG_SRC, a)
                .put(DNNL_ARG_WEIGHTS, weights)
                .put(DNNL_ARG_DST, c);
        if (bias) {
          args.put(DNNL_ARG_BIAS, this.bias);
        }
        memory.desc scratchpad = how.scratchpad_desc();
        if (scratchpad.get_size() > 0) {
          args.put(DNNL_ARG_SCRATCHPAD, stage.work(scratchpad));
        } else {
          scratchpad.close();
        }
        stage.program().then(new matmul(how), args);
      }
    }
  }

  /**
   * A product with weights that are bound apart, see {@link #bind}.
   *
   * @param a bf16 [m, k], as it lies
   * @param plain how the weights lie before they are packed; closed
   * @param c float32 [m, n], as it lies
   */
  static Matmul ofWeights(
      Stage stage,
      Size size,
      Operand a,
      memory.desc plain,
      Packing packing,
      Operand c,
      boolean bias,
      Finish finish) {
    try (plain) {
      return new Matmul(stage, size, a, null, plain, packing, c, bias, finish);
    }
  }

  /**
   * Adds a product of two factors to a stage.
   *
   * @param a bf16 [m, k], as it lies
   * @param b bf16 [k, n], as it lies
   * @param c float32 [m, n], as it lies
   */
  static void ofFactors(Stage stage, Size size, Operand a, Operand b, Operand c) {
    new Matmul(stage, size, a, b, null, Packing.ALWAYS, c, false, Finish.PLAIN);
  }

  private static memory.format_tag layout(Packing packing, Size size) {
    boolean wide =
        packing == Packing.STEPS && OneDnn.hasAmx() && size.m <= FEW_ROWS && size.k <= SHORT_SUM;
    return wide ? memory.format_tag.BA16a64b2a : memory.format_tag.any;
  }

  /** The operand, or a copy of it in the layout that the product wants; this one is closed. */
  private static Operand inLayout(Stage stage, Operand given, memory.desc layout) {
    try (memory.desc lies = given.handle().get_desc()) {
      if (lies.equals(layout)) {
        layout.close();
        return given;
      }
    }
    Operand copy = stage.work(layout);
    stage.program().convert(given, copy);
    return copy;
  }

  /** Whether the weights are bound as they lie, with {@link #bind(Region)}. */
  boolean takesPlain() {
    return takesPlain;
  }

  /** Binds weights that need not be packed. */
  void bind(Region plain) {
    weights.bind(plain);
  }

  /**
   * Binds packed weights.
   *
   * @param forms of B
   * @param from what they are made of
   * @param version of that
   */
  void bind(PackedForms forms, Region from, long version) {
    weights.bind(forms.in(weights.handle().get_desc(), from, version));
  }

  void bindBias(Floats row) {
    bias.bind(row);
  }
}
