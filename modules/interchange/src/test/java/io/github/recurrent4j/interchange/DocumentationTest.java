package io.github.recurrent4j.interchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recurrent4j.inference.model.ModelFile;
import io.github.recurrent4j.interchange.file.TensorFile;
import io.github.recurrent4j.interchange.onnx.OnnxExport;
import io.github.recurrent4j.layers.GRU;
import io.github.recurrent4j.training.ModelFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Java of docs/interchange.md: what stands there between the same marks is run here. */
class DocumentationTest {
  @TempDir Path folder;

  @Test
  void theDocumentHasThisCode() throws IOException {
    Path root = Path.of("..", "..");
    String page = Files.readString(root.resolve("docs/interchange.md")).replaceAll("\\s+", " ");
    String here =
        Files.readString(
                Path.of("src/test/java/io/github/recurrent4j/interchange/DocumentationTest.java"))
            .replaceAll("\\s+", " ");
    String[] parts = here.split("// docs: ", -1);
    // The first lies before any mark; the last is this method's own text or comes after the code.
    int found = 0;
    for (String part : parts) {
      int end = part.indexOf("// end");
      if (part.startsWith("begin") && end > 0) {
        assertThat(page).contains(part.substring("begin".length(), end).strip());
        found++;
      }
    }
    assertThat(found).isEqualTo(3);
  }

  @Test
  void aWholeNetwork() {
    Path checkpoint = Fixtures.file("tagger-lstm.pt");
    // docs: begin
    try (TensorFile file = TensorFile.open(checkpoint)) {
      List<ImportedLayer> layers = Importing.standard().layers(file);
      MultiLayerNetwork network = ImportedNetwork.of(layers);
      ImportedNetwork.write(network, folder.resolve("network.zip"));
    }
    // end
    assertThat(folder.resolve("network.zip")).exists();
  }

  @Test
  void oneModule() {
    Path checkpoint = Fixtures.file("tagger-gru.pt");
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .list()
                .layer(new GRU.Builder().resetAfter(true).nOut(4).build())
                .setInputType(InputType.recurrent(3))
                .build());
    network.init();
    // docs: begin
    try (TensorFile file = TensorFile.open(checkpoint)) {
      List<ImportedRecurrent> encoder = new PyTorchModules(file).gru("encoder");
      encoder.get(0).copyTo(network.getLayer(0));
    }
    // end
    assertThat(network.params().norm2Number().doubleValue()).isPositive();
  }

  @Test
  void export() {
    List<Path> files =
        ModelFiles.pretrained("sentiment-en.zip", "sentiment", model -> written(model, folder));
    assertThat(files).hasSize(1).allMatch(Files::exists);
    assertThat(folder.resolve("weights.safetensors")).exists();
  }

  private static List<Path> written(ModelFile model, Path folder) {
    // docs: begin
    try (model) {
      SafetensorsExport.write(model, folder.resolve("weights.safetensors"));
      return OnnxExport.write(model, folder.resolve("network.onnx"));
    }
    // end
  }
}
