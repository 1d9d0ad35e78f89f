package io.github.recurrent4j.translation;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.recurrent4j.inference.BeamSearch;
import io.github.recurrent4j.inference.Decoding;
import io.github.recurrent4j.inference.DrawnDecoding;
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
import io.github.recurrent4j.training.ShippedModels;
import io.github.recurrent4j.training.WorkingModel;
import io.github.recurrent4j.training.metrics.SlotErrors;
import io.github.recurrent4j.vectorization.BadInputException;
import io.github.recurrent4j.vectorization.CleanText;
import io.github.recurrent4j.vectorization.TextCodec;
import io.github.recurrent4j.vectorization.settings.Settings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ObjIntConsumer;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * A trained translator for JVM applications. All methods may be called from several threads at once
 * and run in parallel.
 *
 * <pre>{@code
 * try (Translator translator = Translator.pretrained()) {
 *   String english = translator.translate("¿Dónde está la biblioteca?").text();
 * }
 * }</pre>
 */
public final class Translator implements AutoCloseable {
  private static final String APP = "translation";
  private static final String SOURCE = "source-codec.txt";
  private static final String TARGET = "target-codec.txt";
  private static final String CONFIDENCE = "confidence.txt";
  private static final String MEMORY = "memory.txt";
  private static final ShippedModels SHIPPED =
      new ShippedModels(
          APP,
          List.of(
              LanguagePair.ES_EN.code(),
              LanguagePair.EN_ES.code(),
              "phonemes",
              "utterances",
              "chat"));
  private static final int BATCH = 32;

  /** Texts between two looks at whether the caller still wants them. */
  private static final int AT_ONCE = 4096;

  /** How much wider a beam is where no answer keeps the values. */
  private static final int WIDER = 5;

  private static final int WIDEST = 50;
  private static final int MAX_WORDS = 40;
  private static final int MAX_TOKENS = 120;

  private final WorkingModel<TranslationPlan> working;
  private final TranslationShape shape;
  private final TextCodec source;
  private final TextCodec target;
  private final JsonNode provenance;
  private final Slots slots;
  private final Optional<SentencePlan.Model> text;
  private final Confidence confidence;
  private final TranslationMemory memory;
  private final SentenceNetwork asked = new Asked();

  /** The network, as the stages round it see it. */
  private final class Asked implements SentenceNetwork {
    @Override
    public List<List<Translation>> translate(List<String> texts, TranslationOptions options) {
      return sentences(texts, options);
    }

    @Override
    public void translate(
        List<String> texts, TranslationOptions options, ObjIntConsumer<List<Translation>> answers) {
      sentences(texts, options, answers);
    }
  }

  /** A translator on its way through training, computed in float32. */
  Translator(
      ModelNetwork network,
      TranslationShape shape,
      TextCodec source,
      TextCodec target,
      JsonNode provenance) {
    this(
        working(network, shape, source, target, Precision.F32),
        shape,
        source,
        target,
        provenance,
        Confidence.standard(),
        TranslationMemory.NONE);
  }

  private Translator(
      WorkingModel<TranslationPlan> working,
      TranslationShape shape,
      TextCodec source,
      TextCodec target,
      JsonNode provenance,
      Confidence confidence,
      TranslationMemory memory) {
    this.working = working;
    this.shape = shape;
    this.source = source;
    this.target = target;
    this.provenance = provenance;
    this.slots = working.slots();
    this.confidence = confidence;
    this.memory = memory;
    this.text =
        (plain()
                ? Optional.<LanguagePair>empty()
                : shape.languages().or(() -> LanguagePair.of(source, target)))
            .map(
                pair ->
                    new SentencePlan.Model(
                        pair, source, target, new Carriers(source, target, pair)));
  }

  /**
   * Reads a model file.
   *
   * @throws BadInputException if it is missing, cut off or a model of another app
   */
  public static Translator load(Path file) {
    return load(file, InferencePrecision.standard());
  }

