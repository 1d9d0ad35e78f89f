package io.github.recurrent4j.serving;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.recurrent4j.serving.Models.Pair;
import io.github.recurrent4j.serving.Route.Access;
import io.github.recurrent4j.serving.Route.Style;
import io.github.recurrent4j.translation.Alignment;
import io.github.recurrent4j.translation.Glossary;
import io.github.recurrent4j.translation.Translation;
import io.github.recurrent4j.translation.TranslationOptions;
import io.github.recurrent4j.translation.Translator;
import io.github.recurrent4j.translation.documents.DocumentTranslator;
import io.github.recurrent4j.translation.documents.Format;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.ObjIntConsumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * LibreTranslate's API. Two fields are ours: {@code alignment} in a request for the words that each
 * word of the translation was read from, as [source from, source to, target from, target to] in
 * UTF-16 units, and then {@code confidence} in the answer.
 */
final class TranslateApi implements AutoCloseable {
  /** Characters from which a request goes through the lane of its own. */
  private static final int LONG = 600;

  private static final String AUTO = "auto";
  private static final Pattern TAG = Pattern.compile("<[^<>]*>|&\\w+;");

  private final Models models;
  private final ServingOptions options;
  private final Limits limits;
  private final Measures measures;
  private final Lanes<Key, String, Answer> lanes;

  /** What texts must have in common to be translated together. */
  private record Key(Hosted<Translator> model, boolean html, int best) {}

  /** A text's translations, best first, and what the best one is made of. */
  private record Answer(List<String> texts, Alignment alignment, double confidence, int tokens) {
    static Answer asItIs(String text) {
      return new Answer(List.of(text), Alignment.NONE, 1, 0);
    }
  }

  /** What a request asks for. */
  private record Asked(List<String> texts, boolean batch, String target, boolean html) {
    /** A text's language; tags are of none. */
    private Detection detected(String text) {
      return Detection.of(html ? TAG.matcher(text).replaceAll(" ") : text);
    }
  }

  TranslateApi(Models models, ServingOptions options, Measures measures) {
    this.models = models;
    this.options = options;
    this.limits = Limits.of(options);
    this.measures = measures;
    this.lanes =
        new Lanes<>("translation", TranslateApi::compute, String::length, options, measures);
  }

  List<Route> routes() {
    return List.of(
        new Route("POST", "/translate", Access.LIMITED, Style.PLAIN, this::translate),
        new Route("POST", "/detect", Access.LIMITED, Style.PLAIN, this::detect),
        new Route("GET", "/languages", Access.OPEN, Style.PLAIN, x -> x.answer(languages())),
        new Route(
            "GET", "/frontend/settings", Access.OPEN, Style.PLAIN, x -> x.answer(settings())));
  }

  private static void compute(Key key, List<String> texts, ObjIntConsumer<Answer> answers) {
    try (Hosted<Translator>.Lease lease = key.model.lease()) {
      if (key.html) {
        DocumentTranslator pages = DocumentTranslator.of(lease.model());
        for (int i = 0; i < texts.size(); i++) {
          answers.accept(Answer.asItIs(pages.translate(texts.get(i), Format.HTML)), i);
        }
        return;
      }
      TranslationOptions standard = TranslationOptions.standard();
      TranslationOptions search =
          standard.withBeam(Math.max(standard.beam(), key.best)).withNBest(key.best);
      lease
          .model()
          .nBest(texts, search, Glossary.NONE, (found, i) -> answers.accept(answer(found), i));
    }
  }

  private static Answer answer(List<Translation> found) {
    Translation best = found.get(0);
    return new Answer(
        found.stream().map(Translation::text).distinct().toList(),
        best.alignment(),
        best.confidence(),
        best.targetTokens().size());
  }

  private void translate(Exchange exchange) {
    Fields fields = exchange.fields();
    Asked asked = asked(fields);
    String source = fields.required("source");
    int characters = limits.require(asked.texts);
    int alternatives = fields.integer("alternatives", 0, 0, options.alternativesLimit());
    boolean align = fields.flag("alignment");
    List<Detection> detected =
        asked.texts.stream()
            .map(text -> source.equals(AUTO) ? asked.detected(text) : new Detection(source, 100))
            .toList();
    requireLanguage(source, asked.target);
    boolean isLong = asked.html || characters > LONG || asked.texts.size() > options.batchSize();
    measures.characters("translation", characters);
    exchange.later(
        translated(asked, detected, alternatives + 1, isLong),
        answers -> {
          measures.tokens("translation", answers.stream().mapToInt(Answer::tokens).sum());
          ObjectNode answer = JsonNodeFactory.instance.objectNode();
          answer.set("translatedText", json(asked, answers, a -> text(a.texts.get(0))));
          if (source.equals(AUTO)) {
            answer.set(
                "detectedLanguage",
                asked.batch
                    ? array(detected.stream().map(TranslateApi::json))
                    : json(detected.get(0)));
          }
          if (alternatives > 0) {
            answer.set(
                "alternatives",
                json(asked, answers, a -> array(a.texts.stream().skip(1).map(TranslateApi::text))));
          }
          if (align) {
            answer.set("alignment", json(asked, answers, a -> links(a.alignment)));
            answer.set(
                "confidence",
                json(asked, answers, a -> JsonNodeFactory.instance.numberNode(a.confidence)));
          }
          exchange.answer(answer);
        });
  }

  private static Asked asked(Fields fields) {
    List<String> texts = fields.texts("q");
    boolean batch = fields.isArray("q");
    if (texts.isEmpty() || (!batch && texts.get(0).isEmpty())) {
      throw ApiException.missing("q");
    }
    fields.required("source");
    String target = fields.required("target");
    String format = fields.text("format").filter(f -> !f.isEmpty()).orElse("text");
    if (!format.equals("text") && !format.equals("html")) {
      throw ApiException.bad(shown(format) + " format is not supported");
    }
    return new Asked(texts, batch, target, format.equals("html"));
  }

