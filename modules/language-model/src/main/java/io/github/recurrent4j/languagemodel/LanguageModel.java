package io.github.recurrent4j.languagemodel;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.recurrent4j.inference.InferencePrecision;
import io.github.recurrent4j.inference.Slots;
import io.github.recurrent4j.inference.model.ModelFile;
import io.github.recurrent4j.inference.model.ModelFileException;
import io.github.recurrent4j.inference.model.WeightType;
import io.github.recurrent4j.kernels.InUse;
import io.github.recurrent4j.kernels.Precision;
import io.github.recurrent4j.training.ModelFiles;
import io.github.recurrent4j.training.ModelNetwork;
import io.github.recurrent4j.training.Provenance;
import io.github.recurrent4j.training.ShippedModels;
import io.github.recurrent4j.training.WorkingModel;
import io.github.recurrent4j.vectorization.BadInputException;
import io.github.recurrent4j.vectorization.BadOptionException;
import io.github.recurrent4j.vectorization.IdSequence;
import io.github.recurrent4j.vectorization.TextFile;
import io.github.recurrent4j.vectorization.Vocabulary;
import io.github.recurrent4j.vectorization.settings.Settings;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/**
 * A trained language model for JVM applications. All methods may be called from several threads at
 * once; generation runs in parallel, scoring one at a time.
 *
 * <pre>{@code
 * try (LanguageModel model = LanguageModel.pretrained()) {
 *   String text = model.generate(GenerationOptions.of("KING:", 200));
 * }
 * }</pre>
 */
public final class LanguageModel implements AutoCloseable {

  private static final String APP = "language-model";
  private static final ShippedModels SHIPPED =
      new ShippedModels(APP, List.of("shakespeare", "english", "spanish"));
  private static final int SEGMENTS_MEASURED = 2000;

  private final WorkingModel<LanguageModelPlan> working;
  private final LanguageModelShape shape;
  private final Tokens tokens;
  private final JsonNode provenance;
  private final Precision precision;
  private final Object scoring = new Object();
  private final Slots slots;

  LanguageModel(
      ModelNetwork network,
      LanguageModelShape shape,
      Tokens tokens,
      JsonNode provenance,
      Precision precision) {
    this.working = new WorkingModel<>("the language model", network, this::packed);
    this.slots = working.slots();
    this.shape = shape;
    this.tokens = tokens;
    this.provenance = provenance;
    this.precision = precision;
  }

  /**
   * A token and its probability.
   *
   * @param token the token's text
   * @param probability in [0, 1]
   */
  public record Candidate(String token, double probability) {}

  /**
   * Reads a model file.
   *
   * @throws BadInputException if it is missing, cut off or a model of another app
   */
  public static LanguageModel load(Path file) {
    return load(file, InferencePrecision.standard());
  }

  /** The same, generating in this precision. */
  public static LanguageModel load(Path file, Precision precision) {
    return ModelFiles.read(file, APP, "lm", model -> of(model, precision));
  }

  /**
   * The character model that is shipped, trained on Shakespeare's plays.
   *
   * @throws BadInputException if the artifact recurrent4j-pretrained is not on the class path
   */
  public static LanguageModel pretrained() {
    return pretrained(InferencePrecision.standard());
  }

  /** The same, generating in this precision. */
  public static LanguageModel pretrained(Precision precision) {
    return pretrained(SHIPPED.names().get(0), precision);
  }

  /**
   * Names of the models that are shipped: {@code shakespeare}, of characters, and {@code english}
   * and {@code spanish}, of byte pairs of everyday and written language; none if the artifact
   * recurrent4j-pretrained is not on the class path.
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
  public static LanguageModel pretrained(String name) {
    return pretrained(name, InferencePrecision.standard());
  }

  /** The same, generating in this precision. */
  public static LanguageModel pretrained(String name, Precision precision) {
    return SHIPPED.open(name, model -> of(model, precision));
  }

  private static LanguageModel of(ModelFile file, Precision precision) {
    LanguageModelShape shape = ModelFiles.shape(file, LanguageModelShape.class);
    Tokens tokens = Tokens.read(shape.level(), file::text);
    LanguageModelLayers.of(file.network(), shape, tokens.vocabulary().size());
    return new LanguageModel(ModelNetwork.of(file), shape, tokens, file.provenance(), precision);
  }

