package io.github.recurrent4j.translation;

import io.github.recurrent4j.inference.BeamSearch;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Encoded pairs as DL4J's arrays: source ids with a mask; the target behind a start token as
 * decoder input (teacher forcing) and before an end token as labels, -1 where it is padded.
 */
final class Batch {
  static final int PAD = BeamSearch.PAD;
  static final int START = BeamSearch.START;
  static final int END = BeamSearch.END;

  private Batch() {}

  /** The arrays of some pairs; lengths are those of the longest, rounded up. */
  static MultiDataSet of(int[][] sources, int[][] targets, int sourceSteps, int targetSteps) {
    int rows = sources.length;
    float[][] source = new float[rows][sourceSteps];
    float[][] mask = new float[rows][sourceSteps];
    float[][] input = new float[rows][targetSteps];
    float[][] labels = new float[rows][targetSteps];
    for (int r = 0; r < rows; r++) {
      for (int t = 0; t < sources[r].length; t++) {
        source[r][t] = sources[r][t];
        mask[r][t] = 1;
      }
      int[] target = targets[r];
      input[r][0] = START;
      for (int t = 0; t < targetSteps; t++) {
        if (t < target.length) {
          labels[r][t] = target[t];
          if (t + 1 < targetSteps) {
            input[r][t + 1] = target[t];
          }
        } else {
          labels[r][t] = t == target.length ? END : -1;
        }
      }
    }
    return new MultiDataSet(
        new INDArray[] {Nd4j.createFromArray(source), Nd4j.createFromArray(input)},
        new INDArray[] {Nd4j.createFromArray(labels)},
        new INDArray[] {Nd4j.createFromArray(mask), null},
        null);
  }
}
