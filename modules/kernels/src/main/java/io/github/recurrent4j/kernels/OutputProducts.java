package io.github.recurrent4j.kernels;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.dnnl.memory;

/**
 * The products of an output layer in training, in bf16: logits X·Wᵀ + b, and from their gradient D
 * those of X and W. With many classes what takes time is not arithmetic but memory, so D never
 * exists as a whole in float32: threads take blocks of rows whose logits stay near a core until
 * their gradient has been used, and leave it in bf16 for Xᵀ·D. That is the transpose of W's
 * gradient, and far smaller than D to turn. Sums are float32.
 *
 * <p>Blocks are always cut alike, so results do not depend on timing.
 */
public final class OutputProducts {
  /** Floats of a block's logits: fewer rows would read all of W too often. */
  private static final long BLOCK = 1 << 20;

  /** Rows of a tile of AMX. */
  private static final int TILE = 16;

  private static final int MOST_ROWS = 128;

  private final long rows;
  private final long hidden;
  private final long classes;
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
    this.x = x;
    this.w = w;
    this.bias = bias;
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
      Region inputs = new RoundedCopy(rows * hidden, scope).of(x, 0);
      Region weights = new RoundedCopy(classes * hidden, scope).of(w, 0);
      Region d = scope.region(rows * classes * Short.BYTES);
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
              try (Blocks mine = new Blocks(inputs, weights, forward, back, d)) {
                for (int i = from; i < to; i++) {
                  mine.run(i * blockRows(), loss, k, dX);
                }
              }
            });
      }
      weightGradient(inputs, d, dW, accumulate);
    }
  }

  private void weightGradient(Region inputs, Region d, Floats dW, boolean accumulate) {
    int parts = (int) Math.min(Workers.count(), classes);
    Workers.run(
        parts,
        k -> {
          long from = classes * k / parts;
          long count = classes * (k + 1) / parts - from;
          try (Stage stage = new Stage();
              Scope scope = Arena.shared().scope()) {
            Operand input = stage.given(OneDnn.desc(true, memory.format_tag.ba, hidden, rows));
            Operand turned = stage.work(OneDnn.desc(true, memory.format_tag.ab, hidden, rows));
            Operand factor =
                stage.given(
                    new memory.desc(
                        new long[] {rows, count}, memory.data_type.bf16, new long[] {classes, 1}),
                    ((rows - 1) * classes + count) * Short.BYTES);
            Operand product = stage.work(OneDnn.desc(memory.format_tag.ab, hidden, count));
            Operand result = stage.given(OneDnn.desc(memory.format_tag.ba, hidden, count));
            stage.program().convert(input, turned);
            Matmul.ofPlainFactors(
                stage, new Matmul.Size(hidden, count, rows), turned, factor, product);
            stage.program().convert(product, result, accumulate);
            stage.begin(scope);
            input.bind(inputs);
            factor.bind(d.slice(from * Short.BYTES, d.bytes() - from * Short.BYTES));
            result.bind(dW.slice(from * hidden, count * hidden));
            stage.program().run();
          }
        });
  }

  /** The blocks of one thread. */
  private final class Blocks implements AutoCloseable {
    private final Region inputs;
    private final Region weights;
    private final PackedForms forward;
    private final PackedForms back;
    private final Region d;
    private final Scope scope = Arena.shared().scope();
    private final List<Block> sizes = new ArrayList<>();

    Blocks(Region inputs, Region weights, PackedForms forward, PackedForms back, Region d) {
      this.inputs = inputs;
      this.weights = weights;
      this.forward = forward;
      this.back = back;
      this.d = d;
    }

    void run(int first, Loss loss, int part, Floats dX) {
      int count = (int) Math.min(blockRows(), rows - first);
      Block block =
          sizes.stream().filter(b -> b.count == count).findFirst().orElseGet(() -> add(count));
      Floats logits = block.logits(inputs, first);
      loss.toGradient(first, count, logits, part);
      block.back(d, first, dX);
    }

    private Block add(int count) {
      Block b = new Block(count, scope);
      b.bindWeights(forward, back, weights);
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
    private final Operand dX;
    private final Matmul forward;
    private final Matmul back;

    Block(int count, Scope scope) {
      this.count = count;
      values = scope.floats(count * classes);
      input = first.given(OneDnn.desc(true, memory.format_tag.ab, count, hidden));
      logits = first.given(OneDnn.desc(memory.format_tag.ab, count, classes));
      forward =
          Matmul.ofWeights(
              first,
              new Matmul.Size(count, classes, hidden),
              input,
              OneDnn.desc(true, memory.format_tag.ba, hidden, classes),
              logits,
              bias != null,
              Finish.PLAIN);
      gradient = second.given(OneDnn.desc(memory.format_tag.ab, count, classes));
      rounded = second.given(OneDnn.desc(true, memory.format_tag.ab, count, classes));
      dX = second.given(OneDnn.desc(memory.format_tag.ab, count, hidden));
      second.program().convert(gradient, rounded);
      back =
          Matmul.ofWeights(
              second,
              new Matmul.Size(count, hidden, classes),
              rounded,
              OneDnn.desc(true, memory.format_tag.ab, classes, hidden),
              dX,
              false,
              Finish.PLAIN);
      first.begin(scope);
      second.begin(scope);
    }

    void bindWeights(PackedForms ofForward, PackedForms ofBack, Region weights) {
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
      input.bind(inputs.slice(from * hidden * Short.BYTES, count * hidden * Short.BYTES));
      first.program().run();
      return values;
    }

    void back(Region all, int from, Floats gradients) {
      rounded.bind(all.slice(from * classes * Short.BYTES, count * classes * Short.BYTES));
      dX.bind(gradients.slice(from * hidden, count * hidden));
      second.program().run();
    }

    @Override
    public void close() {
      first.close();
      second.close();
    }
  }
}
