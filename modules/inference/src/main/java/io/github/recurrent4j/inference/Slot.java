package io.github.recurrent4j.inference;

import io.github.recurrent4j.kernels.Arena;
import io.github.recurrent4j.kernels.Products;
import io.github.recurrent4j.kernels.Recurrence;
import io.github.recurrent4j.kernels.RecurrentWeights;
import io.github.recurrent4j.kernels.Scope;
import java.util.IdentityHashMap;

/**
 * What one thread needs to compute on a packed network: primitives for the shapes it has met, and
 * work memory that each call gives back. {@link Slots} lends it.
 */
public final class Slot implements AutoCloseable {
  private static final long MOST_IDLE = 32L << 20;

  private final Arena arena = new Arena("work memory of a call", MOST_IDLE);
  private final Products products = new Products(arena);
  private final IdentityHashMap<RecurrentWeights, Recurrence> recurrences = new IdentityHashMap<>();

  Slot() {}

  /** Memory for the time of a call; the caller closes it. */
  public Scope scope() {
    return arena.scope();
  }

  /** Products on this slot's thread. */
  public Products products() {
    return products;
  }

  /** A recurrent layer on this slot's thread. */
  public Recurrence recurrence(RecurrentWeights weights) {
    Recurrence recurrence = recurrences.get(weights);
    if (recurrence == null) {
      recurrence = new Recurrence(weights, arena);
      recurrences.put(weights, recurrence);
    }
    return recurrence;
  }

  @Override
  public void close() {
    recurrences.values().forEach(Recurrence::close);
    products.close();
    arena.close();
  }
}
