package io.github.recurrent4j.benchmarks;

import java.util.Random;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/** Random tokens: speed does not depend on what the text says. */
final class RandomText {
  private RandomText() {}

  static DataSet ids(Work work) {
    return new DataSet(matrix(work, 1), matrix(work, 2));
  }

  private static INDArray matrix(Work work, long seed) {
    Random random = new Random(seed);
    float[][] ids = new float[work.batch()][work.time()];
    for (float[] row : ids) {
      for (int t = 0; t < row.length; t++) {
        row[t] = random.nextInt(work.vocabulary());
      }
    }
    return Nd4j.createFromArray(ids);
  }

  /** The same tokens as one-hot vectors [batch, V, time], for stock DL4J. */
  static DataSet oneHot(Work work) {
    DataSet ids = ids(work);
    return new DataSet(
        oneHot(ids.getFeatures(), work.vocabulary()), oneHot(ids.getLabels(), work.vocabulary()));
  }

  private static INDArray oneHot(INDArray ids, int size) {
    INDArray result = Nd4j.zeros(ids.size(0), size, ids.size(1));
    for (int b = 0; b < ids.size(0); b++) {
      for (int t = 0; t < ids.size(1); t++) {
        result.putScalar(b, ids.getInt(b, t), t, 1);
      }
    }
    return result;
  }
}
