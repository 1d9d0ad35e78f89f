package io.github.recurrent4j.interchange.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.recurrent4j.interchange.Fixtures;
import io.github.recurrent4j.vectorization.BadInputException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What PyTorch, NumPy and safetensors write is read with its values; anything else is one line. */
class TensorFileTest {
  private static final float[] ROWS = {0, 1, 2, 3, 4, 5};

  @TempDir Path folder;

  private static TensorFile open(String name) {
    return TensorFile.open(Fixtures.file(name));
  }

  private static float[] values(TensorFile file, String name) {
    return file.tensor(name).values();
  }

  @Test
  void pyTorchViews() {
    try (TensorFile file = open("views.pt")) {
      assertThat(file.format()).isEqualTo("PyTorch");
      float[] whole = values(file, "whole");
      assertThat(whole).hasSize(24).startsWith(0, 1, 2, 3);
      Tensor turned = file.tensor("transposed");
      assertThat(turned.info().shape()).containsExactly(6L, 4L);
      assertThat(turned.values()).startsWith(0, 6, 12, 18, 1, 7);
      assertThat(values(file, "every-other")).containsExactly(1, 3, 5, 13, 15, 17);
      assertThat(values(file, "half")).containsExactly(1.5f, -2.25f, 65504f, 0x1p-24f);
      assertThat(values(file, "bfloat16")).containsExactly(1.5f, -3.140625f);
      assertThat(values(file, "double")).containsExactly(0.1f, 0.2f);
      assertThat(values(file, "int64")).containsExactly(1, -2, 3);
      assertThat(values(file, "bool")).containsExactly(1, 0);
      assertThat(values(file, "scalar")).containsExactly(4);
      assertThat(file.tensor("scalar").info().shape()).isEmpty();
      assertThat(values(file, "nested.parameter")).containsExactly(1, 1);
      assertThat(values(file, "nested.list.0")).containsExactly(0);
      assertThat(file.tensors()).hasSize(11);
    }
  }

  @Test
  void aCheckpointsStateDictCounts() {
    try (TensorFile file = open("tagger-gru.pt")) {
      assertThat(file.tensors().get(0).name()).isEqualTo("embedding.weight");
      assertThat(file.has("decoder.bias")).isTrue();
    }
    try (TensorFile file = open("classifier.pt")) {
      assertThat(file.tensors().get(0).name()).isEqualTo("embedding.weight");
    }
  }

  @Test
  void numpyArrays() {
    try (TensorFile file = open("arrays.npz")) {
      assertThat(file.tensors().stream().map(TensorInfo::name))
          .contains("rows", "columns", "cube", "group/inner");
      for (String name : List.of("rows", "columns", "big", "half")) {
        assertThat(values(file, name)).as(name).containsExactly(ROWS);
      }
      assertThat(values(file, "cube")).startsWith(0, 1, 2, 3, 4).endsWith(22, 23);
      assertThat(values(file, "int")).containsExactly(1, -2, 3);
      assertThat(values(file, "scalar")).containsExactly(4);
      assertThat(values(file, "group/inner")).containsExactly(1, 0);
    }
    try (TensorFile file = open("compressed.npz")) {
      assertThat(values(file, "rows")).containsExactly(ROWS);
      assertThat(values(file, "zeros")).hasSize(10_000).containsOnly(0);
    }
    try (TensorFile file = open("single.npy")) {
      assertThat(values(file, "single")).containsExactly(ROWS);
    }
  }

  @Test
  void safetensors() {
    try (TensorFile file = open("tensors.safetensors")) {
      assertThat(file.text("format")).isEqualTo("pt");
      assertThat(values(file, "rows")).containsExactly(ROWS);
      assertThat(values(file, "half")).containsExactly(1.5f, -2.25f, 0x1p-24f);
      assertThat(values(file, "bfloat16")).containsExactly(1.5f, -3.140625f);
      assertThat(values(file, "empty")).isEmpty();
      assertThat(file.tensor("empty").info().shapeText()).isEqualTo("[0, 4]");
      assertThat(values(file, "scalar")).containsExactly(4);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "objects.pt, save model.state_dict() alone",
    "legacy.pt, save it with torch.save of PyTorch 1.6 or newer",
    "objects.npy, save it with dtype float32",
    "gru.in.txt, is damaged"
  })
  void whatIsNoTensorIsOneLine(String name, String line) {
    assertThatThrownBy(() -> open(name))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining(line)
        .hasMessageContaining(name);
  }

  @Test
  void anUnknownTensorIsNamed() {
    try (TensorFile file = open("single.npy")) {
      assertThatThrownBy(() -> file.tensor("other")).hasMessageContaining("no tensor 'other'");
    }
  }

  private Path safetensors(String header, int data) throws Exception {
    byte[] text = header.getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes =
        ByteBuffer.allocate(Long.BYTES + text.length + data).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(text.length).put(text);
    return Files.write(folder.resolve("forged.safetensors"), bytes.array());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[4]        | [0,16] | 8  | has 8 bytes of values",
        "[4]        | [0,8]  | 8  | does not fit its shape",
        "[4]        | [4,20] | 20 | overlap or leave gaps",
        "[-1]       | [0,0]  | 0  | impossible shape",
        "[65536,65536] | [0,17179869184] | 0 | impossible shape",
        "[4611686018427387904,4] | [0,0] | 0 | impossible shape",
        "[1.5]      | [0,0]  | 0  | neither shape nor place",
        "[2]        | [8,0]  | 8  | does not fit its shape"
      })
  void forgedSafetensors(String shape, String offsets, int data, String line) throws Exception {
    String header =
        "{\"a\":{\"dtype\":\"F32\",\"shape\":" + shape + ",\"data_offsets\":" + offsets + "}}";
    Path file = safetensors(header, data);
    assertThatThrownBy(() -> TensorFile.open(file))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining(line);
  }

  @Test
  void aSafetensorsHeaderThatPromisesMoreThanThereIs() throws Exception {
    ByteBuffer bytes = ByteBuffer.allocate(100).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(Long.MAX_VALUE);
    Path file = Files.write(folder.resolve("a"), bytes.array());
    assertThatThrownBy(() -> TensorFile.open(file)).hasMessageContaining("is damaged");
    Path twice = safetensors("{\"a\":1,\"a\":2}", 0);
    assertThatThrownBy(() -> TensorFile.open(twice)).hasMessageContaining("is damaged");
  }
}
