package io.github.recurrent4j.translation;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.recurrent4j.layers.runtime.InferencePool;
import io.github.recurrent4j.training.ModelZip;
import io.github.recurrent4j.vectorization.BadInputException;
import io.github.recurrent4j.vectorization.PairRecordReader;
import io.github.recurrent4j.vectorization.TextCodec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
  private static final int BATCH = 32;
  private static final int MAX_WORDS = 40;
  private static final int MAX_TOKENS = 120;

  private final ComputationGraph graph;
  private final TranslationConfig config;
  private final TextCodec source;
  private final TextCodec target;
  private final JsonNode provenance;
  private final InferencePool<InferenceNetwork> networks;

  Translator(
      ComputationGraph graph,
      TranslationConfig config,
      TextCodec source,
      TextCodec target,
      JsonNode provenance) {
    this.graph = graph;
    this.config = config;
    this.source = source;
    this.target = target;
    this.provenance = provenance;
    this.networks = new InferencePool<>(() -> new InferenceNetwork(graph, config));
  }

  /**
   * Reads a model file.
   *
   * @throws BadInputException if it is missing, cut off or a model of another app
   */
  public static Translator load(Path file) {
    return of(ModelZip.read(file, APP, "translation"));
  }

  /**
   * The Spanish-English translator that is shipped, trained on Tatoeba's sentence pairs.
   *
   * @throws BadInputException if the artifact recurrent4j-pretrained is not on the class path
   */
  public static Translator pretrained() {
    return of(ModelZip.pretrained("es-en.zip", APP));
  }

  private static Translator of(ModelZip zip) {
    String sourceText = zip.texts().get(SOURCE);
    String targetText = zip.texts().get(TARGET);
    if (sourceText == null || targetText == null) {
      throw new BadInputException("the model file has no vocabularies: copy it again");
    }
    return new Translator(
        (ComputationGraph) zip.network(),
        zip.config(TranslationConfig.class),
        TextCodec.fromText(sourceText),
        TextCodec.fromText(targetText),
        zip.provenance());
  }

  /** Writes the model; with {@code half} in half the size, with weights in float16. */
  public void save(Path file, boolean half) {
    Map<String, String> texts = new LinkedHashMap<>();
    texts.put(SOURCE, source.toText());
    texts.put(TARGET, target.toText());
    new ModelZip(APP, graph, ModelZip.json(config), provenance, texts).write(file, half);
  }

  /** Shape of the model. */
  public TranslationConfig config() {
    return config;
  }

  /** Data, seed, versions and figures of the training run. */
  public JsonNode provenance() {
    return provenance;
  }

  /** How source texts become ids. */
  public TextCodec sourceCodec() {
    return source;
  }

  /** How target texts become ids. */
  public TextCodec targetCodec() {
    return target;
  }

  /** DL4J's network, for its own tools. */
  public ComputationGraph network() {
    return graph;
  }

  /** Translates a text with a beam of five. Long texts are split into sentences. */
  public Translation translate(String text) {
    return translate(text, TranslationOptions.standard());
  }

  /** Translates a text. */
  public Translation translate(String text, TranslationOptions options) {
    return translate(List.of(text), options).get(0);
  }

  /** Translates texts, in batches of similar length; results are in the order of the texts. */
  public List<Translation> translate(List<String> texts, TranslationOptions options) {
    return nBest(texts, options).stream().map(candidates -> candidates.get(0)).toList();
  }

  /**
   * The best translations of each text, best first. Of a text of several sentences there is one.
   */
  public List<List<Translation>> nBest(List<String> texts, TranslationOptions options) {
    List<int[]> pieces = new ArrayList<>();
    int[] firstPiece = new int[texts.size() + 1];
    for (int i = 0; i < texts.size(); i++) {
      firstPiece[i] = pieces.size();
      for (String piece : Sentences.split(PairRecordReader.clean(texts.get(i)), MAX_WORDS)) {
        addPieces(source.encode(piece), pieces);
      }
    }
    firstPiece[texts.size()] = pieces.size();
    List<List<Translation>> translated = search(pieces, options);
    List<List<Translation>> result = new ArrayList<>();
    for (int i = 0; i < texts.size(); i++) {
      result.add(joined(translated.subList(firstPiece[i], firstPiece[i + 1])));
    }
    return result;
  }

  /** Words of very many tokens, such as other scripts, are cut where they must be. */
  private static void addPieces(int[] ids, List<int[]> pieces) {
    for (int from = 0; from < ids.length; from += MAX_TOKENS) {
      pieces.add(Arrays.copyOfRange(ids, from, Math.min(ids.length, from + MAX_TOKENS)));
    }
  }

  private static List<Translation> joined(List<List<Translation>> parts) {
    if (parts.isEmpty()) {
      return List.of(Translation.EMPTY);
    }
    return parts.size() == 1
        ? parts.get(0)
        : List.of(Joining.join(parts.stream().map(p -> p.get(0)).toList()));
  }

  private List<List<Translation>> search(List<int[]> pieces, TranslationOptions options) {
    List<List<Translation>> result = Arrays.asList(emptyLists(pieces.size()));
    networks.run(
        pieces,
        BATCH,
        (network, places) -> {
          int[][] sources = Arrays.stream(places).mapToObj(pieces::get).toArray(int[][]::new);
          List<List<Hypothesis>> found = new BeamSearch(network, options).search(sources);
          for (int i = 0; i < places.length; i++) {
            int[] ids = sources[i];
            result.set(
                places[i], found.get(i).stream().map(h -> translation(ids, h, options)).toList());
          }
        });
    return result;
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // Java has no arrays of generic types.
  private static List<Translation>[] emptyLists(int count) {
    return new List[count];
  }

  private Translation translation(int[] sourceIds, Hypothesis best, TranslationOptions options) {
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
        options.copy()
            ? new Copying(source, target).text(sourceIds, ids, attention)
            : target.decode(ids);
    return new Translation(
        text,
        best.score(options, sourceIds.length),
        tokens(source, sourceIds),
        tokens(target, ids),
        attention);
  }

  private static List<String> tokens(TextCodec codec, int[] ids) {
    return Arrays.stream(ids).mapToObj(id -> codec.vocabulary().token(id)).toList();
  }

  @Override
  public void close() {
    networks.close();
    graph.close();
  }

  /** Frees what decoding holds, and leaves the network open. */
  void release() {
    networks.close();
  }
}
