package io.github.recurrent4j.interchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recurrent4j.interchange.file.SafetensorsWriter;
import io.github.recurrent4j.interchange.file.Tensor;
import io.github.recurrent4j.interchange.file.TensorFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.activations.Activation;

class LayerOrderTest {
  @TempDir Path folder;

  private static ImportedLayer dense(String name, int in, int out) {
    return new ImportedDense(name, new float[in * out], new float[out], Activation.IDENTITY);
  }

  private static List<String> names(List<ImportedLayer> layers) {
    List<List<ImportedLayer>> modules = layers.stream().map(List::of).toList();
    return LayerOrder.of(modules).stream().map(module -> module.get(0).name()).toList();
  }

  @Test
  void sizesTellTheOrder() {
    ImportedLayer embedding = new ImportedEmbedding("c", 9, 2, new float[18]);
    ImportedLayer last = dense("a", 4, 9);
    ImportedLayer inner = dense("b", 2, 4);
    assertThat(names(List.of(last, inner, embedding))).containsExactly("c", "b", "a");
    assertThat(names(List.of(embedding, inner, last))).containsExactly("c", "b", "a");
  }

  @Test
  void whereTheyDoNotItStays() {
    ImportedLayer embedding = new ImportedEmbedding("c", 9, 4, new float[36]);
    List<ImportedLayer> alike = List.of(dense("a", 4, 4), dense("b", 4, 4), embedding);
    assertThat(names(alike)).containsExactly("a", "b", "c");
    List<ImportedLayer> none = List.of(dense("a", 4, 3), dense("b", 2, 4));
    assertThat(names(none)).containsExactly("a", "b");
  }

  @Test
  void aFileSortedByName() {
    Path file = folder.resolve("sorted.safetensors");
    SafetensorsWriter.write(
        file,
        List.of(
            zeros("decoder.bias", 7),
            zeros("decoder.weight", 7, 4),
            zeros("embedding.weight", 7, 3),
            zeros("rnn.weight_hh_l0", 12, 4),
            zeros("rnn.weight_hh_l1", 12, 4),
            zeros("rnn.weight_ih_l0", 12, 3),
            zeros("rnn.weight_ih_l1", 12, 4)),
        Map.of());
    try (TensorFile read = TensorFile.open(file)) {
      assertThat(Importing.standard().layers(read).stream().map(ImportedLayer::name))
          .containsExactly("embedding", "rnn", "rnn_l1", "decoder");
    }
  }

  private static Tensor zeros(String name, long... shape) {
    int count = 1;
    for (long n : shape) {
      count *= (int) n;
    }
    return SafetensorsWriter.tensor(name, new float[count], shape);
  }
}
