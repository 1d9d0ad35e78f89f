package io.github.recurrent4j.languagemodel;

import io.github.recurrent4j.inference.Slot;
import io.github.recurrent4j.kernels.Floats;
import io.github.recurrent4j.kernels.Product;
import io.github.recurrent4j.kernels.Scope;

/**
 * A continuous cache (Grave et al., 2017, "Improving Neural Language Models with a Continuous
 * Cache"): what followed states like the present one is likelier to follow again.
 *
 * <pre>
 * p_cache(w) ∝ Σ_i 1[w = x_{i+1}]·exp(θ·h_t·h_i)
 * p(w) = (1 − λ)·p_model(w) + λ·p_cache(w)
 * </pre>
 *
 * <p>The sum runs over the last states whose next token is known. Before there is one, the model's
 * probability stands.
 */
final class NeuralCache implements AutoCloseable {
  private final int size;
  private final double weight;
  private final double flatness;
  private final int stateSize;
  private final Scope scope = new Scope("a neural cache");

  /** The states that are remembered and room for a segment's, [size + segment, stateSize]. */
  private final Floats states;

  /** The token that followed each. */
  private final int[] followers;

  private int count;

  /**
   * An empty cache.
   *
   * @param segment most steps that are read at once
   */
  NeuralCache(EvaluationOptions options, int stateSize, int segment) {
    this.size = options.cacheSize();
    this.weight = options.cacheWeight();
    this.flatness = options.cacheFlatness();
    this.stateSize = stateSize;
    this.states = scope.floats((size + (long) segment) * stateSize);
    this.followers = new int[size + segment];
  }

  /**
   * Mixes the cache into a segment's probabilities and remembers the segment.
   *
   * @param next the token that followed each step
   * @return log p of these tokens
   */
  double[] mix(Slot slot, SegmentReader.Segment segment, int[] next) {
    int time = next.length;
    states.put((long) count * stateSize, segment.states());
    System.arraycopy(next, 0, followers, count, time);
    int all = count + time;
    double[] mixed = new double[time];
    try (Scope work = slot.scope()) {
      Floats products = work.floats((long) time * all);
      slot.products()
          .multiply(
              Product.of(time, all, stateSize).transposeB(),
              rows(count, time),
              rows(0, all),
              null,
              products);
      float[] row = new float[all];
      for (int t = 0; t < time; t++) {
        products.get((long) t * all, row);
        double log = segment.logProbabilities()[t];
        int known = count + t;
        mixed[t] =
            known == 0
                ? log
                : Math.log(
                    (1 - weight) * Math.exp(log)
                        + weight * cached(row, Math.max(0, known - size), known, next[t]));
      }
    }
    int kept = Math.min(size, all);
    rows(0, kept).copyFrom(rows(all - kept, kept));
    System.arraycopy(followers, all - kept, followers, 0, kept);
    count = kept;
    return mixed;
  }

  private Floats rows(int from, int rows) {
    return states.slice((long) from * stateSize, (long) rows * stateSize);
  }

  /**
   * The cache's probability of a token, from the products with places {@code from} to {@code to}.
   */
  private double cached(float[] products, int from, int to, int token) {
    double max = Double.NEGATIVE_INFINITY;
    for (int i = from; i < to; i++) {
      max = Math.max(max, products[i]);
    }
    double sum = 0;
    double hits = 0;
    for (int i = from; i < to; i++) {
      double e = Math.exp(flatness * (products[i] - max));
      sum += e;
      hits += followers[i] == token ? e : 0;
    }
    return hits / sum;
  }

  @Override
  public void close() {
    scope.close();
  }
}
