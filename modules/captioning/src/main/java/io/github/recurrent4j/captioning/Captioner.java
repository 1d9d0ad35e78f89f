package io.github.recurrent4j.captioning;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.recurrent4j.inference.BeamSearch;
import io.github.recurrent4j.inference.Hypothesis;
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
import io.github.recurrent4j.vectorization.BadOptionException;
import io.github.recurrent4j.vectorization.TextCodec;
import io.github.recurrent4j.vectorization.settings.Settings;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * A trained captioner for JVM applications: a picture, or feature vectors, to a text. All methods
 * may be called from several threads at once and run in parallel.
 *
 * <pre>{@code
 * try (Captioner captioner = Captioner.load(Path.of("m.zip"))) {
 *   String text = captioner.caption(Path.of("drawing.png"), "en").text();
 * }
 * }</pre>
 */
public final class Captioner implements AutoCloseable {
  /** Name of the model that is shipped. */
  public static final String SHIPPED = "emoji";

  private static final String APP = "captioning";
  private static final int BATCH = 32;

  /** Inputs between two looks at whether the caller still wants them. */
  private static final int AT_ONCE = 1024;

  private final WorkingModel<CaptionPlan> working;
  private final CaptionShape shape;
  private final CaptionWords words;
  private final JsonNode provenance;
  private final Precision precision;
  private final Slots slots;

  /** A captioner on its way through training, computed in float32. */
  Captioner(ModelNetwork network, CaptionShape shape, CaptionWords words, JsonNode provenance) {
    this(network, shape, words, provenance, Precision.F32);
  }

  private Captioner(
      ModelNetwork network,
      CaptionShape shape,
      CaptionWords words,
      JsonNode provenance,
      Precision precision) {
    this.shape = shape;
    this.words = words;
    this.provenance = provenance;
    this.precision = precision;
    this.working = new WorkingModel<>("the captioner", network, this::packed);
    this.slots = working.slots();
  }

  /**
   * Reads a model file.
   *
   * @throws BadInputException if it is missing, cut off or a model of another app
   */
  public static Captioner load(Path file) {
    return load(file, InferencePrecision.standard());
  }

  /** The same, computing in this precision. */
  public static Captioner load(Path file, Precision precision) {
    return ModelFiles.read(file, APP, "captioning", model -> of(model, precision));
  }

  /**
   * The captioner that is shipped: the names of emoji, in English (en) and Spanish (es).
   *
   * @throws BadInputException if the artifact recurrent4j-pretrained is not on the class path
   */
  public static Captioner pretrained() {
    return pretrained(InferencePrecision.standard());
  }

  /** The same, computing in this precision. */
  public static Captioner pretrained(Precision precision) {
    return ModelFiles.pretrained(SHIPPED + ".zip", APP, model -> of(model, precision));
  }

  private static Captioner of(ModelFile file, Precision precision) {
    CaptionShape shape = ModelFiles.shape(file, CaptionShape.class);
    CaptionWords words = CaptionWords.of(file, shape);
    CaptionLayers.of(file.network(), shape, words);
    return new Captioner(ModelNetwork.of(file), shape, words, file.provenance(), precision);
  }

  /** Writes the model, its weights in float32. */
  public void save(Path file) {
    save(file, WeightType.F32);
  }

  /** Writes the model with weights of this type. */
  public void save(Path file, WeightType type) {
    JsonNode described = Settings.of(CaptionShape.class).toJson(shape);
    working.save(file, type, stored -> stored.as(APP, described, provenance, words.toTexts()));
  }

  /** Shape of the model. */
  public CaptionShape shape() {
    return shape;
  }

  /** Names of the languages it captions in, such as en and es; the first is the default. */
  public List<String> languages() {
    return words.languages();
  }

  /** How captions become ids. */
  public TextCodec codec() {
    return words.codec();
  }

  /**
   * Data, seed, versions and figures of the training run by name: text, numbers, booleans, lists
   * and maps of these; not to be changed.
   */
  public Map<String, Object> provenance() {
    return Provenance.values(provenance);
  }

  /** DL4J's network, for its own tools; what they change does not reach this captioner. */
  public ComputationGraph network() {
    return working.network(ComputationGraph.class);
  }

  /** What it says, and in which languages. */
  CaptionWords words() {
    return words;
  }

  /** The token that a caption in a language begins with. */
  int languageToken(int language) {
    return words.codec().vocabulary().size() + language;
  }

  /**
   * Captions a picture file.
   *
   * @param language one of {@link #languages}
   * @throws BadInputException if it is no picture
   */
  public Caption caption(Path picture, String language) {
    return caption(Picture.read(picture, shape), language);
  }

  /** Captions a picture. */
  public Caption caption(BufferedImage picture, String language) {
    return caption(Picture.of(picture, shape), language);
  }

  /** Captions a picture, or features from elsewhere, with a beam of five. */
  public Caption caption(CaptionInput input, String language) {
    return nBest(List.of(input), language, CaptionOptions.standard()).get(0).get(0);
  }

