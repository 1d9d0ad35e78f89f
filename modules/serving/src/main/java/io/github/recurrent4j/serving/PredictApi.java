package io.github.recurrent4j.serving;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.recurrent4j.sentiment.Language;
import io.github.recurrent4j.sentiment.LanguageGuess;
import io.github.recurrent4j.sentiment.SentimentClassifier;
import io.github.recurrent4j.sentiment.SentimentClassifier.Explanation;
import io.github.recurrent4j.serving.Route.Access;
import io.github.recurrent4j.serving.Route.Style;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Text classification in the shape of Hugging Face's inference servers: {@code inputs}, a text or
 * an array of them, give an array for each text of labels with scores, the likeliest first. Among
 * the {@code parameters}, {@code top_k} is theirs; {@code lang} (es, en, auto), {@code model} and
 * {@code explain} (the words that moved the likeliest label's score, with that label) are ours.
 */
final class PredictApi implements AutoCloseable {
  /** Characters from which a request goes through the lane of its own. */
  private static final int LONG = 4000;

  private static final int LONG_TO_EXPLAIN = 400;
  private static final String SHIPPED = "sentiment-";

  private final Models models;
  private final Limits limits;
  private final ServingOptions options;
  private final Measures measures;
  private final Lanes<Key, String, Explanation> lanes;

  /** What texts must have in common to be classified together; the model is chosen by text. */
  private record Key(Optional<Hosted<SentimentClassifier>> model, boolean explain) {}

  PredictApi(Models models, ServingOptions options, Measures measures) {
    this.models = models;
    this.limits = Limits.of(options);
    this.options = options;
    this.measures = measures;
    this.lanes =
        new Lanes<>(
            "sentiment", Batcher.Work.whole(this::compute), String::length, options, measures);
  }

  List<Route> routes() {
    return List.of(new Route("POST", "/predict", Access.LIMITED, Style.PLAIN, this::predict));
  }

  private void predict(Exchange exchange) {
    Fields fields = exchange.fields();
    List<String> texts = fields.texts("inputs");
    if (texts.isEmpty()) {
      throw ApiException.missing("inputs");
    }
    int characters = limits.require(texts);
    Fields parameters = fields.object("parameters");
    boolean explain = parameters.flag("explain");
    int top = parameters.integer("top_k", Integer.MAX_VALUE, 1, Integer.MAX_VALUE);
    Key key = new Key(model(parameters), explain);
    boolean isLong =
        characters > (explain ? LONG_TO_EXPLAIN : LONG) || texts.size() > options.batchSize();
    measures.characters("sentiment", characters);
    exchange.later(
        lanes.submit(isLong, key, texts),
        found -> {
          ArrayNode answer = JsonNodeFactory.instance.arrayNode();
          found.forEach(one -> labels(one, explain, top, answer.addArray()));
          exchange.answer(answer);
        });
  }

  /** The classifier that was asked for; none where the text's language decides. */
  private Optional<Hosted<SentimentClassifier>> model(Fields parameters) {
    Optional<String> name = parameters.text("model");
    String language = parameters.text("lang").orElse("auto");
    if (name.isPresent()) {
      return Optional.of(named(name.get(), "model"));
    }
    return language.equals("auto")
        ? Optional.empty()
        : Optional.of(named(SHIPPED + language, "lang"));
  }

  private Hosted<SentimentClassifier> named(String name, String field) {
    Hosted<SentimentClassifier> found = models.classifiers().get(name);
    if (found == null) {
      throw ApiException.invalid(
          field,
          field.equals("lang")
              ? "must be es, en or auto"
              : "must be one of " + String.join(", ", models.classifiers().keySet()));
    }
    return found;
  }

  private List<Explanation> compute(Key key, List<String> texts) {
    if (key.model.isPresent()) {
      try (Hosted<SentimentClassifier>.Lease lease = key.model.get().lease()) {
        return computed(lease.model(), key.explain, texts);
      }
    }
    try (Hosted<SentimentClassifier>.Lease spanish =
            models.classifiers().get(SHIPPED + Language.ES.code()).lease();
        Hosted<SentimentClassifier>.Lease english =
            models.classifiers().get(SHIPPED + Language.EN.code()).lease()) {
      Explanation[] result = new Explanation[texts.size()];
      List<Language> languages =
          texts.stream().map(t -> LanguageGuess.of(t, spanish.model(), english.model())).toList();
      for (Language language : Language.values()) {
        int[] places =
            IntStream.range(0, texts.size()).filter(i -> languages.get(i) == language).toArray();
        List<Explanation> found =
            computed(
                language == Language.ES ? spanish.model() : english.model(),
                key.explain,
                Arrays.stream(places).mapToObj(texts::get).toList());
        for (int i = 0; i < places.length; i++) {
          result[places[i]] = found.get(i);
        }
      }
      return Arrays.asList(result);
    }
  }

  private static List<Explanation> computed(
      SentimentClassifier classifier, boolean explain, List<String> texts) {
    if (explain) {
      List<Explanation> result = new ArrayList<>();
      texts.forEach(text -> result.add(classifier.explain(text)));
      return result;
    }
    return classifier.classify(texts).stream()
        .map(sentiment -> new Explanation(sentiment, List.of(), new double[0]))
        .toList();
  }

  private static void labels(Explanation found, boolean explain, int top, ArrayNode labels) {
    double[] p = found.sentiment().probabilities();
    IntStream.range(0, p.length)
        .boxed()
        .sorted(Comparator.comparingDouble(c -> -p[c]))
        .limit(top)
        .forEach(
            c -> {
              ObjectNode label =
                  labels
                      .addObject()
                      .put("label", found.sentiment().labels().name(c))
                      .put("score", p[c]);
              if (explain && c == found.sentiment().label()) {
                words(found, label.putArray("words"));
              }
            });
  }

  private static void words(Explanation found, ArrayNode words) {
    for (int w = 0; w < found.words().size(); w++) {
      words.addObject().put("word", found.words().get(w)).put("weight", found.weights()[w]);
    }
  }

  @Override
  public void close() {
    lanes.close();
  }
}
