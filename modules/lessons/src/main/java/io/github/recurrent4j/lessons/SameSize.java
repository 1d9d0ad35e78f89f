package io.github.recurrent4j.lessons;

import java.util.function.IntToLongFunction;

/** Finds the hidden size at which two kinds of network have as many parameters. */
public final class SameSize {
  private static final int LARGEST = 4096;

  private SameSize() {}

  /**
   * The hidden size whose parameter count comes closest.
   *
   * @param parameters parameters by hidden size, increasing
   * @param wanted parameters to have
   */
  public static int hidden(IntToLongFunction parameters, long wanted) {
    int low = 1;
    int high = LARGEST;
    while (low < high) {
      int middle = (low + high) / 2;
      if (parameters.applyAsLong(middle) < wanted) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low > 1
            && wanted - parameters.applyAsLong(low - 1) < parameters.applyAsLong(low) - wanted
        ? low - 1
        : low;
  }
}
