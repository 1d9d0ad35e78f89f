package io.github.recurrent4j.translation;

import io.github.recurrent4j.inference.BeamSearch;
import io.github.recurrent4j.inference.StepDecoder;
import io.github.recurrent4j.training.TeacherForcing;
import java.util.Arrays;
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

  /**
   * The arrays of some pairs for a network that copies: besides, ids of the words that the sources
   * hold and of those that are wanted, which may be past the target's tokens; -1 where it is
   * padded.
   *
   * @param words for each token of each source the id as which it is copied
   * @param wanted ids of the targets
   * @param tokens the target's tokens, V: ids from there on are labels V, and read as unknown
   */
  static MultiDataSet copying(
      int[][] sources,
      int[][] words,
      int[][] wanted,
      int tokens,
      int sourceSteps,
      int targetSteps) {
    int[][] targets = new int[wanted.length][];
    for (int r = 0; r < wanted.length; r++) {
      targets[r] =
          Arrays.stream(wanted[r]).map(w -> w < tokens ? w : StepDecoder.UNKNOWN).toArray();
    }
    MultiDataSet plain = of(sources, targets, sourceSteps, targetSteps);
    INDArray labels = plain.getLabels(0);
    for (int r = 0; r < wanted.length; r++) {
      for (int t = 0; t < wanted[r].length; t++) {
        if (wanted[r][t] >= tokens) {
          labels.putScalar(r, t, tokens);
        }
      }
    }
    return new MultiDataSet(
        new INDArray[] {
          plain.getFeatures(0),
          plain.getFeatures(1),
          padded(words, sourceSteps),
          padded(wanted, targetSteps)
        },
        new INDArray[] {labels},
        new INDArray[] {plain.getFeaturesMaskArray(0), null, null, null},
        null);
  }

  private static INDArray padded(int[][] ids, int steps) {
    float[][] result = new float[ids.length][steps];
    for (int r = 0; r < ids.length; r++) {
      Arrays.fill(result[r], -1);
      for (int t = 0; t < ids[r].length; t++) {
        result[r][t] = ids[r][t];
      }
    }
    return Nd4j.createFromArray(result);
  }

  /** The arrays of some pairs; lengths are those of the longest, rounded up. */
  static MultiDataSet of(int[][] sources, int[][] targets, int sourceSteps, int targetSteps) {
    int rows = sources.length;
    float[][] source = new float[rows][sourceSteps];
    float[][] mask = new float[rows][sourceSteps];
    int[] firsts = new int[rows];
    for (int r = 0; r < rows; r++) {
      firsts[r] = START;
      for (int t = 0; t < sources[r].length; t++) {
        source[r][t] = sources[r][t];
        mask[r][t] = 1;
      }
    }
    TeacherForcing target = TeacherForcing.of(firsts, targets, targetSteps);
    return new MultiDataSet(
        new INDArray[] {Nd4j.createFromArray(source), target.input()},
        new INDArray[] {target.labels()},
        new INDArray[] {Nd4j.createFromArray(mask), null},
        null);
  }
}
