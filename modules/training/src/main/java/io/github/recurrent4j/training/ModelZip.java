package io.github.recurrent4j.training;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.recurrent4j.vectorization.AtomicFile;
import io.github.recurrent4j.vectorization.BadInputException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The zip a model is stored in: DL4J's own entries ({@code configuration.json}, {@code
 * coefficients.bin}), so that DL4J can open it, {@code recurrent4j.json} (app, configuration,
 * provenance) and an app's texts, such as vocabularies. Weights are float16 where that was asked
 * for.
 *
 * @param app which application the model is for
 * @param network a MultiLayerNetwork or a ComputationGraph
 * @param config the app's configuration
 * @param provenance data, seed, versions, figures
 * @param texts the app's other entries by name
 */
public record ModelZip(
    String app, Model network, JsonNode config, JsonNode provenance, Map<String, String> texts) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String DESCRIPTION = "recurrent4j.json";
  private static final String CONFIGURATION = "configuration.json";
  private static final String WEIGHTS = "coefficients.bin";

  /** Writes the model; {@code half} stores float16 weights. */
  public void write(Path file, boolean half) {
    ObjectNode description = JSON.createObjectNode();
    description.put("app", app);
    description.put("format", 1);
    description.set("config", config);
    description.set("provenance", provenance);
    String configuration =
        network instanceof MultiLayerNetwork n
            ? n.getLayerWiseConfigurations().toJson()
            : ((ComputationGraph) network).getConfiguration().toJson();
    INDArray weights = network.params();
    AtomicFile.write(
        file,
        out -> {
          ZipOutputStream zip = new ZipOutputStream(out);
          entry(zip, CONFIGURATION, configuration.getBytes(StandardCharsets.UTF_8));
          ByteArrayOutputStream bytes = new ByteArrayOutputStream();
          Nd4j.write(
              half ? weights.castTo(DataType.FLOAT16) : weights, new DataOutputStream(bytes));
          entry(zip, WEIGHTS, bytes.toByteArray());
          entry(zip, DESCRIPTION, JSON.writeValueAsBytes(description));
          for (Map.Entry<String, String> text : texts.entrySet()) {
            entry(zip, text.getKey(), text.getValue().getBytes(StandardCharsets.UTF_8));
          }
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

  /**
   * Reads a model file of an app.
   *
   * @param command how the app is called on the command line, for advice
   * @throws BadInputException if the file is missing, cut off, or of another app
   */
  public static ModelZip read(Path file, String app, String command) {
    if (!Files.isRegularFile(file)) {
      throw new BadInputException(
          "model "
              + file
              + " does not exist: train one with 'r4j "
              + command
              + " train --out "
              + file
              + "'");
    }
    return open(file, app);
  }

  /** Reads a model file of any app, for its weights. */
  public static ModelZip readAny(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new BadInputException("model " + file + " does not exist");
    }
    return open(file, null);
  }

  private static ModelZip open(Path file, String app) {
    try (InputStream in = Files.newInputStream(file)) {
      return read(in, file.toString(), app);
    } catch (IOException e) {
      throw damaged(file.toString(), e);
    }
  }

  /**
   * Reads a model that the artifact recurrent4j-pretrained holds.
   *
   * @throws BadInputException if it is not on the class path
   */
  public static ModelZip pretrained(String name, String app) {
    String resource = "/io/github/recurrent4j/pretrained/" + name;
    try (InputStream in = ModelZip.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new BadInputException(
            "no pretrained model "
                + name
                + " on the class path: add the artifact recurrent4j-pretrained");
      }
      return read(in, "the pretrained model", app);
    } catch (IOException e) {
      throw new BadInputException("the pretrained model cannot be read: " + e.getMessage(), e);
    }
  }

  private static BadInputException damaged(String name, Exception e) {
    return new BadInputException(
        name + " is not a model file or is cut off: train it again or copy it again", e);
  }

  /** Reads a model of an app (null: any) from a stream; {@code name} is for messages. */
  public static ModelZip read(InputStream in, String name, String app) throws IOException {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    try (ZipInputStream zip = new ZipInputStream(in)) {
      ZipEntry entry = zip.getNextEntry();
      while (entry != null) {
        entries.put(entry.getName(), zip.readAllBytes());
        entry = zip.getNextEntry();
      }
    }
    byte[] json = entries.remove(DESCRIPTION);
    byte[] configuration = entries.remove(CONFIGURATION);
    byte[] weights = entries.remove(WEIGHTS);
    if (json == null || configuration == null || weights == null || entries.isEmpty()) {
      throw damaged(name, null);
    }
    JsonNode description = JSON.readTree(json);
    String found = description.path("app").asText();
    if (app != null && !found.equals(app)) {
      throw new BadInputException(
          name + " is a model of the app '" + found + "', not of '" + app + "'");
    }
    Map<String, String> texts = new LinkedHashMap<>();
    entries.forEach((key, value) -> texts.put(key, new String(value, StandardCharsets.UTF_8)));
    return new ModelZip(
        found,
        network(new String(configuration, StandardCharsets.UTF_8), weights),
        description.path("config"),
        description.path("provenance"),
        texts);
  }

  private static Model network(String configuration, byte[] weights) throws IOException {
    INDArray stored = Nd4j.read(new DataInputStream(new ByteArrayInputStream(weights)));
    INDArray parameters = stored.castTo(DataType.FLOAT);
    if (JSON.readTree(configuration).has("vertices")) {
      ComputationGraph graph =
          new ComputationGraph(ComputationGraphConfiguration.fromJson(configuration));
      graph.init(parameters, false);
      return graph;
    }
    MultiLayerNetwork network =
        new MultiLayerNetwork(MultiLayerConfiguration.fromJson(configuration));
    network.init(parameters, false);
    return network;
  }

  /** The configuration as an app's record. */
  public <T> T config(Class<T> type) {
    try {
      return JSON.treeToValue(config, type);
    } catch (IOException e) {
      throw new BadInputException("the model's configuration is damaged: " + e.getMessage(), e);
    }
  }

  /** A record as JSON. */
  public static JsonNode json(Object value) {
    return JSON.valueToTree(value);
  }
}
