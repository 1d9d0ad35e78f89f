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
  private static final int TOKENS = 30;
  private static final int EMBEDDING = 6;
  private static final int HIDDEN = 8;

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
  void changeOfThatRankIsKept() {
    MultiLayerNetwork before = network(HIDDEN);
    MultiLayerNetwork after = before.clone();
    add(after.getParam("1_RW"), 2, 3);
    add(after.getParam("1_W"), 2, 4);
    after.getParam("2_b").addi(0.25);
    try (BaseModel base = new BaseModel("base", file(before), 7);
        ModelFile model = file(after)) {
      LowRankChange change = LowRank.change(base, model, 2);
      assertThat(change.base()).isEqualTo("base");
      assertThat(change.checksum()).isEqualTo(7);
      assertThat(change.parts()).extracting(Part::rank).containsExactly(2, 2, 0);
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
      int second = from + part.rank() * part.rows();
      for (int i = 0; i < part.rows(); i++) {
        for (int j = 0; j < part.columns(); j++) {
          int at = part.at() + i * part.columns() + j;
          all[at] += part.rank() == 0 ? values[from + i * part.columns() + j] : 0;
          for (int k = 0; k < part.rank(); k++) {
            all[at] += values[from + k * part.rows() + i] * values[second + k * part.columns() + j];
          }
        }
      }
      from += (int) part.stored();
    }
    return all;
  }

  @Test
  void ofAHigherRankTheLargestPartIsKept() {
    MultiLayerNetwork before = network(HIDDEN);
    MultiLayerNetwork after = before.clone();
    INDArray large = add(after.getParam("1_RW"), 1, 3);
    add(after.getParam("1_RW"), 4, 5);
    INDArray small = after.getParam("1_RW").sub(before.getParam("1_RW")).sub(large).mul(-0.99);
    after.getParam("1_RW").addi(small);
    try (BaseModel base = new BaseModel("base", file(before), 7);
        ModelFile model = file(after)) {
      INDArray kept = Nd4j.createFromArray(sum(before, LowRank.change(base, model, 1)));
      double lost = kept.sub(after.params()).norm2Number().doubleValue();
      assertThat(lost).isPositive().isLessThan(0.05 * large.norm2Number().doubleValue());
    }
  }

  @Test
  void limitKeepsDifferencesOfThatRankAndEmbeddings() {
    MultiLayerNetwork network = network(HIDDEN);
    RankLimit limit = new RankLimit(network, 2);
    INDArray before = network.params().dup();
    INDArray embedding = network.getParam("0_W").dup();
    network.getParam("0_W").addi(1);
    add(network.getParam("1_RW"), 2, 3);
    network.getParam("1_b").addi(0.5);
    INDArray allowed = network.params().dup();
    limit.stepped(network, 49);
    assertThat(network.params()).isEqualTo(allowed);
    limit.stepped(network, 50);
    assertThat(network.getParam("0_W")).isEqualTo(embedding);
    network.getParam("0_W").addi(1);
    assertThat(network.params().sub(allowed).amaxNumber().doubleValue()).isLessThan(1e-5);
    add(network.getParam("1_RW"), 5, 9);
    network.getParam("0_W").assign(embedding);
    INDArray full = network.params().dup();
    limit.apply(network.params());
    INDArray change = network.params().sub(before);
    assertThat(change.norm2Number().doubleValue())
        .isPositive()
        .isLessThan(full.sub(before).norm2Number().doubleValue());
    INDArray again = network.params().dup();
    limit.apply(network.params());
    assertThat(network.params().sub(again).amaxNumber().doubleValue()).isLessThan(1e-5);
  }

  @Test
  void otherLayersAreRefused() {
    try (BaseModel base = new BaseModel("base", file(network(HIDDEN)), 7);
        ModelFile model = file(network(HIDDEN + 1))) {
      assertThatThrownBy(() -> LowRank.change(base, model, 2))
          .isInstanceOf(ModelFileException.class)
          .hasMessageContaining("--from base");
    }
  }
}
