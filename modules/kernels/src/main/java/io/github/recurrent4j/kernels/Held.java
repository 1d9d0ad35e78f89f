package io.github.recurrent4j.kernels;

/** Owners of memory that are held from here to {@link #close}, for many short accesses. */
final class Held implements AutoCloseable {
  private final Owner[] owners;
  private int held;

  /** Holds the owners of these floats; null is nobody's. */
  Held(Floats... all) {
    owners = new Owner[all.length];
    try {
      for (Floats each : all) {
        if (each != null) {
          Owner owner = each.region().owner();
          owner.acquire();
          owners[held++] = owner;
        }
      }
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  @Override
  public void close() {
    while (held > 0) {
      owners[--held].release();
    }
  }
}