  /**
   * A model of a network from elsewhere, of characters or words.
   *
   * @param network as {@link LanguageModelNetwork} would make it; closed with the model
   * @param shape the shape it has
   * @param vocabulary its tokens, numbered as the network numbers them
   * @param provenance where it comes from
   * @throws BadInputException if the network is not as shape and vocabulary ask
   */
  public static LanguageModel of(
      MultiLayerNetwork network,
      LanguageModelShape shape,
      Vocabulary vocabulary,
      JsonNode provenance) {
    Settings.check(shape);
    ModelNetwork own = ModelNetwork.ofTrained(network);
    try {
      LanguageModelLayers.of(own.stored().network(), shape, vocabulary.size());
    } catch (ModelFileException e) {
      throw new BadInputException("the network " + e.getMessage(), e);
    } finally {
      own.forget();
    }
    Tokens tokens = new WholeTokens(shape.level(), vocabulary);
    return new LanguageModel(own, shape, tokens, provenance, InferencePrecision.standard());
  }

  /** Writes the model, its weights in float32. */
  public void save(Path file) {
    save(file, WeightType.F32);
  }

  /** Writes the model with weights of this type. */
  public void save(Path file, WeightType type) {
    JsonNode described = Settings.of(LanguageModelShape.class).toJson(shape);
    working.save(file, type, stored -> stored.as(APP, described, provenance, tokens.entries()));
  }

  /** Shape of the model. */
  public LanguageModelShape shape() {
    return shape;
  }

  /** How texts become ids. */
  Tokens tokens() {
    return tokens;
  }

  /** The tokens it knows. */
  public Vocabulary vocabulary() {
    return tokens.vocabulary();
  }

  /**
   * Data, seed, versions and figures of the training run by name: text, numbers, booleans, lists
   * and maps of these; not to be changed.
   */
  public Map<String, Object> provenance() {
    return Provenance.values(provenance);
  }

  /** DL4J's network, for its own tools; not to be used while other threads use this model. */
  public MultiLayerNetwork network() {
    return working.network(MultiLayerNetwork.class);
  }

  /** Continues a text; the result does not repeat the prime. */
  public String generate(GenerationOptions options) {
    StringBuilder text = new StringBuilder();
    stream(options, text::append);
    return text.toString();
  }

  /**
   * Continues a text and hands on what comes, piece by piece; where there are stop texts, what may
   * be the beginning of one waits for the next piece.
   *
   * @throws BadInputException if the prime has a character that the model does not know
   */
  public void stream(GenerationOptions options, Consumer<String> sink) {
    Settings.check(options);
    try (InUse.Call call = slots.enter();
        Generator generator = generator(options.prime())) {
      generator.run(options, sink);
    }
  }

  /** Continues a text as many times as the options say, side by side. */
  public List<String> samples(GenerationOptions options) {
    Settings.check(options);
    try (InUse.Call call = slots.enter();
        Generator generator = generator(options.prime())) {
      return generator.samples(options);
    }
  }

  /**
   * Continues a text and hands each token to a sink with what the model expected, until the sink
   * has enough; the tokens are those of {@link #stream}. Stop texts are left to the sink.
   *
   * @param likeliest how many of the likeliest tokens are told at each step
   * @param sink says whether to go on
   */
  public void steps(GenerationOptions options, int likeliest, Predicate<TokenStep> sink) {
    Settings.check(options);
    try (InUse.Call call = slots.enter();
        Generator generator = generator(options.prime())) {
      generator.each(options, (logits, id, text) -> step(logits, id, text, likeliest), sink);
    }
  }

  /**
   * Reads a text and hands each of its tokens to a sink with what the model expected there, the
   * first being predicted from a line's end, until the sink has enough. The logarithms add up to
   * {@link #logProbability}.
   *
   * @param likeliest how many of the likeliest tokens are told at each step
   * @param sink says whether to go on
   * @throws BadInputException if the text has a character that the model does not know
   */
  public void reading(String text, int likeliest, Predicate<TokenStep> sink) {
    int[] ids = known(text).ids();
    Tokens.Writer writer = tokens.writer("");
    try (InUse.Call call = slots.enter();
        LanguageModelPlan.Text state = working.plan().begin()) {
      turns()
          .run(
              ids.length - 1,
              (slot, i) -> {
                float[] logits = state.step(slot, ids[i]);
                return step(logits, ids[i + 1], writer.next(ids[i + 1]), likeliest);
              },
              sink);
    }
  }

  /** Of how many tokens a text is. */
  public int tokens(String text) {
    return EncodedText.of(tokens, text, false).predicted();
  }