  /** The same, computing in this precision. */
  public static Translator load(Path file, Precision precision) {
    return ModelFiles.read(file, APP, "translation", model -> of(model, precision));
  }

  /**
   * The Spanish-English translator that is shipped; its card names the sources it was trained on.
   *
   * @throws BadInputException if the artifact recurrent4j-pretrained is not on the class path
   */
  public static Translator pretrained() {
    return pretrained(InferencePrecision.standard());
  }

  /** The same, computing in this precision. */
  public static Translator pretrained(Precision precision) {
    return pretrained(LanguagePair.ES_EN, precision);
  }

  /**
   * The shipped translator between two languages.
   *
   * @throws BadInputException if none is shipped, or the artifact recurrent4j-pretrained is not on
   *     the class path
   */
  public static Translator pretrained(LanguagePair languages) {
    return pretrained(languages, InferencePrecision.standard());
  }

  /** The same, computing in this precision. */
  public static Translator pretrained(LanguagePair languages, Precision precision) {
    return pretrained(languages.code(), precision);
  }

  /**
   * Names of the models that are shipped, the Spanish-English translator first; none if the
   * artifact recurrent4j-pretrained is not on the class path.
   */
  public static List<String> shipped() {
    return SHIPPED.there();
  }

  /**
   * A shipped model by its name.
   *
   * @throws BadInputException if there is none of that name, or the artifact recurrent4j-pretrained
   *     is not on the class path
   */
  public static Translator pretrained(String name) {
    return pretrained(name, InferencePrecision.standard());
  }

  /** The same, computing in this precision. */
  public static Translator pretrained(String name, Precision precision) {
    return SHIPPED.open(name, model -> of(model, precision));
  }

  private static Translator of(ModelFile file, Precision precision) {
    TranslationShape shape = ModelFiles.shape(file, TranslationShape.class);
    TextCodec source = TextCodec.fromText(file.text(SOURCE));
    TextCodec target = TextCodec.fromText(file.text(TARGET));
    TranslationLayers.of(
        file.network(), shape, source.vocabulary().size(), target.vocabulary().size());
    Confidence confidence =
        file.texts().containsKey(CONFIDENCE)
            ? Confidence.fromText(file.text(CONFIDENCE))
            : Confidence.standard();
    TranslationMemory memory =
        file.texts().containsKey(MEMORY)
            ? TranslationMemory.fromText(file.text(MEMORY))
            : TranslationMemory.NONE;
    return new Translator(
        working(ModelNetwork.of(file), shape, source, target, precision),
        shape,
        source,
        target,
        file.provenance(),
        confidence,
        memory);
  }

  /** Writes the model, its weights in float32. */
  public void save(Path file) {
    save(file, WeightType.F32);
  }

  /** Writes the model with weights of this type. */
  public void save(Path file, WeightType type) {
    Map<String, String> texts = new LinkedHashMap<>();
    texts.put(SOURCE, source.toText());
    texts.put(TARGET, target.toText());
    texts.put(CONFIDENCE, confidence.toText());
    if (memory.size() > 0) {
      texts.put(MEMORY, memory.toText());
    }
    JsonNode described = Settings.of(TranslationShape.class).toJson(shape);
    working.save(file, type, stored -> stored.as(APP, described, provenance, texts));
  }

  /** The same model with another confidence; both share weights, and are closed together. */
  public Translator withConfidence(Confidence other) {
    return new Translator(working, shape, source, target, provenance, other, memory);
  }

  /**
   * The same model with another memory of whole sentences, which counts where a glossary does; both
   * share weights, and are closed together.
   */
  public Translator withMemory(TranslationMemory other) {
    return new Translator(working, shape, source, target, provenance, confidence, other);
  }

  /** The translations of whole sentences that the model brings. */
  public TranslationMemory memory() {
    return memory;
  }

