package io.github.recurrent4j.search.layers;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recurrent4j.layers.FusedLSTM;
import io.github.recurrent4j.layers.FusedSimpleRnn;
import io.github.recurrent4j.layers.GRU;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.deeplearning4j.arbiter.MultiLayerSpace;
import org.deeplearning4j.arbiter.conf.updater.AdamSpace;
import org.deeplearning4j.arbiter.layers.RnnOutputLayerSpace;
import org.deeplearning4j.arbiter.optimize.api.ParameterSpace;
import org.deeplearning4j.arbiter.optimize.api.data.DataSource;
import org.deeplearning4j.arbiter.optimize.api.termination.MaxCandidatesCondition;
import org.deeplearning4j.arbiter.optimize.config.OptimizationConfiguration;
import org.deeplearning4j.arbiter.optimize.generator.RandomSearchGenerator;
import org.deeplearning4j.arbiter.optimize.parameter.BooleanSpace;
import org.deeplearning4j.arbiter.optimize.parameter.continuous.ContinuousParameterSpace;
import org.deeplearning4j.arbiter.optimize.parameter.integer.IntegerParameterSpace;
import org.deeplearning4j.arbiter.optimize.runner.IOptimizationRunner;
import org.deeplearning4j.arbiter.optimize.runner.LocalOptimizationRunner;
import org.deeplearning4j.arbiter.scoring.impl.TestSetLossScoreFunction;
import org.deeplearning4j.arbiter.task.MultiLayerNetworkTaskCreator;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.deeplearning4j.nn.conf.layers.BaseRecurrentLayer;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions;

/** The layers in a user's own Arbiter search, with Arbiter's own tasks and scores. */
class LayerSpacesTest {
  /** Random sequences. */
  public static final class Sequences implements DataSource {
    private static final long serialVersionUID = 1;

    @Override
    public void configure(Properties properties) {
      // Nothing to configure.
    }

    @Override
    public Object trainData() {
      return batches(1);
    }

    @Override
    public Object testData() {
      return batches(2);
    }

    @Override
    public Class<?> getDataType() {
      return DataSetIterator.class;
    }

    private static DataSetIterator batches(int seed) {
      Nd4j.getRandom().setSeed(seed);
      List<DataSet> all = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        all.add(new DataSet(Nd4j.rand(4, 3, 5), Nd4j.rand(4, 2, 5)));
      }
      return new ListDataSetIterator<>(all, 4);
    }
  }

  @Test
  void arbiterSearchesOurLayers() {
    ParameterSpace<Integer> size = new IntegerParameterSpace(4, 12);
    MultiLayerSpace space =
        new MultiLayerSpace.Builder()
            .updater(new AdamSpace(new ContinuousParameterSpace(1e-4, 1e-1)))
            .addLayer(
                new GRULayerSpace.Builder()
                    .nIn(3)
                    .nOut(size)
                    .resetAfter(new BooleanSpace())
                    .build())
            .addLayer(new FusedLSTMLayerSpace.Builder().nOut(size).build())
            .addLayer(new FusedSimpleRnnLayerSpace.Builder().nOut(5).build())
            .addLayer(
                new RnnOutputLayerSpace.Builder()
                    .nOut(2)
                    .activation(Activation.SOFTMAX)
                    .lossFunction(LossFunctions.LossFunction.MCXENT)
                    .build())
            .numEpochs(2)
            .build();
    IOptimizationRunner runner =
        new LocalOptimizationRunner(
            new OptimizationConfiguration.Builder()
                .candidateGenerator(new RandomSearchGenerator(space, null))
                .dataSource(Sequences.class, new Properties())
                .scoreFunction(new TestSetLossScoreFunction())
                .terminationConditions(new MaxCandidatesCondition(2))
                .rngSeed(5)
                .build(),
            new MultiLayerNetworkTaskCreator());
    runner.execute();
    assertThat(runner.numCandidatesFailed()).isZero();
    assertThat(runner.bestScore()).isPositive().isFinite();
  }

  @Test
  void valuesReachTheLayers() {
    ParameterSpace<Integer> size = new IntegerParameterSpace(4, 12);
    ParameterSpace<Boolean> after = new BooleanSpace();
    GRULayerSpace gru = new GRULayerSpace.Builder().nIn(3).nOut(size).resetAfter(after).build();
    assertThat(gru.numParameters()).isEqualTo(2);
    size.setIndices(0);
    after.setIndices(1);
    GRU layer = gru.getValue(new double[] {1, 0});
    assertThat(layer.getNOut()).isEqualTo(12);
    assertThat(layer.isResetAfter()).isTrue();
    FusedLSTM lstm =
        new FusedLSTMLayerSpace.Builder()
            .nIn(3)
            .nOut(size)
            .forgetGateBiasInit(2)
            .build()
            .getValue(new double[] {0});
    assertThat(lstm.getNOut()).isEqualTo(4);
    assertThat(lstm.getForgetGateBiasInit()).isEqualTo(2);
    BaseRecurrentLayer rnn =
        new FusedSimpleRnnLayerSpace.Builder().nIn(3).nOut(size).build().getValue(new double[] {0});
    assertThat(rnn).isInstanceOf(FusedSimpleRnn.class);
  }
}