  /** A text's tokens, numbered as in {@link #vocabulary}; what has no token is left out. */
  public int[] encode(String text) {
    int[] ids = EncodedText.of(tokens, text, false).ids();
    return Arrays.copyOfRange(ids, 1, ids.length);
  }

  private TokenStep step(float[] logits, int id, String text, int likeliest) {
    double logSum = logSum(logits);
    List<Candidate> candidates = likeliest == 0 ? List.of() : candidates(logits, logSum, likeliest);
    return new TokenStep(text, logits[id] - logSum, candidates);
  }

  private Generator generator(String prime) {
    return new Generator(working.plan(), turns(), tokens, known(prime));
  }

  private Turns turns() {
    return new Turns(
        work ->
            slots.with(
                slot -> {
                  work.accept(slot);
                  return null;
                }));
  }

  /**
   * How likely each of some texts is to follow another.
   *
   * @param prime what stands before
   * @param choices the texts; of a model of words each begins with a word of its own
   * @return a choice for each text, the likeliest first
   * @throws BadInputException if a choice is empty, or has a character that the model does not know
   */
  public List<Choice> choose(String prime, List<String> choices) {
    if (choices.isEmpty() || choices.contains("")) {
      throw new BadInputException("there must be choices, none of them empty");
    }
    int[] before = known(prime).ids();
    List<int[]> texts =
        choices.stream().map(choice -> known(tokens.joined(prime, choice)).ids()).toList();
    // What all begin with does not tell them apart, and the tokens before it are cut alike.
    int common = before.length;
    for (int[] text : texts) {
      int differs = Arrays.mismatch(before, text);
      common = differs < 0 ? common : Math.min(common, differs);
    }
    int[] from = new int[texts.size()];
    Arrays.fill(from, common);
    try (InUse.Call call = slots.enter()) {
      return Choice.of(choices, TextScorer.logProbabilities(working.plan(), slots, texts, from));
    }
  }

  /** What a text has that the model does not know, and how often. */
  public Map<String, Integer> unknown(String text) {
    return EncodedText.of(tokens, text, false).unknown();
  }

  /** The likeliest next tokens after a text, likeliest first. */
  public List<Candidate> nextTokens(String text, int count) {
    try (InUse.Call call = slots.enter();
        Generator generator = generator(text)) {
      return candidates(generator.logits(), logSum(generator.logits()), count);
    }
  }

  /** The logarithm of the sum of the exponentials. */
  private static double logSum(float[] logits) {
    double max = Double.NEGATIVE_INFINITY;
    for (float l : logits) {
      max = Math.max(max, l);
    }
    double sum = 0;
    for (float l : logits) {
      sum += Math.exp(l - max);
    }
    return max + Math.log(sum);
  }

  private List<Candidate> candidates(float[] logits, double logSum, int count) {
    return IntStream.range(0, logits.length)
        .boxed()
        .sorted(Comparator.comparingDouble(i -> -logits[i]))
        .limit(count)
        .map(i -> new Candidate(vocabulary().token(i), Math.exp(logits[i] - logSum)))
        .toList();
  }

  /**
   * How well the model predicts a text. Every token counts, the first being predicted from a line's
   * end.
   *
   * @throws BadInputException if the text is empty or has a character the model does not know
   */
  public Evaluation evaluate(String text) {
    IdSequence ids = started();
    tokens.append(text, ids::add, "the text");
    return evaluate(ids, EncodedText.bytes(text));
  }

  /** How well the model predicts a text file. */
  public Evaluation evaluate(Path file) {
    return evaluate(file, EvaluationOptions.standard(), null);
  }

  /**
   * How well the model predicts a text file that it may follow. The model itself stays as it is.
   *
   * @param file the text
   * @param options how it follows
   * @param training text that the model was trained on, of which the RMS rule of dynamic evaluation
   *     reads the first 2,000 segments; null where that is not wanted
   * @throws BadInputException if the text is empty, or has a character the model does not know
   */
  public Evaluation evaluate(Path file, EvaluationOptions options, Path training) {
    Settings.check(options);
    boolean rms = options.dynamicRule() == EvaluationOptions.Rule.RMS;
    BadOptionException.require(
        rms == (training != null),
        rms
            ? "the RMS rule of dynamic evaluation needs a text from training (--dynamic-training)"
            : "a text from training (--dynamic-training) is for --dynamic-rule rms");
    long[] bytes = new long[1];
    IdSequence ids = read(file, bytes);
    if (!options.follows()) {
      return evaluate(ids, bytes[0]);
    }
    if (ids.size() < 2) {
      throw nothing();
    }
    IdSequence trained = training == null ? null : read(training, new long[1]);
    try (InUse.Call call = slots.enter()) {
      long before = System.nanoTime();
      double nats = followed(ids, options, trained);
      return Evaluation.of(ids.size() - 1, nats, bytes[0], (System.nanoTime() - before) / 1e9);
    }
  }