  /**
   * The best captions of each input, best first, in the order of the inputs.
   *
   * @param language one of {@link #languages}
   * @throws IllegalArgumentException if an input does not fit the shape
   */
  public List<List<Caption>> nBest(
      List<? extends CaptionInput> inputs, String language, CaptionOptions options) {
    Settings.check(options);
    int number = words.languages().indexOf(language);
    BadOptionException.require(
        number >= 0, "no language '" + language + "': there are " + String.join(", ", languages()));
    boolean known = options.known(shape);
    try (InUse.Call call = slots.enter()) {
      List<List<Caption>> result = new ArrayList<>();
      for (int from = 0; from < inputs.size(); from += AT_ONCE) {
        slots.check();
        List<? extends CaptionInput> part =
            inputs.subList(from, Math.min(inputs.size(), from + AT_ONCE));
        List<Grid> grids = part.stream().map(input -> input.grid(shape)).toList();
        result.addAll(known ? known(grids, number, options) : together(grids, number, options));
      }
      return result;
    }
  }

  private List<List<Caption>> together(List<Grid> grids, int language, CaptionOptions options) {
    List<List<Caption>> result = new ArrayList<>(Collections.nCopies(grids.size(), List.of()));
    CaptionPlan ready = working.plan();
    BeamSearch.Start start =
        new BeamSearch.Start(languageToken(language), shape.places(), options.longest());
    slots.each(
        Collections.nCopies(grids.size(), new int[0]),
        BATCH,
        (slot, places) -> {
          Grid[] batch = Arrays.stream(places).mapToObj(grids::get).toArray(Grid[]::new);
          List<List<Hypothesis>> found =
              new BeamSearch(words.codec().vocabulary().size(), slots::check, options.search())
                  .search(
                      ready.decode(slot, batch, options.beam()),
                      Collections.nCopies(batch.length, start));
          for (int i = 0; i < places.length; i++) {
            List<Caption> best =
                found.get(i).stream().map(h -> caption(h, language, options)).toList();
            result.set(places[i], best);
          }
        });
    return result;
  }

  /** The likeliest of the captions that were trained on. */
  private List<List<Caption>> known(List<Grid> grids, int language, CaptionOptions options) {
    List<List<Caption>> result = new ArrayList<>(Collections.nCopies(grids.size(), List.of()));
    CaptionPlan ready = working.plan();
    slots.each(
        Collections.nCopies(grids.size(), new int[0]),
        BATCH,
        (slot, places) -> {
          Grid[] batch = Arrays.stream(places).mapToObj(grids::get).toArray(Grid[]::new);
          CaptionPlan.Known found = ready.known(slot, batch);
          for (int i = 0; i < places.length; i++) {
            float[] likely =
                words.known().likely(found.stem()[i], found.addition()[i], shape.even());
            result.set(places[i], likeliest(likely, language, options));
          }
        });
    return result;
  }

  /** Meanings whose captions are alike in a language count together; "" is no caption. */
  private List<Caption> likeliest(float[] likely, int language, CaptionOptions options) {
    Map<String, Double> byCaption = new HashMap<>();
    for (int k = 0; k < likely.length; k++) {
      byCaption.merge(words.known().captions(k).get(language), (double) likely[k], Double::sum);
    }
    byCaption.remove("");
    return byCaption.entrySet().stream()
        .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
        .limit(options.nBest())
        .map(e -> known(e.getKey(), language, e.getValue()))
        .toList();
  }

  private Caption known(String text, int language, double likely) {
    int[] ids = codec().encode(text);
    return CaptionBuilder.builder()
        .text(text)
        .language(languages().get(language))
        .score(Math.log(likely))
        .tokens(Arrays.stream(ids).mapToObj(id -> codec().vocabulary().token(id)).toList())
        .attention(new float[0][])
        .rows(shape.rows())
        .build();
  }

  private Caption caption(Hypothesis best, int language, CaptionOptions options) {
    List<Hypothesis> path = best.path();
    if (!path.isEmpty() && path.get(path.size() - 1).token() == BeamSearch.END) {
      path.remove(path.size() - 1);
    }
    int[] ids = path.stream().mapToInt(Hypothesis::token).toArray();
    boolean attends = shape.attention().isPresent();
    return CaptionBuilder.builder()
        .text(words.codec().decode(ids))
        .language(languages().get(language))
        .score(best.score(options.search(), shape.places()))
        .tokens(Arrays.stream(ids).mapToObj(id -> words.codec().vocabulary().token(id)).toList())
        .attention(
            attends
                ? path.stream().map(Hypothesis::weights).toArray(float[][]::new)
                : new float[0][])
        .rows(shape.rows())
        .build();
  }

  private CaptionPlan packed(ModelFile stored) {
    CaptionLayers layers = CaptionLayers.of(stored.network(), shape, words);
    return new CaptionPlan(stored, layers, shape, precision);
  }

  /** Waits for calls under way, of which long ones end early; closing again does nothing. */
  @Override
  public void close() {
    working.close();
  }

  /** Lets go of the weights that captioning has packed: the network has learnt meanwhile. */
  void release() {
    working.release();
  }
}
