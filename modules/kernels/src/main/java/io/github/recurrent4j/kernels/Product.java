package io.github.recurrent4j.kernels;

/**
 * A matrix product C = op(A)·op(B) [+ bias] [+ C], squashed or not, batched over the first
 * dimension; all matrices row-major.
 *
 * @param batch number of independent products
 * @param m rows of C
 * @param n columns of C
 * @param k the summed dimension
 * @param a where A lies, [batch, m, k]
 * @param b where B lies, [batch, k, n]
 * @param c where C lies, [batch, m, n]
 * @param bias a row of n is added to each row of C
 * @param accumulate the product is added to what C holds
 * @param squash what all that ends with
 * @param precision of the factors; sums stay float32
 */
public record Product(
    long batch,
    long m,
    long n,
    long k,
    Strides a,
    Strides b,
    Strides c,
    boolean bias,
    boolean accumulate,
    Squash squash,
    Precision precision) {
  private static final double BF16_WORK = 1 << 26;
  private static final double BF16_WORK_WITH_AMX = 1 << 22;

  /**
   * Where the entries of a batch of matrices lie: distances in floats between neighbours.
   *
   * @param batch from one matrix to the next
   * @param row from one row to the next
   * @param column from one column to the next
   */
  public record Strides(long batch, long row, long column) {
    /** Matrices row by row, one after another. */
    public static Strides rows(long rows, long columns) {
      return new Strides(rows * columns, columns, 1);
    }

    /** Matrices column by column, one after another. */
    public static Strides columns(long rows, long columns) {
      return new Strides(rows * columns, 1, rows);
    }

    /** Floats from the first to behind the last entry. */
    long extent(long matrices, long rows, long columns) {
      return (matrices - 1) * batch + (rows - 1) * row + (columns - 1) * column + 1;
    }
  }

  /** One plain product: A is [m, k], B is [k, n]. */
  public static Product of(long m, long n, long k) {
    return new Product(
        1,
        m,
        n,
        k,
        Strides.rows(m, k),
        Strides.rows(k, n),
        Strides.rows(m, n),
        false,
        false,
        Squash.NONE,
        Precision.F32);
  }

  /** The same with A stored transposed, [k, m]. */
  public Product transposeA() {
    return new Product(
        batch, m, n, k, Strides.columns(m, k), b, c, bias, accumulate, squash, precision);
  }

  /** The same with B stored transposed, [n, k]. */
  public Product transposeB() {
    return new Product(
        batch, m, n, k, a, Strides.columns(k, n), c, bias, accumulate, squash, precision);
  }

  /** The same with a bias. */
  public Product withBias() {
    return new Product(batch, m, n, k, a, b, c, true, accumulate, squash, precision);
  }

  /** The same, added to C. */
  public Product accumulating() {
    return new Product(batch, m, n, k, a, b, c, bias, true, squash, precision);
  }

  /** The same with another end. */
  public Product ending(Squash end) {
    return new Product(batch, m, n, k, a, b, c, bias, accumulate, end, precision);
  }

  /** The same with factors in another precision. */
  public Product in(Precision other) {
    return new Product(batch, m, n, k, a, b, c, bias, accumulate, squash, other);
  }

  /** The same for {@code count} products that lie one after another. */
  public Product times(long count) {
    return new Product(count, m, n, k, a, b, c, bias, accumulate, squash, precision);
  }

  /** The same for other numbers of rows and columns of C at the same strides. */
  Product sized(long rows, long columns) {
    return new Product(batch, rows, columns, k, a, b, c, bias, accumulate, squash, precision);
  }

  /** In float32 where rounding the factors to bf16 would take longer than it gains. */
  Product whereItPays() {
    if (precision == Precision.F32) {
      return this;
    }
    return work() > (OneDnn.hasAmx() ? BF16_WORK_WITH_AMX : BF16_WORK) ? this : in(Precision.F32);
  }

  /** Multiplications. */
  double work() {
    return (double) batch * m * n * k;
  }
}
