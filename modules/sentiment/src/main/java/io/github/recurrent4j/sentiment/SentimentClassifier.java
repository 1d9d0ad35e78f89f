package io.github.recurrent4j.sentiment;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.recurrent4j.inference.InferencePrecision;
import io.github.recurrent4j.inference.Slots;
import io.github.recurrent4j.inference.model.ModelFile;
import io.github.recurrent4j.inference.model.WeightType;
import io.github.recurrent4j.kernels.InUse;
import io.github.recurrent4j.kernels.Precision;
import io.github.recurrent4j.training.ModelFiles;
import io.github.recurrent4j.training.ModelNetwork;
import io.github.recurrent4j.training.Provenance;
import io.github.recurrent4j.training.WorkingModel;
import io.github.recurrent4j.vectorization.BadInputException;
import io.github.recurrent4j.vectorization.Labels;
import io.github.recurrent4j.vectorization.TextCodec;
import io.github.recurrent4j.vectorization.TweetNormalizer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * A trained classifier for JVM applications. All methods may be called from several threads at once
 * and run in parallel.
 *
 * <pre>{@code
 * try (SentimentClassifier spanish = SentimentClassifier.pretrained(Language.ES)) {
 *   double positive = spanish.classify("Empanadas + Netflix , infalible!").probabilities()[2];
 * }
 * }</pre>
 */
public final class SentimentClassifier implements AutoCloseable {
  private static final String APP = "sentiment";
  private static final int BATCH = 128;

  /** Texts between two looks at whether the caller still wants them. */
  private static final int AT_ONCE = 8192;

  private final WorkingModel<SentimentPlan> working;
  private final SentimentShape shape;
  private final TextCodec codec;
  private final Labels labels;
  private final JsonNode provenance;
  private final Temperature temperature;
  private final Precision precision;
  private final Slots slots;

  /** A classifier on its way through training, computed in float32. */
  SentimentClassifier(
      ModelNetwork network,
      SentimentShape shape,
      TextCodec codec,
      Labels labels,
      JsonNode provenance) {
    this(network, shape, codec, labels, provenance, Temperature.NONE, Precision.F32);
  }

  private SentimentClassifier(
      ModelNetwork network,
      SentimentShape shape,
      TextCodec codec,
      Labels labels,
      JsonNode provenance,
      Temperature temperature,
      Precision precision) {
    this.shape = shape;
    this.codec = codec;
    this.labels = labels;
    this.provenance = provenance;
    this.precision = precision;
    this.working = new WorkingModel<>("the classifier", network, this::packed);
    this.slots = working.slots();
    this.temperature = temperature;
  }

  /**
   * Reads a model file.
   *
   * @throws BadInputException if it is missing, cut off or a model of another app
   */
  public static SentimentClassifier load(Path file) {
    return load(file, InferencePrecision.standard());
  }

  /** The same, computing in this precision. */
  public static SentimentClassifier load(Path file, Precision precision) {
    return ModelFiles.read(file, APP, "sentiment", model -> of(model, precision));
  }

  /**
   * A model that is shipped.
   *
   * @throws BadInputException if the artifact recurrent4j-pretrained is not on the class path
   */
  public static SentimentClassifier pretrained(Language language) {
    return pretrained(language, InferencePrecision.standard());
  }

  /** The same, computing in this precision. */
  public static SentimentClassifier pretrained(Language language, Precision precision) {
    String name = "sentiment-" + language.code() + ".zip";
    return ModelFiles.pretrained(name, APP, model -> of(model, precision));
  }

  private static SentimentClassifier of(ModelFile file, Precision precision) {
    SentimentShape shape = Temperature.shape(file);
    TextCodec codec = TextCodec.fromText(file.text(PretrainedEncoder.CODEC));
    SentimentLayers.of(file.network(), shape, codec.vocabulary().size());
    return new SentimentClassifier(
        ModelNetwork.of(file),
        shape,
        codec,
        StoredLabels.of(file, shape.classes()),
        file.provenance(),
        Temperature.of(file),
        precision);
  }

  /** Writes the model, its weights in float32. */
  public void save(Path file) {
    save(file, WeightType.F32);
  }

  /** Writes the model with weights of this type. */
  public void save(Path file, WeightType type) {
    save(file, type, temperature);
  }

  /** The same with another temperature. */
  void save(Path file, WeightType type, Temperature other) {
    JsonNode described = StoredLabels.put(other.with(shape), labels);
    Map<String, String> texts = Map.of(PretrainedEncoder.CODEC, codec.toText());
    working.save(file, type, stored -> stored.as(APP, described, provenance, texts));
  }

  /** Shape of the model. */
  public SentimentShape shape() {
    return shape;
  }

  /** The classes, by number and name. */
  public Labels labels() {
    return labels;
  }

  /** How texts become ids, after {@link TweetNormalizer}. */
  public TextCodec codec() {
    return codec;
  }

  /**
   * Data, seed, versions and figures of the training run by name: text, numbers, booleans, lists
   * and maps of these; not to be changed.
   */
  public Map<String, Object> provenance() {
    return Provenance.values(provenance);
  }

