package io.github.recurrent4j.layers.runtime;

import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The mask of a minibatch of sequences, [B, T], 1 for a step that counts. Most masks only pad: each
 * row is some zeros, then ones, then zeros. Such a row can be moved to start at step 0 and run
 * without a mask, since the state before its first step is zero.
 *
 * @param start first step that counts, per example
 * @param end step after the last one that counts, per example
 * @param holes whether a row has zeros between ones
 * @param steps [T][B]
 */
record StepMask(int[] start, int[] end, boolean holes, boolean[][] steps) {

  /** Reads a mask of shape [B, T]; null when there is none or it masks nothing. */
  static StepMask of(INDArray mask) {
    if (mask == null) {
      return null;
    }
    int batch = (int) mask.size(0);
    int time = (int) mask.size(1);
    double[] values = mask.dup('c').data().asDouble();
    int[] start = new int[batch];
    int[] end = new int[batch];
    boolean[][] steps = new boolean[time][batch];
    boolean all = true;
    boolean holes = false;
    for (int b = 0; b < batch; b++) {
      int first = -1;
      int last = -1;
      int count = 0;
      for (int t = 0; t < time; t++) {
        if (values[b * time + t] != 0) {
          steps[t][b] = true;
          first = first < 0 ? t : first;
          last = t;
          count++;
        }
      }
      start[b] = Math.max(first, 0);
      end[b] = last + 1;
      all &= count == time;
      holes |= count > 0 && count != last + 1 - first;
    }
    return all ? null : new StepMask(start, end, holes, steps);
  }

  /**
   * What remains of a mask that only says where rows begin: steps before the first one that counts.
   * Null when nothing does. A row in which no step counts begins at once.
   */
  StepMask beginnings() {
    if (!leading()) {
      return null;
    }
    int[] ends = new int[end.length];
    Arrays.fill(ends, steps.length);
    boolean[][] read = new boolean[steps.length][start.length];
    for (int t = 0; t < read.length; t++) {
      for (int b = 0; b < start.length; b++) {
        read[t][b] = t >= start[b];
      }
    }
    return new StepMask(start, ends, false, read);
  }

  /** Whether some row starts with masked steps. */
  boolean leading() {
    for (int s : start) {
      if (s > 0) {
        return true;
      }
    }
    return false;
  }
}
