package io.github.recurrent4j.kernels;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.dnnl.memory;

/**
 * The products of an output layer in training, in bf16: logits X·Wᵀ + b, and from their gradient D
 * those of X and W. With many classes what takes time is not arithmetic but memory, so D never
 * exists as a whole in float32: threads take blocks of rows whose logits stay near a core until
 * their gradient has been used, and leave it in bf16 for Dᵀ·X. Of that, too, D's part for a block
 * of classes is transposed and used while it is near. Sums are float32.
 *
 * <p>Blocks are always cut alike, so results do not depend on timing.
 */
public final class OutputProducts {
  /** Floats of a block's logits: fewer rows would read all of W too often. */
  private static final long BLOCK = 1 << 20;

  /** Rows of a tile of AMX. */
  private static final int TILE = 16;

  private static final int MOST_ROWS = 128;

  /** bf16 values of D that are transposed at once, and the fewest classes. */
  private static final long TURNED = 1 << 18;

  private static final long FEWEST_CLASSES = 64;

  /** bf16 values of a cache line: products take half as long where rows of factors begin on one. */
  private static final long LINE = 32;

  /** Rows of floats, or of bf16 values, that displace each other from the first cache. */
  private static final long ALIAS = 512;

  private final long rows;
  private final long hidden;
  private final long classes;

  /** bf16 values from one row of X, and of D, to the next. */
  private final long hiddenWidth;

  private final long classesWidth;
  private final Floats x;
  private final Floats w;
  private final Floats bias;

  /** From logits to their gradient, in place. */
  public interface Loss {
    /**
     * Replaces the logits of some rows.
     *
     * @param first the first row
     * @param count how many
     * @param logits [count, V]
     * @param part which of {@link #parts} asks
     */
    void toGradient(int first, int count, Floats logits, int part);
  }

  /**
   * Prepares.
   *
   * @param rows n
   * @param hidden H
   * @param classes V
   * @param x [n, H]
   * @param w [V, H]
   * @param bias V values, or null
   */
  public OutputProducts(long rows, long hidden, long classes, Floats x, Floats w, Floats bias) {
    Recurrence.check("inputs", x, rows * hidden);
    Recurrence.check("weights", w, classes * hidden);
    if (bias != null) {
      Recurrence.check("biases", bias, classes);
    }
    this.rows = rows;
    this.hidden = hidden;
    this.classes = classes;
    this.hiddenWidth = lines(hidden);
    this.classesWidth = lines(classes);
    this.x = x;
    this.w = w;
    this.bias = bias;
  }

  /** bf16 values from one row to the next, so that each begins on a line. */
  private static long lines(long values) {
    return (values + LINE - 1) / LINE * LINE;
  }

  /** Rows of a block. */
  private int blockRows() {
    long fit = Math.max(TILE, Math.min(MOST_ROWS, BLOCK / classes / TILE * TILE));
    return (int) Math.min(rows, fit);
  }

  private int blocks() {
    return (int) ((rows + blockRows() - 1) / blockRows());
  }

  /** Into how many parts the rows are cut, whatever computes them. */
  public int parts() {
    return Math.min(blocks(), Workers.count());
  }

  /**
   * Computes.
   *
   * @param loss called for all blocks, by as many threads as there are parts
   * @param dX receives the gradient of X, [n, H]
   * @param dW receives that of W, [V, H]
   * @param accumulate whether it is added to what dW holds
   */
  public void compute(Loss loss, Floats dX, Floats dW, boolean accumulate) {
    Recurrence.check("gradients of inputs", dX, rows * hidden);
    Recurrence.check("gradients of weights", dW, classes * hidden);
    try (Scope scope = Arena.shared().scope()) {
      Region inputs = roundedInputs(scope);
      Region weights = new RoundedCopy(classes * hidden, scope).of(w, 0);
      Region d = scope.region(rows * classesWidth * Short.BYTES);
      try (PackedForms forward =
              new PackedForms(OneDnn.desc(true, memory.format_tag.ba, hidden, classes), scope);
          PackedForms back =
              new PackedForms(OneDnn.desc(true, memory.format_tag.ab, classes, hidden), scope)) {
        int parts = parts();
        Workers.run(
            parts,
            k -> {
              int from = (int) ((long) blocks() * k / parts);
              int to = (int) ((long) blocks() * (k + 1) / parts);
              try (Blocks mine = new Blocks(inputs, weights, forward, back, d, k)) {
                for (int i = from; i < to; i++) {
                  mine.run(i * blockRows(), loss, dX);
                }
              }
            });
      }
      weightGradient(scope, inputs, d, dW, accumulate);
    }
  }