  private double followed(IdSequence ids, EvaluationOptions options, IdSequence trained) {
    try (SegmentReader reader = reader(options, trained);
        NeuralCache cache =
            options.cacheSize() == 0
                ? null
                : new NeuralCache(options, reader.stateSize(), reader.length())) {
      return FollowingEvaluator.nats(reader, cache, slots, ids);
    }
  }

  private SegmentReader reader(EvaluationOptions options, IdSequence trained) {
    if (options.dynamicRate() == 0) {
      return new PlanSegments(working.plan(), slots);
    }
    DynamicSegments reader;
    synchronized (scoring) {
      reader = new DynamicSegments(network(), options);
    }
    if (trained != null) {
      reader.measure(FollowingEvaluator.segments(trained, reader.length(), SEGMENTS_MEASURED));
    }
    return reader;
  }

  /** A file's tokens after the one that a text begins after; adds up its bytes. */
  private IdSequence read(Path file, long[] bytes) {
    IdSequence ids = started();
    TextFile.read(
        file,
        text -> {
          tokens.append(text, ids::add, file.toString());
          bytes[0] += EncodedText.bytes(text);
        });
    return ids;
  }

  private static BadInputException nothing() {
    return new BadInputException("the text is empty: nothing to evaluate");
  }

  private Evaluation evaluate(IdSequence ids, long bytes) {
    if (ids.size() < 2) {
      throw nothing();
    }
    try (InUse.Call call = slots.enter()) {
      synchronized (scoring) {
        long before = System.nanoTime();
        double nats = StreamEvaluator.nats(network(), ids, slots::check);
        return Evaluation.of(ids.size() - 1, nats, bytes, (System.nanoTime() - before) / 1e9);
      }
    }
  }

  /** Perplexity of a text. */
  public double perplexity(String text) {
    return evaluate(text).perplexity();
  }

  /** Natural logarithm of a text's probability. */
  public double logProbability(String text) {
    Evaluation e = evaluate(text);
    return -e.nats() * e.tokens();
  }

  /** A text's probability; needs neither DL4J nor ND4J, as all that scores texts in bulk. */
  public Score score(String text) {
    return score(List.of(text)).get(0);
  }

  /** The probability of each text, in order; computed side by side. */
  public List<Score> score(List<String> texts) {
    return score(texts, false);
  }

  /**
   * The probability of each line: that of its characters or words and of its end, where the model
   * has learned that lines end.
   */
  public List<Score> scoreLines(List<String> lines) {
    return score(lines, true);
  }

  private List<Score> score(List<String> texts, boolean ends) {
    List<EncodedText> encoded =
        texts.stream().map(text -> EncodedText.of(tokens, text, ends)).toList();
    int[] from = new int[texts.size()];
    Arrays.fill(from, 1);
    try (InUse.Call call = slots.enter()) {
      double[] logs =
          TextScorer.logProbabilities(
              working.plan(), slots, encoded.stream().map(EncodedText::ids).toList(), from);
      return IntStream.range(0, logs.length)
          .mapToObj(i -> Score.of(encoded.get(i), logs[i]))
          .toList();
    }
  }

  private IdSequence started() {
    IdSequence ids = new IdSequence(vocabulary().size());
    ids.add(tokens.start());
    return ids;
  }

  private EncodedText known(String text) {
    EncodedText encoded = EncodedText.of(tokens, text, false);
    if (!encoded.unknown().isEmpty() && tokens.standsForUnknown() < 0) {
      throw new BadInputException(
          "the model does not know "
              + String.join(
                  " ", encoded.unknown().keySet().stream().map(t -> "'" + t + "'").toList())
              + ": it knows "
              + String.join("", vocabulary().tokens()).replace("\n", ""));
    }
    return encoded;
  }

  private LanguageModelPlan packed(ModelFile stored) {
    LanguageModelLayers layers =
        LanguageModelLayers.of(stored.network(), shape, vocabulary().size());
    return new LanguageModelPlan(stored, layers, shape.window(), precision);
  }

  /** Waits for calls under way, of which long ones end early; closing again does nothing. */
  @Override
  public void close() {
    working.close();
  }
}
