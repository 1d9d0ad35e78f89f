package io.github.recurrent4j.captioning;

/** Batches of grids in the order of the fused layers. */
final class Grids {
  private Grids() {}

  /** Grids of one size as [steps, B, size]. */
  static float[] timeMajor(Grid[] grids) {
    int steps = grids[0].steps();
    int size = grids[0].size();
    float[] all = new float[Math.multiplyExact(steps * size, grids.length)];
    for (int b = 0; b < grids.length; b++) {
      for (int s = 0; s < steps; s++) {
        System.arraycopy(grids[b].values(), s * size, all, (s * grids.length + b) * size, size);
      }
    }
    return all;
  }
}
