package io.github.recurrent4j.interchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.recurrent4j.interchange.Fixtures.Values;
import io.github.recurrent4j.interchange.file.TensorFile;
import io.github.recurrent4j.kernels.Cell;
import io.github.recurrent4j.layers.GRU;
import io.github.recurrent4j.vectorization.BadInputException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/** Networks of PyTorch's weights give PyTorch's outputs. */
class PyTorchTest {
  private static final double EQUAL = 1e-5;

  static INDArray array(Values values) {
    return Nd4j.createFromArray(values.values())
        .castTo(org.nd4j.linalg.api.buffer.DataType.FLOAT)
        .reshape(values.shape());
  }

  static void assertEqual(INDArray actual, Values expected) {
    assertThat(actual.shape()).isEqualTo(expected.shape());
    double[] values = actual.dup('c').data().asDouble();
    for (int i = 0; i < values.length; i++) {
      assertThat(values[i]).as("value %d", i).isCloseTo(expected.values()[i], within(EQUAL));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "gru, GRU_RESET_AFTER, 1, false",
    "gru-2-bi, GRU_RESET_AFTER, 2, true",
    "lstm, LSTM, 1, false",
    "lstm-2-bi, LSTM, 2, true",
    "lstm-no-bias, LSTM, 1, false",
    "rnn-2, RNN, 2, false"
  })
  void recurrentModules(String name, Cell cell, int count, boolean both) throws Exception {
    try (TensorFile file = TensorFile.open(Fixtures.file(name + ".pt"))) {
      List<ImportedRecurrent> layers = new PyTorchModules(file).recurrent("rnn");
      assertThat(layers).hasSize(count);
      assertThat(layers.get(0).cell()).isEqualTo(cell);
      assertThat(layers.get(0).bidirectional()).isEqualTo(both);
      MultiLayerNetwork network = ImportedNetwork.of(new ArrayList<>(layers));
      INDArray x = array(Fixtures.values(name + ".in.txt")).permute(0, 2, 1);
      INDArray y = network.output(x).permute(0, 2, 1);
      assertEqual(y, Fixtures.values(name + ".out.txt"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"tagger-gru", "tagger-lstm"})
  void aWholeNetworkAtEachStep(String name) throws Exception {
    try (TensorFile file = TensorFile.open(Fixtures.file(name + ".pt"))) {
      List<ImportedLayer> layers = Importing.standard().layers(file);
      assertThat(layers).hasSize(4);
      INDArray ids = array(Fixtures.values(name + ".in.txt"));
      INDArray p = ImportedNetwork.of(layers).output(ids).permute(0, 2, 1);
      assertEqual(p, Fixtures.values(name + ".out.txt"));
    }
  }

  @Test
  void bothDirectionsLastStates() throws Exception {
    try (TensorFile file = TensorFile.open(Fixtures.file("classifier.pt"))) {
      List<ImportedLayer> layers =
          new Importing(List.of("embedding", "rnn", "fc"), true, Importing.Head.SOFTMAX)
              .layers(file);
      INDArray p = ImportedNetwork.of(layers).output(array(Fixtures.values("classifier.in.txt")));
      assertEqual(p, Fixtures.values("classifier.out.txt"));
    }
  }

  @Test
  void aNetworkIsWrittenAndTrainsOn(@TempDir Path folder) throws Exception {
    Path written = folder.resolve("network.zip");
    try (TensorFile file = TensorFile.open(Fixtures.file("tagger-gru.pt"))) {
      ImportedNetwork.write(ImportedNetwork.of(Importing.standard().layers(file)), written);
    }
    MultiLayerNetwork network = MultiLayerNetwork.load(written.toFile(), true);
    INDArray ids = array(Fixtures.values("tagger-gru.in.txt"));
    assertEqual(network.output(ids).permute(0, 2, 1), Fixtures.values("tagger-gru.out.txt"));
    DataSet data = new DataSet(ids, ids);
    double before = network.score(data);
    for (int i = 0; i < 20; i++) {
      network.fit(data);
    }
    assertThat(network.score(data)).isLessThan(before);
  }

  @Test
  void intoALayerOfOnesOwn() throws Exception {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .list()
                .layer(new GRU.Builder().resetAfter(true).nOut(4).build())
                .setInputType(InputType.recurrent(3))
                .build());
    network.init();
    try (TensorFile file = TensorFile.open(Fixtures.file("gru.pt"))) {
      new PyTorchModules(file).gru("rnn").get(0).copyTo(network.getLayer(0));
    }
    INDArray x = array(Fixtures.values("gru.in.txt")).permute(0, 2, 1);
    assertEqual(network.output(x).permute(0, 2, 1), Fixtures.values("gru.out.txt"));
  }

  @Test
  void whatDoesNotFitIsSaid() {
    try (TensorFile file = TensorFile.open(Fixtures.file("tagger-gru.pt"))) {
      PyTorchModules modules = new PyTorchModules(file);
      assertThatThrownBy(() -> modules.lstm("encoder"))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("not LSTM");
      assertThatThrownBy(() -> modules.gru("other"))
          .hasMessageContaining("no module 'other', but embedding, encoder, decoder");
      assertThatThrownBy(() -> ImportedNetwork.of(modules.all(List.of("decoder", "embedding"))))
          .hasMessageContaining("'embedding' reads ids");
      assertThatThrownBy(() -> ImportedNetwork.of(modules.all(List.of("encoder", "encoder"))))
          .hasMessageContaining("what stands before it gives 4");
    }
    try (TensorFile file = TensorFile.open(Fixtures.file("views.pt"))) {
      assertThatThrownBy(() -> new PyTorchModules(file).all())
          .hasMessageContaining("no weights with PyTorch's names");
    }
  }
}
