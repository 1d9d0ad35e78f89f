package io.github.recurrent4j.kernels;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Consumer;

/**
 * Matrix products and softmax for any number of callers. Large ones are cut into blocks that {@link
 * Workers} compute side by side, always the same way. What computes them is shared: one {@link
 * Products} for each core, whatever the number of calling threads.
 */
public final class ParallelProducts {
  /** Multiplications below which a second thread costs more than it brings. */
  private static final double WORK_OF_A_PART = 1 << 23;

  /** The same where many small products take longer than one large one. */
  private static final double WORK_OF_A_BATCH = 1 << 20;

  private static final long FLOATS_OF_A_PART = 1 << 16;
  private static final BlockingQueue<Products> IDLE = new ArrayBlockingQueue<>(Workers.count());

  static {
    for (int i = 0; i < Workers.count(); i++) {
      IDLE.add(new Products(Arena.shared()));
    }
  }

  private ParallelProducts() {}

  /**
   * Uses one of the products, waiting for it if all are in use. The use must not ask for another.
   */
  private static void with(Consumer<Products> use) {
    boolean interrupted = false;
    Products products = null;
    while (products == null) {
      try {
        products = IDLE.take();
      } catch (InterruptedException e) {
        // A product is short: the interrupt waits for a better moment.
        interrupted = true;
      }
    }
    try {
      use.accept(products);
    } finally {
      IDLE.add(products);
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /**
   * Computes a product; {@code bias} is null when the product has none. Small ones run in float32
   * whatever their precision: rounding the factors would take longer than it gains.
   */
  public static void multiply(Product product, Floats a, Floats b, Floats bias, Floats c) {
    Product p = product.whereItPays();
    double part = p.batch() >= 2L * Workers.count() ? WORK_OF_A_BATCH : WORK_OF_A_PART;
    int parts = (int) Math.max(1, Math.min(Workers.count(), p.work() / part));
    if (parts == 1) {
      with(one -> one.multiply(p, a, b, bias, c));
    } else if (p.batch() >= 2L * parts) {
      Workers.run(parts, i -> batchPart(p, a, b, bias, c, i, parts));
    } else if (p.m() >= p.n()) {
      Workers.run(parts, i -> rowPart(p, a, b, bias, c, i, parts));
    } else {
      Workers.run(parts, i -> columnPart(p, a, b, bias, c, i, parts));
    }
  }

  private static long begin(long whole, int i, int parts) {
    return whole * i / parts;
  }

  private static void batchPart(
      Product p, Floats a, Floats b, Floats bias, Floats c, int i, int parts) {
    long from = begin(p.batch(), i, parts);
    Product part = p.times(begin(p.batch(), i + 1, parts) - from);
    with(
        one ->
            one.multiply(
                part,
                a.from(from * p.a().batch()),
                b.from(from * p.b().batch()),
                bias,
                c.from(from * p.c().batch())));
  }

  private static void rowPart(
      Product p, Floats a, Floats b, Floats bias, Floats c, int i, int parts) {
    long from = begin(p.m(), i, parts);
    Product part = p.sized(begin(p.m(), i + 1, parts) - from, p.n());
    with(
        one -> one.multiply(part, a.from(from * p.a().row()), b, bias, c.from(from * p.c().row())));
  }

  private static void columnPart(
      Product p, Floats a, Floats b, Floats bias, Floats c, int i, int parts) {
    long from = begin(p.n(), i, parts);
    long count = begin(p.n(), i + 1, parts) - from;
    Product part = p.sized(p.m(), count);
    with(
        one ->
            one.multiply(
                part,
                a,
                b.from(from * p.b().column()),
                bias == null ? null : bias.slice(from, count),
                c.from(from * p.c().column())));
  }

  /** Like {@link #softmax}, on the calling thread alone: for who has cut the rows already. */
  public static void softmaxHere(long rows, long columns, Floats matrix) {
    with(one -> one.softmax(rows, columns, matrix));
  }

  /** Replaces each row of a [rows, columns] matrix by its softmax. */
  public static void softmax(long rows, long columns, Floats matrix) {
    long most = Math.min(rows, rows * columns / FLOATS_OF_A_PART);
    int parts = (int) Math.max(1, Math.min(Workers.count(), most));
    Workers.run(
        parts,
        i -> {
          long from = begin(rows, i, parts);
          long count = begin(rows, i + 1, parts) - from;
          with(one -> one.softmax(count, columns, matrix.slice(from * columns, count * columns)));
        });
  }
}