  /** X in bf16; what lies behind its rows is multiplied with zeros by oneDNN, and is zero. */
  private Region roundedInputs(Scope scope) {
    Region result = scope.region(rows * hiddenWidth * Short.BYTES);
    if (hiddenWidth > hidden) {
      result.zero();
    }
    try (Stage stage = new Stage()) {
      Operand from = stage.givenRows(rows, hidden, hidden).bind(x);
      Operand to = stage.givenHalfRows(rows, hidden, hiddenWidth).bind(result);
      stage.program().convert(from, to).run();
    }
    return result;
  }

  private void weightGradient(Scope scope, Region inputs, Region d, Floats dW, boolean accumulate) {
    long most = Math.max(FEWEST_CLASSES, TURNED / rows / LINE * LINE);
    int blocks = (int) ((classes + most - 1) / most);
    int parts = Math.min(Workers.count(), blocks);
    try (PackedForms forms =
        new PackedForms(
            new memory.desc(
                new long[] {rows, hidden}, memory.data_type.bf16, new long[] {hiddenWidth, 1}),
            scope)) {
      Workers.run(
          parts,
          k -> {
            long to = Math.min(classes, most * ((long) blocks * (k + 1) / parts));
            WeightGradient stage = null;
            try (Scope own = Arena.shared().scope()) {
              for (long from = most * ((long) blocks * k / parts); from < to; from += most) {
                long count = Math.min(most, to - from);
                if (stage == null || stage.count != count) {
                  if (stage != null) {
                    stage.close();
                  }
                  stage = new WeightGradient(count, accumulate);
                  stage.begin(own, forms, inputs);
                }
                stage.run(d, from, dW);
              }
            } finally {
              if (stage != null) {
                stage.close();
              }
            }
          });
    }
  }

  /** Dᵀ·X for some classes. */
  private final class WeightGradient extends Stage {
    private final long count;
    private final Operand factor;
    private final Operand turned;
    private final Operand result;
    private final Matmul product;

    WeightGradient(long count, boolean accumulate) {
      this.count = count;
      factor =
          given(
              new memory.desc(
                  new long[] {count, rows}, memory.data_type.bf16, new long[] {1, classesWidth}),
              ((rows - 1) * classesWidth + count) * Short.BYTES);
      long width = lines(rows);
      turned =
          work(
              new memory.desc(
                  new long[] {count, rows},
                  memory.data_type.bf16,
                  new long[] {width % ALIAS == 0 ? width + LINE : width, 1}));
      result = given(OneDnn.desc(memory.format_tag.ab, count, hidden));
      program().convert(factor, turned);
      product =
          Matmul.ofWeights(
              this,
              new Matmul.Size(count, hidden, rows),
              turned,
              OneDnn.desc(true, memory.format_tag.ab, rows, hidden),
              Matmul.Packing.ALWAYS,
              result,
              false,
              accumulate ? Finish.ADDED : Finish.PLAIN);
    }

    /** Takes work memory and X; what lies behind rows of a factor is multiplied with zeros. */
    void begin(Scope scope, PackedForms forms, Region inputs) {
      begin(scope);
      if (rows % LINE != 0) {
        turned.region().zero();
      }
      product.bind(forms, inputs, 0);
    }

    void run(Region d, long from, Floats dW) {
      factor.bind(d.slice(from * Short.BYTES, d.bytes() - from * Short.BYTES));
      result.bind(dW.slice(from * hidden, count * hidden));
      program().run();
    }
  }

  /** The blocks of one thread. */
  private final class Blocks implements AutoCloseable {
    private final Region inputs;
    private final Region weights;
    private final PackedForms forward;
    private final PackedForms back;
    private final Region d;
    private final int part;
    private final Scope scope = Arena.shared().scope();
    private final List<Block> sizes = new ArrayList<>();

