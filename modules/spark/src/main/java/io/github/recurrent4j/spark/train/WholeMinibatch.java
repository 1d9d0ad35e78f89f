package io.github.recurrent4j.spark.train;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Minibatches that DL4J's workers leave as they are. They cut and join what they are given to a
 * number of examples; minibatches of similar length have any number of them. These say that they
 * are one example.
 */
final class WholeMinibatch {
  private WholeMinibatch() {}

  /** A graph's. */
  static MultiDataSet of(MultiDataSet minibatch) {
    return new Graphs(minibatch);
  }

  /** A MultiLayerNetwork's. */
  static DataSet of(INDArray features, INDArray labels) {
    return new Layers(features, labels);
  }

  private static final class Graphs extends MultiDataSet {
    private static final long serialVersionUID = 1;

    Graphs(MultiDataSet whole) {
      super(
          whole.getFeatures(),
          whole.getLabels(),
          whole.getFeaturesMaskArrays(),
          whole.getLabelsMaskArrays());
    }

    /** Only asked for its size; {@link #getFeatures()} has the arrays. */
    @Override
    public INDArray getFeatures(int index) {
      return Nd4j.zeros(1, 1);
    }
  }

  private static final class Layers extends DataSet {
    private static final long serialVersionUID = 1;

    Layers(INDArray features, INDArray labels) {
      super(features, labels);
    }

    @Override
    public int numExamples() {
      return 1;
    }
  }
}
