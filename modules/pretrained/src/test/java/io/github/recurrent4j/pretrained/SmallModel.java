package io.github.recurrent4j.pretrained;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.recurrent4j.captioning.CaptionData;
import io.github.recurrent4j.captioning.CaptionExample;
import io.github.recurrent4j.captioning.CaptionRegime;
import io.github.recurrent4j.captioning.CaptionShape;
import io.github.recurrent4j.captioning.CaptionTrainer;
import io.github.recurrent4j.captioning.Grid;
import io.github.recurrent4j.inference.model.WeightType;
import io.github.recurrent4j.training.Output;
import io.github.recurrent4j.training.TrainingListener;
import io.github.recurrent4j.translation.Translator;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/**
 * A shipped model cut down to a few units and random weights: the same entries, the same
 * description, small enough to be read a thousand times.
 */
final class SmallModel {
  static final String CONFIGURATION = "configuration.json";
  static final String DESCRIPTION = "recurrent4j.json";
  static final String WEIGHTS = "coefficients.bin";
  static final String BYTES = "weights-int8.bin";

  /** Letters and merges that stay; 256 bytes and three special tokens are in every vocabulary. */
  private static final int LINES = 700;

  private static final int SPECIALS = 259;

  static final ObjectMapper JSON = new ObjectMapper();

  private SmallModel() {}

  /** A shipped model's entries. */
  static Map<String, byte[]> shipped(String name) throws IOException {
    try (InputStream in =
        SmallModel.class.getResourceAsStream("/io/github/recurrent4j/pretrained/" + name)) {
      return entries(in);
    }
  }

  private static Map<String, byte[]> entries(InputStream in) throws IOException {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    try (ZipInputStream zip = new ZipInputStream(in)) {
      for (ZipEntry e = zip.getNextEntry(); e != null; e = zip.getNextEntry()) {
        entries.put(e.getName(), zip.readAllBytes());
      }
    }
    return entries;
  }

  /** The Spanish classifier. */
  static Map<String, byte[]> sentiment() throws IOException {
    JsonNode config = JSON.readTree(shipped("sentiment-es.zip").get(DESCRIPTION)).path("config");
    Map<Integer, Integer> sizes = new HashMap<>();
    int hidden = config.path("hidden").asInt();
    sizes.put(hidden, 8);
    // It reads forward; the output sees the last state, the maximum and the mean.
    sizes.put(3 * hidden, 24);
    sizes.putIfAbsent(config.path("embedding").asInt(), 8);
    return of("sentiment-es.zip", sizes, LINES);
  }

  /** The translator. */
  static Map<String, byte[]> translation() throws IOException {
    JsonNode config = JSON.readTree(shipped("es-en.zip").get(DESCRIPTION)).path("config");
    Map<Integer, Integer> sizes = new HashMap<>();
    int encoder = config.path("encoderHidden").asInt();
    int hidden = config.path("hidden").asInt();
    sizes.put(encoder, 8);
    sizes.put(2 * encoder, 16);
    sizes.putIfAbsent(hidden, 24);
    sizes.put(hidden + 2 * encoder, sizes.get(hidden) + 16);
    sizes.putIfAbsent(config.path("embedding").asInt(), 12);
    return of("es-en.zip", sizes, LINES);
  }

  /**
   * The translator with weights of 8 bits.
   *
   * @param folder where it may be put
   */
  static Map<String, byte[]> translationInBytes(Path folder) throws IOException {
    Path wide = Files.write(folder.resolve("wide.zip"), zip(translation()));
    Path packed = folder.resolve("packed.zip");
    try (Translator translator = Translator.load(wide)) {
      translator.save(packed, WeightType.INT8);
    }
    try (InputStream in = Files.newInputStream(packed)) {
      return entries(in);
    }
  }

  /** The language model. */
  static Map<String, byte[]> languageModel() throws IOException {
    JsonNode config = JSON.readTree(shipped("shakespeare.zip").get(DESCRIPTION)).path("config");
    Map<Integer, Integer> sizes = new HashMap<>();
    sizes.put(config.path("hidden").asInt(), 16);
    sizes.putIfAbsent(config.path("embedding").asInt(), 8);
    return of("shakespeare.zip", sizes, 0);
  }

  /**
   * A captioner, of which none is shipped, trained for a moment on features.
   *
   * @param file where training may put it
   */
  static Map<String, byte[]> captioning(Path file) throws IOException {
    CaptionShape shape =
        CaptionShape.of(
            Map.of(
                "features",
                2,
                "memory",
                6,
                "hidden",
                8,
                "embedding",
                8,
                "units",
                "word",
                "vocabulary",
                40));
    List<CaptionExample> examples =
        List.of(
            new CaptionExample("1", Grid.of(1, 0), List.of("a cat", "un gato")),
            new CaptionExample("2", Grid.of(0, 1), List.of("a dog", "un perro")));
    CaptionRegime regime = CaptionRegime.standard().training(t -> t.withEpochs(1));
    CaptionTrainer.train(
            shape,
            regime,
            CaptionData.of(List.of("en", "es"), examples, examples),
            Output.to(file),
            TrainingListener.NONE)
        .close();
    try (InputStream in = Files.newInputStream(file)) {
      return entries(in);
    }
  }

