package io.github.recurrent4j.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProductsTest {
  private final Random random = new Random(3);

  @BeforeEach
  void oneDnn() {
    assumeTrue(OneDnn.isAvailable());
  }

  private Floats random(Scope scope, long length) {
    float[] values = new float[(int) length];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextFloat() - 0.5f;
    }
    return scope.copyOf(values);
  }

  private static double at(Floats f, Product.Strides s, long batch, long row, long column) {
    return f.get(batch * s.batch() + row * s.row() + column * s.column());
  }

  /** Largest error of C, looking at some of its entries. */
  private double error(Product p, Floats a, Floats b, Floats bias, double before, Floats c) {
    double worst = 0;
    for (int i = 0; i < 400; i++) {
      long batch = random.nextInt((int) p.batch());
      long row = random.nextInt((int) p.m());
      long column = random.nextInt((int) p.n());
      double sum = before + (bias == null ? 0 : bias.get(column));
      for (long k = 0; k < p.k(); k++) {
        sum += at(a, p.a(), batch, row, k) * at(b, p.b(), batch, k, column);
      }
      sum =
          switch (p.squash()) {
            case NONE -> sum;
            case TANH -> Math.tanh(sum);
            case SIGMOID -> 1 / (1 + Math.exp(-sum));
          };
      worst = Math.max(worst, Math.abs(sum - at(c, p.c(), batch, row, column)));
    }
    return worst;
  }

  @ParameterizedTest
  @CsvSource({
    "1, 30, 50, 20",
    "1, 400, 300, 180",
    "1, 90, 700, 300",
    "1, 1, 600, 64",
    "9, 40, 70, 700"
  })
  void productsOfAllKinds(long batch, long m, long n, long k) {
    for (int kind = 0; kind < 8; kind++) {
      Product p = Product.of(m, n, k).times(batch);
      p = (kind & 1) == 0 ? p : p.transposeA();
      p = (kind & 2) == 0 ? p : p.transposeB();
      boolean adding = (kind & 4) != 0;
      p = adding ? p.accumulating() : p.withBias();
      for (Squash end : Squash.values()) {
        check(p.ending(end));
      }
    }
  }

  private void check(Product p) {
    try (Scope scope = new Scope("test")) {
      Floats a = random(scope, p.batch() * p.m() * p.k());
      Floats b = random(scope, p.batch() * p.k() * p.n());
      Floats bias = p.bias() ? random(scope, p.n()) : null;
      Floats c = scope.floats(p.batch() * p.m() * p.n());
      c.fill(2);
      ParallelProducts.multiply(p, a, b, bias, c);
      assertThat(error(p, a, b, bias, p.accumulate() ? 2 : 0, c)).as(p.toString()).isLessThan(1e-4);
    }
  }

  @Test
  void bf16RoundsAndStaysClose() {
    assumeTrue(OneDnn.supportsBf16());
    Product p = Product.of(300, 900, 500).in(Precision.BF16);
    try (Scope scope = new Scope("test")) {
      Floats a = random(scope, p.m() * p.k());
      Floats b = random(scope, p.k() * p.n());
      Floats c = scope.zeros(p.m() * p.n());
      ParallelProducts.multiply(p, a, b, null, c);
      // Factors below 1/2 with relative errors of 2⁻⁹, 500 of them.
      assertThat(error(p, a, b, null, 0, c)).isBetween(1e-4, 0.1);
      float[] once = c.toArray();
      ParallelProducts.multiply(p, a, b, null, c);
      assertThat(c.toArray()).isEqualTo(once);
    }
  }

  @Test
  void softmaxOfEachRow() {
    try (Scope scope = new Scope("test")) {
      for (int rows : new int[] {1, 5, 700}) {
        Floats p = random(scope, rows * 300L);
        float[] logits = p.toArray();
        ParallelProducts.softmax(rows, 300, p);
        float[] result = p.toArray();
        for (int r = 0; r < rows; r++) {
          double sum = 0;
          for (int i = 0; i < 300; i++) {
            sum += Math.exp(logits[r * 300 + i]);
          }
          int i = random.nextInt(300);
          assertThat((double) result[r * 300 + i])
              .isCloseTo(
                  Math.exp(logits[r * 300 + i]) / sum,
                  org.assertj.core.api.Assertions.within(1e-6));
        }
      }
    }
  }

  @Test
  void aPackedMatrixServesManyThreads() {
    try (Scope scope = new Scope("test")) {
      Floats matrix = random(scope, 48 * 70);
      Floats bias = random(scope, 70);
      Floats a = random(scope, 64 * 48);
      try (PackedMatrix packed =
          new PackedMatrix(
              48, 70, matrix, Product.Strides.rows(48, 70), bias, false, Precision.F32)) {
        Workers.run(
            12,
            i -> {
              try (Scope own = new Scope("part");
                  Products products = new Products(Arena.shared())) {
                int rows = 1 + 5 * i;
                Floats c = own.floats(rows * 70L);
                Floats expected = own.floats(rows * 70L);
                products.multiply(packed, rows, a.slice(0, rows * 48L), c);
                products.multiply(
                    Product.of(rows, 70, 48).withBias(),
                    a.slice(0, rows * 48L),
                    matrix,
                    bias,
                    expected);
                for (long at = 0; at < c.length(); at += 37) {
                  assertThat(c.get(at))
                      .isCloseTo(expected.get(at), org.assertj.core.api.Assertions.within(1e-5f));
                }
              }
            });
      }
    }
  }
}
