package io.github.recurrent4j.training;

import io.github.recurrent4j.inference.BeamSearch;
import io.github.recurrent4j.vectorization.LengthBuckets;
import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Target sequences as a decoder learns them: at each step it reads the true token before, and has
 * the true token, or the end, for a label.
 *
 * @param input a first token and the target, [B, T], padded with 0
 * @param labels the target and the end token, [B, T], padded with -1
 * @param tokens labels that count
 */
public record TeacherForcing(INDArray input, INDArray labels, long tokens) {

  /**
   * The arrays of some targets; their length is that of the longest, rounded up.
   *
   * @param firsts what is read before the first token of each
   * @param targets ids; null for a row of which nothing is learned
   */
  public static TeacherForcing of(int[] firsts, int[][] targets) {
    int steps = 0;
    for (int[] target : targets) {
      steps = Math.max(steps, LengthBuckets.padded(target == null ? 1 : target.length + 1));
    }
    return of(firsts, targets, steps);
  }

  /** The same, of a length. */
  public static TeacherForcing of(int[] firsts, int[][] targets, int steps) {
    int rows = targets.length;
    float[][] input = new float[rows][steps];
    float[][] labels = new float[rows][steps];
    long tokens = 0;
    for (int r = 0; r < rows; r++) {
      int[] target = targets[r];
      input[r][0] = firsts[r];
      if (target == null) {
        Arrays.fill(labels[r], -1);
        continue;
      }
      tokens += target.length + 1;
      for (int t = 0; t < steps; t++) {
        if (t < target.length) {
          labels[r][t] = target[t];
          if (t + 1 < steps) {
            input[r][t + 1] = target[t];
          }
        } else {
          labels[r][t] = t == target.length ? BeamSearch.END : -1;
        }
      }
    }
    return new TeacherForcing(Nd4j.createFromArray(input), Nd4j.createFromArray(labels), tokens);
  }
}
