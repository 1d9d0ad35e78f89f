package io.github.recurrent4j.interchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recurrent4j.inference.model.ModelFile;
import io.github.recurrent4j.inference.model.StoredWeights;
import io.github.recurrent4j.interchange.file.TensorFile;
import io.github.recurrent4j.interchange.file.TensorInfo;
import io.github.recurrent4j.languagemodel.LanguageModelNetwork;
import io.github.recurrent4j.languagemodel.LanguageModelRegime;
import io.github.recurrent4j.languagemodel.LanguageModelShape;
import io.github.recurrent4j.sentiment.SentimentNetwork;
import io.github.recurrent4j.sentiment.SentimentRegime;
import io.github.recurrent4j.sentiment.SentimentShape;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** What is exported comes back as the same network. */
class SafetensorsExportTest {
  private static final int TOKENS = 9;

  @TempDir Path folder;

  private static ModelFile model(String configuration, INDArray parameters) {
    return ModelFile.of(configuration, StoredWeights.copyOf(parameters.toFloatVector()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"gru", "gru_reset_after", "lstm", "rnn"})
  void thereAndBack(String cell) {
    LanguageModelShape shape =
        LanguageModelShape.of(Map.of("cell", cell, "layers", 2, "hidden", 5, "embedding", 4));
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            LanguageModelNetwork.of(shape, LanguageModelRegime.standard(), TOKENS));
    network.init();
    // Biases, too, which begin at zero.
    network.params().addi(Nd4j.rand(network.params().shape()).muli(0.3));
    Path file = folder.resolve("m.safetensors");
    try (ModelFile model = model(network.getLayerWiseConfigurations().toJson(), network.params())) {
      SafetensorsExport.write(model, file);
    }
    INDArray ids = Nd4j.createFromArray(new float[][] {{1, 5, 8, 0}, {2, 2, 7, 3}});
    try (TensorFile written = TensorFile.open(file)) {
      assertThat(written.text("format")).isEqualTo("pt");
      assertThat(written.tensors().get(0).name()).isEqualTo("layer0.weight");
      MultiLayerNetwork back = ImportedNetwork.of(Importing.standard().layers(written));
      assertThat(back.output(ids).equalsWithEps(network.output(ids), 1e-6)).isTrue();
    }
  }

  @Test
  void twoDirectionsAreOneModule() {
    SentimentShape shape =
        SentimentShape.of(
            Map.of(
                "cell", "lstm", "layers", 2, "hidden", 5, "embedding", 4, "pooling", "attention"));
    ComputationGraph graph =
        new ComputationGraph(SentimentNetwork.of(shape, SentimentRegime.standard(), TOKENS));
    graph.init();
    Path file = folder.resolve("m.safetensors");
    try (ModelFile model = model(graph.getConfiguration().toJson(), graph.params())) {
      SafetensorsExport.write(model, file);
    }
    try (TensorFile written = TensorFile.open(file)) {
      List<ImportedRecurrent> encoder = new PyTorchModules(written).lstm("encoder");
      assertThat(encoder).hasSize(2).allMatch(ImportedRecurrent::bidirectional);
      assertThat(encoder.get(1).in()).isEqualTo(10);
      assertThat(written.tensors().stream().map(TensorInfo::name))
          .contains("source_embedding.weight", "attention.weight", "output.bias");
    }
  }
}
