package io.github.recurrent4j.spark.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.recurrent4j.training.TrainingRun;
import io.github.recurrent4j.training.TrainingSettings;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.spark.api.RDDTrainingApproach;
import org.deeplearning4j.spark.api.Repartition;
import org.deeplearning4j.spark.impl.graph.SparkComputationGraph;
import org.deeplearning4j.spark.impl.paramavg.ParameterAveragingTrainingMaster;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.lossfunctions.LossFunctions;

/** Rounds are those of DL4J's own training master. */
class MasterTest {
  private static final int ROWS = 4;
  private static final int INTERVAL = 3;

  private static SparkSession session;
  private static JavaSparkContext context;

  @BeforeAll
  static void start() {
    session =
        SparkSession.builder().master("local[2]").config("spark.ui.enabled", "false").getOrCreate();
    context = JavaSparkContext.fromSparkContext(session.sparkContext());
  }

  @AfterAll
  static void stop() {
    session.close();
  }

  private static ComputationGraph network() {
    ComputationGraph network =
        new ComputationGraph(
            new NeuralNetConfiguration.Builder()
                .seed(3)
                // Its state is averaged, and its updates depend on no count, which their workers
                // begin anew.
                .updater(new Nesterovs(0.1, 0.9))
                .graphBuilder()
                .addInputs("in")
                .addLayer(
                    "hidden",
                    new DenseLayer.Builder().nIn(3).nOut(5).activation(Activation.TANH).build(),
                    "in")
                .addLayer(
                    "out",
                    new OutputLayer.Builder(LossFunctions.LossFunction.MCXENT)
                        .nIn(5)
                        .nOut(2)
                        .activation(Activation.SOFTMAX)
                        .build(),
                    "hidden")
                .setOutputs("out")
                .build());
    network.init();
    return network;
  }

  private static List<Object> minibatches(int count) {
    Nd4j.getRandom().setSeed(11);
    List<Object> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      INDArray labels = Nd4j.zeros(ROWS, 2);
      for (int row = 0; row < ROWS; row++) {
        labels.putScalar(row, (row + i) % 2, 1);
      }
      all.add(new MultiDataSet(Nd4j.randn(ROWS, 3), labels));
    }
    return all;
  }

  private record Run(Model network, long step) implements TrainingRun {
    @Override
    public TrainingSettings settings() {
      return TrainingSettings.plain(TrainingSettings.Updater.ADAM, 0.05, 0, 7);
    }

    @Override
    public String metric() {
      return "none";
    }

    @Override
    public long totalSteps() {
      return 2;
    }

    @Override
    public void stop() {}
  }

  /** Of six workers the mean is formed by the executors. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 6})
  void theyEndWithTheSameWeights(int workers) {
    List<Object> first = minibatches(workers * INTERVAL);
    List<Object> second = minibatches(workers * INTERVAL);
    ComputationGraph theirs = network();
    SparkComputationGraph spark =
        new SparkComputationGraph(
            context,
            theirs,
            new ParameterAveragingTrainingMaster.Builder(workers, ROWS)
                .batchSizePerWorker(ROWS)
                .averagingFrequency(INTERVAL)
                .saveUpdater(true)
                .workerPrefetchNumBatches(0)
                .repartionData(Repartition.Never)
                .rddTrainingApproach(RDDTrainingApproach.Direct)
                .storageLevel(null)
                .build());
    for (List<Object> round : List.of(first, second)) {
      List<org.nd4j.linalg.dataset.api.MultiDataSet> all = new ArrayList<>();
      round.forEach(each -> all.add((MultiDataSet) each));
      spark.fitMultiDataSet(context.parallelize(all, workers));
    }
    ComputationGraph ours = network();
    INDArray before = ours.params().dup();
    SparkRounds rounds = new SparkRounds(context, workers, INTERVAL);
    assertThat(rounds.fit(new Run(ours, 0), first)).isPositive();
    rounds.fit(new Run(ours, 1), second);
    rounds.ended();
    INDArray result = spark.getNetwork().params();
    assertThat(result.sub(before).amaxNumber().doubleValue()).isGreaterThan(0.1);
    assertThat(result.sub(ours.params()).amaxNumber().doubleValue()).isCloseTo(0, within(1e-5));
    INDArray state = spark.getNetwork().getUpdater().getStateViewArray();
    assertThat(state.sub(ours.getUpdater().getStateViewArray()).amaxNumber().doubleValue())
        .isCloseTo(0, within(1e-5));
  }
}
