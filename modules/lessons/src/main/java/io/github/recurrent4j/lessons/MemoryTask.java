package io.github.recurrent4j.lessons;

import java.util.Random;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/** Tasks that need a state to last: the answer depends on what came many steps before. */
public enum MemoryTask {
  /**
   * Recall: which of eight symbols came first, {@code length} steps ago, with other symbols in
   * between. Success is the share of right answers; guessing has 1/8.
   */
  RECALL(9, 8) {
    @Override
    DataSet batch(int size, int length, Random random) {
      INDArray x = Nd4j.zeros(DataType.FLOAT, size, inputs(), length);
      INDArray y = Nd4j.zeros(DataType.FLOAT, size, outputs());
      for (int n = 0; n < size; n++) {
        for (int t = 0; t < length - 1; t++) {
          int symbol = random.nextInt(outputs());
          x.putScalar(n, symbol, t, 1);
          if (t == 0) {
            y.putScalar(n, symbol, 1);
          }
        }
        // The sign that the answer is wanted.
        x.putScalar(n, outputs(), length - 1, 1);
      }
      return new DataSet(x, y);
    }

    @Override
    boolean right(INDArray answer, INDArray wanted, int n) {
      return wanted.getDouble(n, answer.getRow(n).argMax().getInt(0)) == 1;
    }
  },
  /**
   * The adding problem (Hochreiter and Schmidhuber, 1997): the sum of the two numbers in [0, 1]
   * that are marked, one in each half. Success is the share of answers within 0.1; always answering
   * 1 has about 0.19.
   */
  ADDING(2, 1) {
    @Override
    DataSet batch(int size, int length, Random random) {
      INDArray x = Nd4j.zeros(DataType.FLOAT, size, inputs(), length);
      INDArray y = Nd4j.zeros(DataType.FLOAT, size, outputs());
      for (int n = 0; n < size; n++) {
        for (int t = 0; t < length; t++) {
          x.putScalar(n, 0, t, random.nextDouble());
        }
        int first = random.nextInt(length / 2);
        int second = length / 2 + random.nextInt(length - length / 2);
        x.putScalar(n, 1, first, 1);
        x.putScalar(n, 1, second, 1);
        y.putScalar(n, 0, x.getDouble(n, 0, first) + x.getDouble(n, 0, second));
      }
      return new DataSet(x, y);
    }

    @Override
    boolean right(INDArray answer, INDArray wanted, int n) {
      return Math.abs(answer.getDouble(n, 0) - wanted.getDouble(n, 0)) < TOLERANCE;
    }
  };

  private static final double TOLERANCE = 0.1;
  private final int inputs;
  private final int outputs;

  MemoryTask(int inputs, int outputs) {
    this.inputs = inputs;
    this.outputs = outputs;
  }

  /** Features of a step. */
  public int inputs() {
    return inputs;
  }

  /** Values of the answer. */
  public int outputs() {
    return outputs;
  }

  /** Sequences [size, inputs, length] with their answers [size, outputs]. */
  abstract DataSet batch(int size, int length, Random random);

  abstract boolean right(INDArray answer, INDArray wanted, int n);
}
