package io.github.recurrent4j.kernels;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.dnnl.memory;

/**
 * A matrix that no longer changes, and a bias, for many products C = A·M + b or tanh(A·M + b), see
 * {@link Products}: brought once into the layout that oneDNN likes best. In bf16 A and M are
 * rounded; sums, bias and C stay float32. Serves any number of threads.
 */
public final class PackedMatrix implements AutoCloseable {
  private final Floats matrix;
  private final Product.Strides strides;
  private final long rows;
  private final long columns;
  private final Floats bias;
  private final Finish finish;
  private final boolean bf16;
  private final Scope space = new Scope("a packed matrix");
  private final List<Form> forms = new ArrayList<>();

  private record Form(memory.desc layout, Region region) {}

  /**
   * Wraps a matrix, which must stay as it is and live as long.
   *
   * @param rows k
   * @param columns n
   * @param matrix [k, n]
   * @param strides where its entries lie
   * @param bias n values, or null
   * @param tanh whether products end with tanh
   * @param precision of A and M
   */
  public PackedMatrix(
      long rows,
      long columns,
      Floats matrix,
      Product.Strides strides,
      Floats bias,
      boolean tanh,
      Precision precision) {
    this(rows, columns, matrix, strides, bias, tanh ? Finish.TANH : Finish.PLAIN, precision);
  }

  private PackedMatrix(
      long rows,
      long columns,
      Floats matrix,
      Product.Strides strides,
      Floats bias,
      Finish finish,
      Precision precision) {
    if (matrix.length() < strides.extent(1, rows, columns)
        || (bias != null && bias.length() != columns)) {
      throw new IllegalArgumentException(
          "a matrix of " + rows + " x " + columns + " with " + matrix + ", bias " + bias);
    }
    this.rows = rows;
    this.columns = columns;
    this.matrix = matrix;
    this.strides = strides;
    this.bias = bias;
    this.finish = finish;
    this.bf16 = precision.isBf16();
  }

  /**
   * A matrix in float32 that lies column by column.
   *
   * @param bias n values, or null
   * @param finish what becomes of each product
   */
  static PackedMatrix byColumns(
      long rows, long columns, Floats matrix, Floats bias, Finish finish) {
    Product.Strides strides = Product.Strides.columns(rows, columns);
    return new PackedMatrix(rows, columns, matrix, strides, bias, finish, Precision.F32);
  }

  /** k: entries of a row of A. */
  public long rows() {
    return rows;
  }

  /** n: entries of a row of C. */
  public long columns() {
    return columns;
  }

  Floats bias() {
    return bias;
  }

  Finish finish() {
    return finish;
  }

  boolean bf16() {
    return bf16;
  }

  /** The matrix in a layout; the descriptor is closed. */
  synchronized Region packed(memory.desc layout) {
    for (Form f : forms) {
      if (f.layout.equals(layout)) {
        layout.close();
        return f.region;
      }
    }
    Form form = new Form(layout, space.region(layout.get_size()));
    try (memory.desc given =
            new memory.desc(
                new long[] {rows, columns},
                memory.data_type.f32,
                new long[] {strides.row(), strides.column()});
        Program program = new Program()) {
      Operand from =
          program.operand(given, strides.extent(1, rows, columns) * Float.BYTES).bind(matrix);
      Operand to = program.operand(layout).bind(form.region);
      program.convert(from, to).run();
    }
    forms.add(form);
    return form.region;
  }

  @Override
  public synchronized void close() {
    forms.forEach(f -> f.layout.close());
    forms.clear();
    space.close();
  }
}