  private void requireLanguage(String source, String target) {
    Map<String, Set<String>> known = targets();
    if (!source.equals(AUTO) && !known.containsKey(source)) {
      throw ApiException.bad(shown(source) + " is not supported");
    }
    if (!known.containsKey(target)) {
      throw ApiException.bad(shown(target) + " is not supported");
    }
  }

  private static String shown(String code) {
    return code.length() <= 20 ? code : code.substring(0, 20) + "…";
  }

  /** Texts by the model they are for, each batch submitted at once; those in the target stay. */
  private CompletableFuture<List<Answer>> translated(
      Asked asked, List<Detection> detected, int best, boolean isLong) {
    Answer[] answers = new Answer[asked.texts.size()];
    Map<Key, List<Integer>> parts = new LinkedHashMap<>();
    for (int i = 0; i < answers.length; i++) {
      String source = detected.get(i).language();
      if (source.equals(asked.target)) {
        answers[i] = Answer.asItIs(asked.texts.get(i));
      } else {
        Hosted<Translator> model = translator(source, asked.target);
        if (asked.html && model.look().languages().isEmpty()) {
          throw ApiException.bad("html format is not supported by the model " + model.name());
        }
        parts.computeIfAbsent(new Key(model, asked.html, best), k -> new ArrayList<>()).add(i);
      }
    }
    List<CompletableFuture<?>> all = new ArrayList<>();
    parts.forEach(
        (key, places) ->
            all.add(
                lanes
                    .submit(isLong, key, places.stream().map(asked.texts::get).toList())
                    .whenComplete(
                        (found, e) -> {
                          for (int i = 0; e == null && i < places.size(); i++) {
                            answers[places.get(i)] = found.get(i);
                          }
                        })));
    CompletableFuture<List<Answer>> result =
        CompletableFuture.allOf(all.toArray(CompletableFuture<?>[]::new))
            .thenApply(done -> Arrays.asList(answers));
    var unused = result.whenComplete((done, e) -> all.forEach(one -> one.cancel(true)));
    return result;
  }

  private Hosted<Translator> translator(String source, String target) {
    return models
        .translator(new Pair(source, target))
        .orElseThrow(
            () ->
                ApiException.bad(
                    name(target)
                        + " ("
                        + target
                        + ") is not available as a target language from "
                        + name(source)
                        + " ("
                        + source
                        + ")"));
  }

  private void detect(Exchange exchange) {
    List<String> texts = exchange.fields().texts("q");
    String text = String.join("\n", texts);
    if (text.isEmpty()) {
      throw ApiException.missing("q");
    }
    limits.require(texts);
    exchange.answer(array(Stream.of(json(Detection.of(text)))));
  }

  /** For each language, what it can be translated into; into itself, too, as it is. */
  private Map<String, Set<String>> targets() {
    Map<String, Set<String>> targets = new TreeMap<>();
    for (Hosted<Translator> translator : models.translators()) {
      Pair pair = Models.pair(translator);
      targets.computeIfAbsent(pair.source(), code -> new TreeSet<>()).add(pair.target());
      targets.computeIfAbsent(pair.target(), code -> new TreeSet<>());
    }
    targets.forEach((source, own) -> own.add(source));
    return targets;
  }

  private JsonNode languages() {
    ArrayNode languages = JsonNodeFactory.instance.arrayNode();
    targets()
        .forEach(
            (code, targets) -> {
              ObjectNode language = languages.addObject().put("code", code).put("name", name(code));
              targets.forEach(language.putArray("targets")::add);
            });
    return languages;
  }

  private static String name(String code) {
    return new Locale(code).getDisplayLanguage(Locale.ENGLISH);
  }

  private JsonNode settings() {
    String source = options.frontendLanguageSource();
    String target = options.frontendLanguageTarget();
    ObjectNode settings =
        JsonNodeFactory.instance
            .objectNode()
            .put("apiKeys", !options.apiKeys().isEmpty())
            .put("charLimit", options.charLimit())
            .put("filesTranslation", false)
            .put("frontendTimeout", options.frontendTimeout())
            .put("keyRequired", !options.apiKeys().isEmpty())
            .put("suggestions", false);
    settings.putArray("supportedFilesFormat");
    ObjectNode language = settings.putObject("language");
    language
        .putObject("source")
        .put("code", source)
        .put("name", source.equals(AUTO) ? "Auto Detect" : name(source));
    language.putObject("target").put("code", target).put("name", name(target));
    return settings;
  }

  /** One value, or for a batch one for each text. */
  private static JsonNode json(
      Asked asked, List<Answer> answers, Function<Answer, JsonNode> value) {
    return asked.batch ? array(answers.stream().map(value)) : value.apply(answers.get(0));
  }

  private static ArrayNode array(Stream<? extends JsonNode> values) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    values.forEach(array::add);
    return array;
  }

  private static JsonNode text(String text) {
    return JsonNodeFactory.instance.textNode(text);
  }

  private static JsonNode json(Detection detection) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("confidence", detection.confidence())
        .put("language", detection.language());
  }

  private static JsonNode links(Alignment alignment) {
    ArrayNode links = JsonNodeFactory.instance.arrayNode();
    for (Alignment.Link link : alignment.links()) {
      links
          .addArray()
          .add(link.sourceFrom())
          .add(link.sourceTo())
          .add(link.targetFrom())
          .add(link.targetTo());
    }
    return links;
  }

  @Override
  public void close() {
    lanes.close();
  }
}
