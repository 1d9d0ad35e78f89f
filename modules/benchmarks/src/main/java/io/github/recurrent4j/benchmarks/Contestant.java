package io.github.recurrent4j.benchmarks;

/** Somebody who can do a {@link Work}. */
interface Contestant {
  /** Prepares the work and gives the thing that does it once. */
  Runnable prepare(Work work);
}
