package io.github.recurrent4j.inference.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A model as it is stored, everything checked that can be without knowing the app: a zip with
 * DL4J's {@code configuration.json} and {@code coefficients.bin}, {@code recurrent4j.json} (app,
 * format, shape, provenance) and the app's vocabularies. Weights of 8 bits lie in {@code
 * weights-int8.bin} in place of {@code coefficients.bin}. A model that is stored as a {@link
 * LowRankChange} of a shipped one has {@code weights-change.bin} and {@code recurrent4j.json}, the
 * rest is its base's.
 *
 * @param app which application the model is for
 * @param config the app's shape
 * @param provenance data, seed, versions, figures
 * @param texts the app's vocabularies by name
 * @param configuration DL4J's JSON of the network, which names only known classes
 * @param network what it says
 * @param weights as many parameters as the network has, all of them finite
 */
public record ModelFile(
    String app,
    JsonNode config,
    JsonNode provenance,
    Map<String, String> texts,
    String configuration,
    NetworkDescription network,
    StoredWeights weights)
    implements AutoCloseable {

  /**
   * The newest version of the format that can be read: 1, 2 with weights of 8 bits, 3 as a change
   * of another model.
   */
  public static final int FORMAT = 3;

  private static final int WITH_BYTES = 2;

  /** A shipped model may be a change itself. */
  static final int MOST_CHANGES = 2;

  /** A file that can be opened, twice if need be. */
  @FunctionalInterface
  public interface Source {
    /** Opens the file at its beginning. */
    InputStream open() throws IOException;
  }

  /**
   * A network in memory as if it came from a file of no app.
   *
   * @param configuration DL4J's JSON
   * @param weights its parameters
   */
  public static ModelFile of(String configuration, StoredWeights weights) {
    NetworkDescription network = NetworkDescription.parse(configuration);
    JsonNode none = JsonNodeFactory.instance.objectNode();
    return new ModelFile("", none, none, Map.of(), configuration, network, weights);
  }

  /** The same network as a model of an app. */
  public ModelFile as(
      String newApp, JsonNode newConfig, JsonNode newProvenance, Map<String, String> newTexts) {
    return new ModelFile(
        newApp, newConfig, newProvenance, newTexts, configuration, network, weights);
  }

  /**
   * Writes the file.
   *
   * @param type what weights are stored as
   * @throws ModelFileException if a weight is too large for that type
   */
  public void write(OutputStream out, WeightType type) throws IOException {
    ZipOutputStream zip = new ZipOutputStream(out);
    entry(zip, ModelEntries.CONFIGURATION);
    zip.write(configuration.getBytes(StandardCharsets.UTF_8));
    boolean bytes = type == WeightType.INT8;
    entry(zip, bytes ? ModelEntries.BYTES : ModelEntries.WEIGHTS);
    DataOutputStream data = new DataOutputStream(zip);
    weights.write(data, type);
    data.flush();
    // Earlier versions go on reading what they can.
    describe(zip, bytes ? WITH_BYTES : 1);
    for (Map.Entry<String, String> text : texts.entrySet()) {
      entry(zip, text.getKey());
      zip.write(text.getValue().getBytes(StandardCharsets.UTF_8));
    }
    zip.finish();
  }

  /** Writes the file as a change of a shipped model that has the same network and texts. */
  public void write(OutputStream out, LowRankChange change) throws IOException {
    ZipOutputStream zip = new ZipOutputStream(out);
    describe(zip, FORMAT);
    entry(zip, ModelEntries.CHANGE);
    DataOutputStream data = new DataOutputStream(zip);
    change.write(data);
    data.flush();
    zip.finish();
  }

  private void describe(ZipOutputStream zip, int format) throws IOException {
    ObjectNode description = JsonNodeFactory.instance.objectNode();
    description.put("app", app);
    description.put("format", format);
    description.set("config", config);
    description.set("provenance", provenance);
    entry(zip, ModelEntries.DESCRIPTION);
    zip.write(description.toString().getBytes(StandardCharsets.UTF_8));
  }

  /** Begins an entry; the same model gives the same bytes, whatever the clock says. */
  private static void entry(ZipOutputStream zip, String name) throws IOException {
    ZipEntry entry = new ZipEntry(name);
    entry.setTime(0);
    zip.putNextEntry(entry);
  }

  /**
   * Reads a model file.
   *
   * @param app the app it must be of; null for any
   * @throws ModelFileException if it is damaged, of another app, of a newer format, or in any other
   *     way not what this suite writes
   */
  public static ModelFile read(Source source, String app) {
    return read(source, app, new Reading(MOST_CHANGES));
  }

  /**
   * Reads a shipped model that others are stored as a change of.
   *
   * @param changes how often it may be stored as a change itself
   * @throws ModelFileException if it is one more often
   */
  static BaseModel readBase(String name, Source source, int changes) {
    Reading reading = new Reading(changes);
    ModelFile file = read(source, null, reading);
    return new BaseModel(name, file, reading.checksum);
  }

  private static ModelFile read(Source source, String app, Reading reading) {
    boolean read = false;
    try {
      ModelEntries entries = ModelEntries.read(source, reading);
      ObjectNode description = Json.object(entries.description(), ModelEntries.DESCRIPTION);
      String found = description.path("app").asText("");
      requireFormat(description.path("format"));
      if (app != null && !found.equals(app)) {
        throw new ModelFileException(
            "is a model of the app " + ModelFileException.quote(found) + ", not of '" + app + "'");
      }
      ModelFile file =
          new ModelFile(
              found,
              object(description, "config"),
              object(description, "provenance"),
              Collections.unmodifiableMap(new LinkedHashMap<>(entries.texts())),
              entries.configuration(),
              reading.network,
              reading.weights);
      reading.checksum = entries.checksum();
      if (reading.change != null) {
        file = changed(file, reading);
      }
      read = true;
      return file;
    } catch (IOException e) {
      throw new ModelFileException(
          "is not a model file or is cut off: train it again or copy it again", e);
    } finally {
      if (!read) {
        reading.close();
      }
    }
  }

  private static ModelFile changed(ModelFile described, Reading reading) {
    BaseModel base = BaseModel.shipped(reading.change.base(), reading.changes - 1);
    try {
      return base.with(reading.change, described);
    } catch (ModelFileException e) {
      base.close();
      throw e;
    }
  }

  private static void requireFormat(JsonNode format) {
    if (!format.isMissingNode()
        && (!format.isInt() || format.intValue() < 1 || format.intValue() > FORMAT)) {
      boolean newer = format.isIntegralNumber() && format.asDouble() > FORMAT;
      throw new ModelFileException(
          newer
              ? "has format "
                  + ModelFileException.quote(format.asText())
                  + ", this version reads "
                  + FORMAT
                  + ": use a newer version of this suite"
              : "has an unknown format: copy it again");
    }
  }

  private static JsonNode object(ObjectNode description, String key) {
    JsonNode value = description.path(key);
    if (value.isMissingNode() && !key.equals("config")) {
      return JsonNodeFactory.instance.objectNode();
    }
    if (!value.isObject()) {
      throw new ModelFileException(
          "has no " + key + " in " + ModelEntries.DESCRIPTION + ": copy it again");
    }
    return value;
  }

  /**
   * One of the app's vocabularies.
   *
   * @throws ModelFileException if it is missing
   */
  public String text(String name) {
    String text = texts.get(name);
    if (text == null) {
      throw new ModelFileException("has no vocabulary " + name + ": copy it again");
    }
    return text;
  }

  /** Frees the weights. */
  @Override
  public void close() {
    weights.close();
  }

  /** Takes the weights once the network is known. */
  private static final class Reading implements ModelEntries.WeightsReader {
    private final int changes;
    private NetworkDescription network;
    private StoredWeights weights;
    private LowRankChange change;
    private long checksum;

    Reading(int changes) {
      this.changes = changes;
    }

    @Override
    public void readChange(InputStream in) throws IOException {
      if (changes == 0) {
        throw new ModelFileException("is a change of a change, and that of a third: copy it again");
      }
      change = LowRankChange.read(in);
    }

    @Override
    public boolean read(String configuration, InputStream in, boolean bytes) throws IOException {
      if (configuration == null) {
        return false;
      }
      close();
      network = NetworkDescription.parse(configuration);
      weights =
          bytes
              ? StoredWeights.readBytes(in, network.parameters())
              : StoredWeights.read(in, network.parameters());
      return true;
    }

    void close() {
      if (weights != null) {
        weights.close();
      }
    }
  }
}