  /** Shape of the model. */
  public TranslationShape shape() {
    return shape;
  }

  /**
   * Data, seed, versions and figures of the training run by name: text, numbers, booleans, lists
   * and maps of these; not to be changed.
   */
  public Map<String, Object> provenance() {
    return Provenance.values(provenance);
  }

  /** How source texts become ids. */
  public TextCodec sourceCodec() {
    return source;
  }

  /** How target texts become ids. */
  public TextCodec targetCodec() {
    return target;
  }

  /** DL4J's network, for its own tools; what they change does not reach this translator. */
  public ComputationGraph network() {
    return working.network(ComputationGraph.class);
  }

  /** The languages it translates between, if their habits are known. */
  public Optional<LanguagePair> languages() {
    return text.map(SentencePlan.Model::pair);
  }

  /**
   * Translates a text with a beam of five. Its lines, spaces and marks stay; long texts are split
   * into sentences.
   */
  public Translation translate(String text) {
    return translate(text, TranslationOptions.standard());
  }

  /** Translates a text. */
  public Translation translate(String text, TranslationOptions options) {
    return translate(List.of(text), options).get(0);
  }

  /** Translates texts, in batches of similar length; results are in the order of the texts. */
  public List<Translation> translate(List<String> texts, TranslationOptions options) {
    return translate(texts, options, Glossary.NONE);
  }

  /** Translates texts with the terms of a glossary as it gives them. */
  public List<Translation> translate(
      List<String> texts, TranslationOptions options, Glossary glossary) {
    return nBest(texts, options, glossary).stream().map(found -> found.get(0)).toList();
  }

  /** The best translations of each text, best first. */
  public List<List<Translation>> nBest(List<String> texts, TranslationOptions options) {
    return nBest(texts, options, Glossary.NONE);
  }

  /**
   * The best translations of each text, best first, with the terms of a glossary as it gives them.
   * Where the options say not to copy, or the model's languages are not known, the network alone
   * decides, and no glossary counts.
   */
  public List<List<Translation>> nBest(
      List<String> texts, TranslationOptions options, Glossary glossary) {
    return Groups.gathered(texts.size(), sink -> nBest(texts, options, glossary, sink));
  }

  /**
   * The same, each text's translations handed over when they are there, which for a short or an
   * easy text is before the others of its batch: what is asked of one again holds back no other.
   * Where the network alone decides, those of a batch come together.
   *
   * @param sink takes them with the text's place; called on any thread and on several at once, for
   *     all texts before this returns, and not to wait
   */
  public void nBest(
      List<String> texts,
      TranslationOptions options,
      Glossary glossary,
      ObjIntConsumer<List<Translation>> sink) {
    Settings.check(options);
    try (InUse.Call call = slots.enter()) {
      for (int from = 0; from < texts.size(); from += AT_ONCE) {
        slots.check();
        int first = from;
        List<String> part = texts.subList(from, Math.min(texts.size(), from + AT_ONCE));
        ObjIntConsumer<List<Translation>> own = (found, i) -> sink.accept(found, first + i);
        if (text.isPresent() && options.copy()) {
          new TextTranslator(text.get(), asked, confidence, memory)
              .nBest(part, options, glossary, own);
        } else {
          List<List<Translation>> all =
              options.keepValues() ? keeping(part, options) : plain(part, options);
          for (int i = 0; i < all.size(); i++) {
            own.accept(all.get(i), i);
          }
        }
      }
    }
  }