    Blocks(
        Region inputs, Region weights, PackedForms forward, PackedForms back, Region d, int part) {
      this.inputs = inputs;
      this.weights = weights;
      this.forward = forward;
      this.back = back;
      this.d = d;
      this.part = part;
    }

    void run(int first, Loss loss, Floats dX) {
      int count = (int) Math.min(blockRows(), rows - first);
      Block block =
          sizes.stream().filter(b -> b.count == count).findFirst().orElseGet(() -> add(count));
      Floats logits = block.logits(inputs, first);
      loss.toGradient(first, count, logits, part);
      block.back(d, first, dX);
    }

    private Block add(int count) {
      Block b = new Block(count, scope);
      b.bindWeights(forward, back, weights, part % 2 == 1);
      sizes.add(b);
      return b;
    }

    @Override
    public void close() {
      sizes.forEach(Block::close);
      scope.close();
    }
  }

  /** Some rows: two programs, between which the logits become gradients. */
  private final class Block implements AutoCloseable {
    private final int count;
    private final Floats values;
    private final Stage first = new Stage();
    private final Stage second = new Stage();
    private final Operand input;
    private final Operand logits;
    private final Operand gradient;
    private final Operand rounded;

    /** What lies behind the classes: oneDNN multiplies it with zeros. */
    private final Operand behind;

    private final Operand dX;
    private final Matmul forward;
    private final Matmul back;

    Block(int count, Scope scope) {
      this.count = count;
      values = scope.floats(count * classes);
      input = first.givenHalfRows(count, hidden, hiddenWidth);
      logits = first.given(OneDnn.desc(memory.format_tag.ab, count, classes));
      forward =
          Matmul.ofWeights(
              first,
              new Matmul.Size(count, classes, hidden),
              input,
              OneDnn.desc(true, memory.format_tag.ba, hidden, classes),
              Matmul.Packing.BY_ROWS,
              logits,
              bias != null,
              Finish.PLAIN);
      gradient = second.given(OneDnn.desc(memory.format_tag.ab, count, classes));
      rounded = second.givenHalfRows(count, classes, classesWidth);
      dX = second.given(OneDnn.desc(memory.format_tag.ab, count, hidden));
      second.program().convert(gradient, rounded);
      long rest = classesWidth - classes;
      behind = rest > 0 ? second.givenHalfRows(count, rest, classesWidth) : null;
      if (rest > 0) {
        Operand zeros = second.given(OneDnn.desc(memory.format_tag.ab, count, rest));
        zeros.bind(scope.zeros(count * rest));
        second.program().convert(zeros, behind);
      }
      back =
          Matmul.ofWeights(
              second,
              new Matmul.Size(count, hidden, classes),
              rounded,
              OneDnn.desc(true, memory.format_tag.ab, classes, hidden),
              Matmul.Packing.BY_ROWS,
              dX,
              false,
              Finish.PLAIN);
      first.begin(scope);
      second.begin(scope);
    }

    /** Who comes first packs weights for all, so that two threads should begin with others. */
    void bindWeights(PackedForms ofForward, PackedForms ofBack, Region weights, boolean backFirst) {
      if (backFirst) {
        bind(back, ofBack, weights);
      }
      bind(forward, ofForward, weights);
      bind(back, ofBack, weights);
      if (bias != null) {
        forward.bindBias(bias);
      }
      logits.bind(values);
      gradient.bind(values);
    }

    private static void bind(Matmul product, PackedForms forms, Region weights) {
      if (product.takesPlain()) {
        product.bind(weights);
      } else {
        product.bind(forms, weights, 0);
      }
    }

    Floats logits(Region inputs, int from) {
      input.bind(halves(inputs, from * hiddenWidth));
      first.program().run();
      return values;
    }

    void back(Region all, int from, Floats gradients) {
      rounded.bind(halves(all, from * classesWidth));
      if (behind != null) {
        behind.bind(halves(all, from * classesWidth + classes));
      }
      dX.bind(gradients.slice(from * hidden, count * hidden));
      second.program().run();
    }

    private static Region halves(Region all, long from) {
      return all.slice(from * Short.BYTES, all.bytes() - from * Short.BYTES);
    }

    @Override
    public void close() {
      first.close();
      second.close();
    }
  }
}