  /**
   * A shipped model with other sizes.
   *
   * @param sizes what each size of the network becomes
   * @param lines how many lines of the byte-pair encodings stay, or 0 for all
   */
  private static Map<String, byte[]> of(String name, Map<Integer, Integer> sizes, int lines)
      throws IOException {
    Map<String, byte[]> entries = shipped(name);
    JsonNode configuration = JSON.readTree(entries.get(CONFIGURATION));
    for (String vertex : new String[] {"source-embedding", "target-embedding"}) {
      JsonNode table = configuration.at("/vertices/" + vertex + "/layerConf/layer/nin");
      if (!table.isMissingNode()) {
        sizes.put(table.asInt(), lines + SPECIALS);
      }
    }
    resize(configuration, sizes, "nin", "nout");
    JsonNode description = JSON.readTree(entries.get(DESCRIPTION));
    resize(description.path("config"), sizes, "hidden", "embedding", "encoderHidden");
    int[] parameters = new int[1];
    count(configuration, parameters);
    if (configuration.has("vertices")) {
      JsonNode output = configuration.at("/vertices/output/layerConf/layer");
      if (output.path("tiedOffset").asInt() > 0) {
        JsonNode source = configuration.at("/vertices/source-embedding/layerConf/layer");
        ((ObjectNode) output)
            .put("tiedOffset", source.path("nin").asInt() * source.path("nout").asInt());
      }
    }
    for (Map.Entry<String, byte[]> e : entries.entrySet()) {
      if (e.getKey().endsWith("codec.txt") && lines > 0) {
        String[] all = new String(e.getValue(), StandardCharsets.UTF_8).split("\n");
        String kept = String.join("\n", java.util.Arrays.copyOf(all, lines + 2)) + "\n";
        e.setValue(kept.getBytes(StandardCharsets.UTF_8));
      }
    }
    entries.put(CONFIGURATION, JSON.writeValueAsBytes(configuration));
    entries.put(DESCRIPTION, JSON.writeValueAsBytes(description));
    entries.remove(BYTES);
    entries.put(WEIGHTS, weights(parameters[0]));
    return entries;
  }

  private static void resize(JsonNode node, Map<Integer, Integer> sizes, String... keys) {
    if (node instanceof ObjectNode object) {
      for (String key : keys) {
        Integer size = object.has(key) ? sizes.get(object.get(key).asInt()) : null;
        if (size != null) {
          object.put(key, size);
        }
      }
    }
    node.forEach(child -> resize(child, sizes, keys));
  }

  /** Counts what the layers of the shipped models have: gates times sizes. */
  private static void count(JsonNode node, int[] sum) {
    if (node.has("nin") && node.has("nout")) {
      String kind = node.path("@class").asText();
      int in = node.get("nin").asInt();
      int out = node.get("nout").asInt();
      if (kind.endsWith("GRU")) {
        sum[0] += 3 * out * (in + out + 1);
      } else if (kind.endsWith("LSTM")) {
        sum[0] += 4 * out * (in + out + 1);
      } else if (kind.endsWith("IdEmbedding") || kind.endsWith("Attention")) {
        sum[0] += in * out;
      } else if (kind.endsWith("SparseOutput") && node.path("tiedOffset").asInt() >= 0) {
        sum[0] += out;
      } else {
        sum[0] += (in + 1) * out;
      }
    }
    node.forEach(child -> count(child, sum));
  }

  /** Seeded weights in ND4J's format. */
  private static byte[] weights(int count) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeUTF("MIXED_DATA_TYPES");
    out.writeLong(6);
    out.writeUTF("LONG");
    for (long number : new long[] {1, count, 1, 0x2000, 1, 'c'}) {
      out.writeLong(number);
    }
    out.writeUTF("MIXED_DATA_TYPES");
    out.writeLong(count);
    out.writeUTF("FLOAT");
    Random random = new Random(1);
    for (int i = 0; i < count; i++) {
      out.writeFloat((float) random.nextGaussian());
    }
    return bytes.toByteArray();
  }

  /** The zip of some entries. */
  static byte[] zip(Map<String, byte[]> entries) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> e : entries.entrySet()) {
        // Random weights do not become smaller.
        zip.setLevel(e.getKey().equals(WEIGHTS) ? 0 : 1);
        zip.putNextEntry(new ZipEntry(e.getKey()));
        zip.write(e.getValue());
      }
    }
    return bytes.toByteArray();
  }

  /** All containers of a tree, for changes somewhere in it. */
  static void containers(JsonNode node, java.util.List<JsonNode> into) {
    if (node instanceof ObjectNode || node instanceof ArrayNode) {
      into.add(node);
      node.forEach(child -> containers(child, into));
    }
  }
}
