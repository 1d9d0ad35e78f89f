package io.github.recurrent4j.languagemodel;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.recurrent4j.vectorization.AtomicFile;
import io.github.recurrent4j.vectorization.BadInputException;
import io.github.recurrent4j.vectorization.Vocabulary;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The zip a language model is stored in: DL4J's own entries ({@code configuration.json}, {@code
 * coefficients.bin}), so that DL4J can open it, and {@code recurrent4j.json} (app, configuration,
 * provenance) and {@code vocabulary.txt}. Weights are float16 where that was asked for.
 */
final class ModelFile {
  static final String APP = "language-model";
  private static final ObjectMapper JSON = new ObjectMapper();

  private ModelFile() {}

  record Content(
      MultiLayerNetwork network,
      LanguageModelConfig config,
      Vocabulary vocabulary,
      JsonNode provenance) {}

  static void write(Path file, Content model, boolean half) {
    ObjectNode description = JSON.createObjectNode();
    description.put("app", APP);
    description.put("format", 1);
    description.set("config", JSON.valueToTree(model.config));
    description.set("provenance", model.provenance);
    INDArray weights = model.network.params();
    AtomicFile.write(
        file,
        out -> {
          ZipOutputStream zip = new ZipOutputStream(out);
          entry(
              zip,
              "configuration.json",
              model.network.getLayerWiseConfigurations().toJson().getBytes(StandardCharsets.UTF_8));
          ByteArrayOutputStream bytes = new ByteArrayOutputStream();
          Nd4j.write(
              half ? weights.castTo(DataType.FLOAT16) : weights, new DataOutputStream(bytes));
          entry(zip, "coefficients.bin", bytes.toByteArray());
          entry(zip, "recurrent4j.json", JSON.writeValueAsBytes(description));
          entry(zip, "vocabulary.txt", model.vocabulary.toText().getBytes(StandardCharsets.UTF_8));
          zip.finish();
        });
  }

  private static void entry(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
    ZipEntry entry = new ZipEntry(name);
    entry.setTime(0);
    zip.putNextEntry(entry);
    zip.write(bytes);
    zip.closeEntry();
  }

  static Content read(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new BadInputException(
          "model " + file + " does not exist: train one with 'r4j lm train --out " + file + "'");
    }
    try (InputStream in = Files.newInputStream(file)) {
      return read(in, file.toString());
    } catch (IOException e) {
      throw damaged(file.toString(), e);
    }
  }

  private static BadInputException damaged(String name, Exception e) {
    return new BadInputException(
        name + " is not a model file or is cut off: train it again or copy it again", e);
  }

  static Content read(InputStream in, String name) throws IOException {
    Map<String, byte[]> entries = new HashMap<>();
    try (ZipInputStream zip = new ZipInputStream(in)) {
      ZipEntry entry = zip.getNextEntry();
      while (entry != null) {
        entries.put(entry.getName(), zip.readAllBytes());
        entry = zip.getNextEntry();
      }
    }
    byte[] json = entries.get("recurrent4j.json");
    if (json == null || entries.get("vocabulary.txt") == null) {
      throw damaged(name, null);
    }
    JsonNode description = JSON.readTree(json);
    if (!description.path("app").asText().equals(APP)) {
      throw new BadInputException(
          name
              + " is a model of the app '"
              + description.path("app").asText()
              + "', not a language model");
    }
    LanguageModelConfig config =
        JSON.treeToValue(description.get("config"), LanguageModelConfig.class);
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            MultiLayerConfiguration.fromJson(
                new String(entries.get("configuration.json"), StandardCharsets.UTF_8)));
    INDArray weights =
        Nd4j.read(new DataInputStream(new ByteArrayInputStream(entries.get("coefficients.bin"))));
    network.init(weights.castTo(DataType.FLOAT), false);
    return new Content(
        network,
        config,
        Vocabulary.fromText(new String(entries.get("vocabulary.txt"), StandardCharsets.UTF_8)),
        description.path("provenance"));
  }
}