  /**
   * Those of the beam's answers first that miss and invent no value of the acts; where all do, a
   * wider beam is asked.
   */
  private List<List<Translation>> keeping(List<String> texts, TranslationOptions options) {
    List<List<Translation>> result = new ArrayList<>(sorted(texts, options));
    TranslationOptions wider =
        options.withBeam(Math.max(options.beam(), Math.min(WIDEST, WIDER * options.beam())));
    List<Integer> wrong = new ArrayList<>();
    for (int i = 0; options.temperature() == 0 && i < texts.size(); i++) {
      if (SlotErrors.in(texts.get(i), result.get(i).get(0).text())) {
        wrong.add(i);
      }
    }
    List<List<Translation>> again = sorted(wrong.stream().map(texts::get).toList(), wider);
    for (int w = 0; w < again.size(); w++) {
      int i = wrong.get(w);
      if (!SlotErrors.in(texts.get(i), again.get(w).get(0).text())) {
        result.set(i, again.get(w));
      }
    }
    return result;
  }

  private List<List<Translation>> sorted(List<String> texts, TranslationOptions options) {
    List<List<Translation>> found = plain(texts, options.withBest(options.beam()));
    List<List<Translation>> result = new ArrayList<>();
    for (int i = 0; i < texts.size(); i++) {
      String acts = texts.get(i);
      result.add(
          found.get(i).stream()
              .sorted(Comparator.comparing(t -> SlotErrors.in(acts, t.text())))
              .limit(options.nBest())
              .toList());
    }
    return result;
  }

  /** Sentence by sentence, joined by spaces; of several sentences there is one translation. */
  private List<List<Translation>> plain(List<String> texts, TranslationOptions options) {
    List<String> pieces = new ArrayList<>();
    List<Placeholders> signs = new ArrayList<>();
    int[] firstPiece = new int[texts.size() + 1];
    for (int i = 0; i < texts.size(); i++) {
      firstPiece[i] = pieces.size();
      String clean = CleanText.of(texts.get(i));
      signs.add(Placeholders.of(shape.placeholders() ? clean : ""));
      pieces.addAll(pieces(shape.placeholders() ? signs.get(i).source() : clean));
    }
    firstPiece[texts.size()] = pieces.size();
    List<List<Translation>> translated = sentences(pieces, options);
    List<List<Translation>> result = new ArrayList<>();
    for (int i = 0; i < texts.size(); i++) {
      Placeholders own = signs.get(i);
      result.add(
          joined(translated.subList(firstPiece[i], firstPiece[i + 1])).stream()
              .map(t -> t.with(own.filled(t.text()), t.alignment()))
              .toList());
    }
    return result;
  }

  private List<String> pieces(String text) {
    if (plain()) {
      return text.isEmpty() ? List.of() : List.of(text);
    }
    return Sentences.split(text, MAX_WORDS);
  }

  /** A source as the network reads it, up to the shape's limit where there is one. */
  SourceText read(String text) {
    return reader().read(text);
  }

  /** How pairs are read. */
  PairReader reader() {
    return new PairReader(source, target, shape.mostOfSource(), shape.copy());
  }

  /** Whether texts go to the network as they are. */
  private boolean plain() {
    return shape.task() == TextTask.PLAIN;
  }

  /** What the network makes of sentences as they are. */
  private List<List<Translation>> sentences(List<String> sentences, TranslationOptions options) {
    return Groups.gathered(sentences.size(), sink -> sentences(sentences, options, sink));
  }

  /** The same, each sentence's handed over as soon as the search for it has ended. */
  private void sentences(
      List<String> sentences, TranslationOptions options, ObjIntConsumer<List<Translation>> sink) {
    List<SourceText> pieces = new ArrayList<>();
    List<Integer> sizes = new ArrayList<>();
    for (String sentence : sentences) {
      // Words of very many tokens, such as other scripts, are cut where they must be.
      List<SourceText> parts = read(sentence).parts(plain() ? shape.sourceLimit() : MAX_TOKENS);
      pieces.addAll(parts);
      sizes.add(parts.size());
    }
    search(pieces, options, new Groups<>(sizes, (parts, i) -> sink.accept(joined(parts), i)));
  }