  /** The same as it lies in the model file. */
  JsonNode description() {
    return provenance;
  }

  /** DL4J's network, for its own tools; what they change does not reach this classifier. */
  public ComputationGraph network() {
    return working.network(ComputationGraph.class);
  }

  /** Ids of a text as the network reads it; never empty. */
  int[] encode(String text) {
    return encode(TweetNormalizer.normalize(text), 0, null);
  }

  /** How texts become ids. */
  TweetIds ids() {
    return new TweetIds(codec, shape.maxTokens());
  }

  /** Ids of a normal form, with merges left out at a rate. */
  int[] encode(String normalized, double noise, Random random) {
    return ids().of(normalized, noise, random);
  }

  /** Classifies a text. */
  public Sentiment classify(String text) {
    return classify(List.of(text)).get(0);
  }

  /**
   * Classifies texts, in batches of similar length; results are in the order of the texts. What is
   * longer than the model's {@code maxTokens} is read in windows, whose probabilities are averaged.
   */
  public List<Sentiment> classify(List<String> texts) {
    List<Sentiment> result = new ArrayList<>();
    for (int from = 0; from < texts.size(); from += AT_ONCE) {
      result.addAll(together(texts.subList(from, Math.min(texts.size(), from + AT_ONCE))));
    }
    return result;
  }

  private List<Sentiment> together(List<String> texts) {
    Stream<String> each = texts.size() > BATCH ? texts.parallelStream() : texts.stream();
    List<List<Window>> windows = each.map(this::windows).toList();
    List<double[]> all =
        probabilities(windows.stream().flatMap(List::stream).map(Window::ids).toList());
    List<Sentiment> result = new ArrayList<>();
    int from = 0;
    for (int i = 0; i < texts.size(); i++) {
      int to = from + windows.get(i).size();
      double[] p = Window.average(windows.get(i), all.subList(from, to));
      result.add(new Sentiment(texts.get(i), p, labels));
      from = to;
    }
    return result;
  }

  private List<Window> windows(String text) {
    return Window.of(Window.normal(text), n -> codec.encode(n, 0, null), shape.maxTokens());
  }

  private List<double[]> probabilities(List<int[]> ids) {
    try (InUse.Call call = slots.enter()) {
      return computed(ids);
    }
  }

  private List<double[]> computed(List<int[]> ids) {
    SentimentPlan ready = working.plan();
    double[][] result = new double[ids.size()][];
    slots.each(
        ids,
        BATCH,
        (slot, places) -> {
          int[][] batch = Arrays.stream(places).mapToObj(ids::get).toArray(int[][]::new);
          float[][] p = ready.probabilities(slot, batch);
          for (int i = 0; i < places.length; i++) {
            result[places[i]] = temperature.applied(p[i]);
          }
        });
    return Arrays.asList(result);
  }

  /** What the network says of a batch of ids, before the temperature. */
  float[][] networkProbabilities(int[][] ids) {
    return slots.with(slot -> working.plan().probabilities(slot, ids));
  }

  /**
   * How much each word of a text's normal form moved the likeliest class: its probability minus the
   * one without the word.
   */
  public Explanation explain(String text) {
    List<Window> windows = windows(text);
    List<int[]> variants = new ArrayList<>();
    List<String> words = new ArrayList<>();
    for (Window window : windows) {
      variants.add(window.ids());
    }
    for (Window window : windows) {
      List<String> own = List.of(window.text().split(" ", -1));
      words.addAll(own);
      for (int w = 0; w < own.size(); w++) {
        List<String> left = new ArrayList<>(own);
        left.remove(w);
        variants.add(encode(String.join(" ", left), 0, null));
      }
    }
    List<double[]> p = probabilities(variants);
    Sentiment whole =
        new Sentiment(text, Window.average(windows, p.subList(0, windows.size())), labels);
    double[] weights = new double[words.size()];
    int word = 0;
    for (int k = 0; k < windows.size(); k++) {
      List<double[]> without = new ArrayList<>(p.subList(0, windows.size()));
      for (int n = windows.get(k).text().split(" ", -1).length; n > 0; n--) {
        without.set(k, p.get(windows.size() + word));
        double left = Window.average(windows, without)[whole.label()];
        weights[word++] = whole.probabilities()[whole.label()] - left;
      }
    }
    return new Explanation(whole, words, weights);
  }

  /**
   * What moved a classification.
   *
   * @param sentiment the classification
   * @param words words of the text's normal form
   * @param weights what the likeliest class's probability loses without each word
   */
  public record Explanation(Sentiment sentiment, List<String> words, double[] weights) {}

  private SentimentPlan packed(ModelFile stored) {
    SentimentLayers layers = SentimentLayers.of(stored.network(), shape, codec.vocabulary().size());
    return new SentimentPlan(stored, layers, shape.pooling(), precision);
  }

  /** Lets go of the weights that classifying has packed: the network has learnt meanwhile. */
  void release() {
    working.release();
  }

  /** Waits for calls under way, of which long ones end early; closing again does nothing. */
  @Override
  public void close() {
    working.close();
  }
}
