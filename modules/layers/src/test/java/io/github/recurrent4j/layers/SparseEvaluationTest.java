package io.github.recurrent4j.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Iterator;
import java.util.List;
import org.deeplearning4j.earlystopping.scorecalc.ClassificationScoreCalculator;
import org.deeplearning4j.earlystopping.scorecalc.DataSetLossCalculator;
import org.deeplearning4j.exception.DL4JInvalidInputException;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.evaluation.classification.Evaluation;
import org.nd4j.evaluation.classification.ROCMultiClass;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.adapter.SingletonDataSetIterator;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;

/** DL4J's evaluation and score calculators on networks whose labels are ids. */
class SparseEvaluationTest {
  private static final int CLASSES = 3;

  private static MultiLayerNetwork network() {
    Nd4j.getRandom().setSeed(1);
    MultiLayerNetwork n =
        new MultiLayerNetwork(
            Networks.list(DataType.FLOAT, new Adam(0.05))
                .layer(Networks.cell("gru", 4, 8, RNNFormat.NCW))
                .layer(new SparseOutput.Builder().nIn(8).nOut(CLASSES).build())
                .build());
    n.init();
    return n;
  }

  /** Labels that the features tell; one that does not count, one that the mask leaves out. */
  private static DataSet data(boolean masked) {
    INDArray x = Networks.sequence(DataType.FLOAT, 6, 4, 5, RNNFormat.NCW);
    int[][] ids = Networks.ids(2, 6, 5, CLASSES);
    for (int b = 0; b < 6; b++) {
      for (int t = 0; t < 5; t++) {
        x.putScalar(b, 0, t, ids[b][t] - 1);
      }
    }
    INDArray y = Networks.array(DataType.FLOAT, ids);
    INDArray mask = masked ? Nd4j.ones(DataType.FLOAT, 6, 5) : null;
    if (masked) {
      y.putScalar(0, 0, -1);
      mask.putScalar(1, 1, 0);
    }
    return new DataSet(x, y, null, mask);
  }

  private static OneHotLabels labels(DataSet data) {
    return new OneHotLabels(new SingletonDataSetIterator(data), CLASSES);
  }

  @Test
  void accuracyIsThatOfCounting() {
    for (boolean masked : new boolean[] {false, true}) {
      MultiLayerNetwork n = network();
      DataSet data = data(masked);
      for (int i = 0; i < 3; i++) {
        n.fit(data);
      }
      INDArray best = n.output(data.getFeatures()).argMax(1);
      int right = 0;
      int counted = 0;
      for (int b = 0; b < 6; b++) {
        for (int t = 0; t < 5; t++) {
          if (masked && ((b == 0 && t == 0) || (b == 1 && t == 1))) {
            continue;
          }
          counted++;
          right += best.getInt(b, t) == data.getLabels().getInt(b, t) ? 1 : 0;
        }
      }
      Evaluation e = n.evaluate(labels(data));
      assertThat(e.getNumRowCounter()).isEqualTo(counted);
      assertThat(e.accuracy()).isEqualTo((double) right / counted);
      ROCMultiClass roc = n.evaluateROCMultiClass(labels(data), 0);
      assertThat(roc.calculateAverageAUC()).isBetween(0.0, 1.0);
    }
  }

  @Test
  void scoreCalculators() {
    MultiLayerNetwork n = network();
    DataSet data = data(true);
    double before = n.score(data);
    assertThat(
            new DataSetLossCalculator(new SingletonDataSetIterator(data), true).calculateScore(n))
        .isCloseTo(before, org.assertj.core.data.Offset.offset(1e-6));
    for (int i = 0; i < 60; i++) {
      n.fit(data);
    }
    assertThat(n.score(data)).isLessThan(before / 2);
    assertThat(
            new ClassificationScoreCalculator(Evaluation.Metric.ACCURACY, labels(data))
                .calculateScore(n))
        .isGreaterThan(0.9);
    ComputationGraph graph = n.toComputationGraph();
    assertThat(graph.<Evaluation>evaluate(labels(data)).accuracy()).isGreaterThan(0.9);
    assertThat(graph.score(data))
        .isCloseTo(n.score(data), org.assertj.core.data.Offset.offset(1e-5));
  }

  @Test
  void oneIdAnExample() {
    MultiLayerNetwork n =
        new MultiLayerNetwork(
            Networks.list(DataType.FLOAT, new Adam(0.05))
                .layer(new LastTimeStep(Networks.cell("lstm", 4, 8, RNNFormat.NCW)))
                .layer(new SparseOutput.Builder().nIn(8).nOut(CLASSES).build())
                .build());
    n.init();
    DataSet data =
        new DataSet(
            Networks.sequence(DataType.FLOAT, 5, 4, 3, RNNFormat.NCW),
            Networks.array(DataType.FLOAT, new int[][] {{0}, {1}, {2}, {1}, {0}}));
    n.fit(data);
    Iterator<DataSet> one = List.of(OneHotLabels.of(data, CLASSES)).iterator();
    assertThat(one.next().getLabels().shape()).containsExactly(5, CLASSES);
    assertThat(n.evaluate(labels(data)).getNumRowCounter()).isEqualTo(5);
  }

  @Test
  void labelsThatAreNoIds() {
    DataSet data = data(false);
    for (double bad : new double[] {0.5, CLASSES, Double.NaN}) {
      data.getLabels().putScalar(2, 2, bad);
      assertThatThrownBy(() -> OneHotLabels.of(data, CLASSES))
          .isInstanceOf(DL4JInvalidInputException.class)
          .hasMessageContaining("example 2");
    }
    DataSet other = data(false);
    other.setLabelsMaskArray(Nd4j.ones(5, 6));
    assertThatThrownBy(() -> OneHotLabels.of(other, CLASSES))
        .hasMessageContaining("[5, 6]")
        .hasMessageContaining("[6, 5]");
  }
}