  private static List<Translation> joined(List<List<Translation>> parts) {
    if (parts.isEmpty()) {
      return List.of(Translation.EMPTY);
    }
    return parts.size() == 1
        ? parts.get(0)
        : List.of(Joining.join(parts.stream().map(p -> p.get(0)).toList()));
  }

  private void search(
      List<SourceText> pieces,
      TranslationOptions options,
      ObjIntConsumer<List<Translation>> found) {
    TranslationPlan ready = working.plan();
    slots.each(
        pieces.stream().map(SourceText::ids).toList(),
        BATCH,
        (slot, places) -> {
          List<SourceText> sources = Arrays.stream(places).mapToObj(pieces::get).toList();
          List<CopyVocabulary> written =
              sources.stream().map(s -> new CopyVocabulary(target, s.tokens())).toList();
          int tokens =
              shape.copy()
                  ? written.stream().mapToInt(CopyVocabulary::size).max().orElseThrow()
                  : ready.targetTokens();
          Decoding decoding =
              ready.decode(
                  slot,
                  sources.stream().map(SourceText::ids).toArray(int[][]::new),
                  written.stream().map(CopyVocabulary::words).toArray(int[][]::new),
                  options.rows());
          new BeamSearch(tokens, slots::check, options.search())
              .search(
                  options.temperature() > 0 ? drawn(decoding, sources, options) : decoding,
                  sources.stream().map(s -> BeamSearch.Start.ofText(s.length())).toList(),
                  (best, i) ->
                      found.accept(
                          best.stream()
                              .map(h -> translation(sources.get(i), written.get(i), h, options))
                              .toList(),
                          places[i]));
        });
  }

  /** The same text draws the same, whatever else is in the batch. */
  private static Decoding drawn(
      Decoding decoding, List<SourceText> sources, TranslationOptions options) {
    long[] seeds =
        sources.stream()
            .mapToLong(s -> options.seed() * 0x9E3779B97F4A7C15L + Arrays.hashCode(s.ids()))
            .toArray();
    return new DrawnDecoding(decoding, options.temperature(), options.topP(), seeds);
  }

  private Translation translation(
      SourceText read, CopyVocabulary written, Hypothesis best, TranslationOptions options) {
    int[] sourceIds = read.ids();
    List<Hypothesis> path = best.path();
    if (!path.isEmpty() && path.get(path.size() - 1).token() == Batch.END) {
      path.remove(path.size() - 1);
    }
    int[] ids = path.stream().mapToInt(Hypothesis::token).toArray();
    boolean attends = best.weights() != null;
    float[][] attention = new float[attends ? ids.length : 0][];
    for (int t = 0; t < attention.length; t++) {
      attention[t] = Arrays.copyOf(path.get(t).weights(), sourceIds.length);
    }
    String text =
        options.copy() && !plain() && !shape.copy()
            ? new Copying(source, target, this.text.isEmpty()).text(sourceIds, ids, attention)
            : written.text(ids);
    return new Translation(
        text,
        best.score(options.search(), sourceIds.length),
        tokens(sourceIds),
        written.tokens(ids),
        attention);
  }

  private List<String> tokens(int[] sourceIds) {
    return Arrays.stream(sourceIds).mapToObj(id -> source.vocabulary().token(id)).toList();
  }

  private static WorkingModel<TranslationPlan> working(
      ModelNetwork network,
      TranslationShape shape,
      TextCodec source,
      TextCodec target,
      Precision precision) {
    return new WorkingModel<>(
        "the translator",
        network,
        stored -> {
          int read = source.vocabulary().size();
          int written = target.vocabulary().size();
          TranslationLayers layers = TranslationLayers.of(stored.network(), shape, read, written);
          return new TranslationPlan(stored, layers, precision);
        });
  }

  /** Waits for calls under way, of which long ones end early; closing again does nothing. */
  @Override
  public void close() {
    working.close();
  }

  /** Lets go of the weights that decoding has packed: the network has learnt meanwhile. */
  void release() {
    working.release();
  }
}
