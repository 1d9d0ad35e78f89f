package io.github.recurrent4j.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.recurrent4j.inference.model.BaseModel;
import io.github.recurrent4j.inference.model.LowRankChange;
import io.github.recurrent4j.inference.model.LowRankChange.Part;
import io.github.recurrent4j.inference.model.ModelFile;
import io.github.recurrent4j.inference.model.ModelFileException;
import io.github.recurrent4j.kernels.Cell;
import io.github.recurrent4j.layers.IdEmbedding;
import io.github.recurrent4j.layers.RecurrentLayers;
import io.github.recurrent4j.layers.SparseOutput;
import java.util.Random;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.BaseRecurrentLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Differences of weights of low rank, beside sums written out. */
class LowRankTest {
  private static final int TOKENS = 200;
  private static final int EMBEDDING = 12;
  private static final int HIDDEN = 16;
  private static final int PLENTY = 1 << 20;

  private static MultiLayerNetwork network(int hidden) {
    BaseRecurrentLayer.Builder<?> cell = RecurrentLayers.of(Cell.GRU);
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .seed(1)
                .list()
                .layer(new IdEmbedding.Builder().nIn(TOKENS).nOut(EMBEDDING).build())
                .layer(cell.nIn(EMBEDDING).nOut(hidden).build())
                .layer(new SparseOutput.Builder().nIn(hidden).nOut(TOKENS).build())
                .build());
    network.init();
    return network;
  }

  /** Adds a product of two random factors, and gives it. */
  private static INDArray add(INDArray parameter, int rank, long seed) {
    long rows = parameter.size(0);
    long columns = parameter.size(1);
    Random random = new Random(seed);
    INDArray left = Nd4j.create(rows, rank);
    INDArray right = Nd4j.create(rank, columns);
    for (int k = 0; k < rank; k++) {
      for (int i = 0; i < rows; i++) {
        left.putScalar(i, k, random.nextGaussian() / 10);
      }
      for (int j = 0; j < columns; j++) {
        right.putScalar(k, j, random.nextGaussian() / 10);
      }
    }
    INDArray product = left.mmul(right);
    parameter.addi(product);
    return product;
  }

  private static ModelFile file(MultiLayerNetwork network) {
    return NetworkConversion.describe(network);
  }

  @Test
  void withRoomForAllOfItAChangeIsKept() {
    MultiLayerNetwork before = network(HIDDEN);
    MultiLayerNetwork after = before.clone();
    add(after.getParam("0_W"), 2, 3);
    add(after.getParam("1_W"), 2, 4);
    after.getParam("2_b").addi(0.25);
    try (BaseModel base = new BaseModel("base", file(before), 7);
        ModelFile model = file(after)) {
      LowRankChange change = LowRank.change(base, model, PLENTY);
      assertThat(change.base()).isEqualTo("base");
      assertThat(change.checksum()).isEqualTo(7);
      assertThat(change.parts())
          .extracting(Part::rank)
          .containsExactly(12, Part.SPARSE, Part.WHOLE);
      assertThat(sum(before, change))
          .containsExactly(after.params().toFloatVector(), within(1e-5f));
    }
  }

  /** What a change makes of weights, as its Javadoc says it. */
  private static float[] sum(MultiLayerNetwork before, LowRankChange change) {
    float[] all = before.params().toFloatVector();
    float[] values = change.values();
    int from = 0;
    for (Part part : change.parts()) {
      int second = from + Math.max(0, part.rank()) * part.rows();
      for (int i = 0; i < part.rows(); i++) {
        for (int j = 0; j < part.columns(); j++) {
          int at = part.at() + i * part.columns() + j;
          all[at] += part.rank() <= 0 ? values[from + i * part.columns() + j] : 0;
          for (int k = 0; k < part.rank(); k++) {
            all[at] += values[from + k * part.rows() + i] * values[second + k * part.columns() + j];
          }
        }
      }
      from += (int) part.stored();
    }
    return all;
  }

  /** What a file of 2,080 bytes has room for beside what each file holds: 200 + 12 values. */
  @Test
  void withLittleRoomTheLargestComponentIsKept() {
    MultiLayerNetwork before = network(HIDDEN);
    MultiLayerNetwork after = before.clone();
    INDArray large = add(after.getParam("0_W"), 1, 3);
    INDArray small = add(after.getParam("0_W"), 4, 5).muli(0.99);
    after.getParam("0_W").subi(small);
    try (BaseModel base = new BaseModel("base", file(before), 7);
        ModelFile model = file(after)) {
      LowRankChange change = LowRank.change(base, model, 2080);
      assertThat(change.parts()).extracting(Part::rank).containsExactly(1);
      INDArray kept = Nd4j.createFromArray(sum(before, change));
      double lost = kept.sub(after.params()).norm2Number().doubleValue();
      assertThat(lost).isPositive().isLessThan(0.1 * large.norm2Number().doubleValue());
    }
  }

  @Test
  void otherLayersAreRefused() {
    try (BaseModel base = new BaseModel("base", file(network(HIDDEN)), 7);
        ModelFile model = file(network(HIDDEN + 1))) {
      assertThatThrownBy(() -> LowRank.change(base, model, PLENTY))
          .isInstanceOf(ModelFileException.class)
          .hasMessageContaining("--from base");
    }
  }
}
