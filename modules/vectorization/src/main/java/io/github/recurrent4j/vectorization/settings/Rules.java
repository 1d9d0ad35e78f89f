package io.github.recurrent4j.vectorization.settings;

/** Settings that must go together, beyond the range of each. */
public interface Rules {
  /**
   * Checks them.
   *
   * @throws io.github.recurrent4j.vectorization.BadOptionException if some do not go together
   */
  void check();
}
