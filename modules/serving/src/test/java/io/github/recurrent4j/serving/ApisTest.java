package io.github.recurrent4j.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.recurrent4j.kernels.Precision;
import io.github.recurrent4j.languagemodel.GenerationOptions;
import io.github.recurrent4j.languagemodel.LanguageModel;
import io.github.recurrent4j.sentiment.Language;
import io.github.recurrent4j.sentiment.SentimentClassifier;
import io.github.recurrent4j.translation.Translation;
import io.github.recurrent4j.translation.TranslationOptions;
import io.github.recurrent4j.translation.Translator;
import io.github.recurrent4j.translation.documents.DocumentTranslator;
import io.github.recurrent4j.translation.documents.Format;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What each path answers when it is asked rightly: what the models themselves say. */
class ApisTest {
  private static final List<String> SPANISH =
      List.of(
          "¿Dónde está la biblioteca?",
          "No encuentro mis llaves.",
          "Mañana iremos a la montaña.",
          "El perro come pan.",
          "Me llamo Ana y vivo en Sevilla.\nTengo 23 años.",
          "¿Cuánto cuesta este libro?");

  private static Service service;
  private static Client client;
  private static Translator translator;

  @BeforeAll
  static void start() {
    service = Service.start(ServingOptions.standard().withPort(0), Map.of());
    client = new Client(service.port());
    translator = Translator.pretrained(Precision.AUTO);
  }

  @AfterAll
  static void stop() {
    service.close();
    translator.close();
  }

  private static JsonNode translate(String more) {
    return client.asked("/translate", "{\"source\":\"es\",\"target\":\"en\"," + more + "}");
  }

  private static List<String> texts(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).map(JsonNode::textValue).toList();
  }

  @Test
  void aTextIsTranslatedAsTheModelDoes() {
    for (String text : SPANISH) {
      JsonNode answer = translate("\"q\":" + Client.quoted(text));
      assertThat(answer.size()).isOne();
      assertThat(answer.get("translatedText").textValue())
          .isEqualTo(translator.translate(text).text());
    }
  }

  @Test
  void severalTextsAndAlternatives() {
    TranslationOptions three = TranslationOptions.standard().withNBest(3);
    String q = String.join(",", SPANISH.stream().map(Client::quoted).toList());
    JsonNode answer = translate("\"q\":[" + q + "],\"alternatives\":2");
    for (int i = 0; i < SPANISH.size(); i++) {
      List<String> all =
          translator.nBest(List.of(SPANISH.get(i)), three).get(0).stream()
              .map(Translation::text)
              .distinct()
              .toList();
      assertThat(answer.at("/translatedText/" + i).textValue()).isEqualTo(all.get(0));
      assertThat(texts(answer.at("/alternatives/" + i))).isEqualTo(all.subList(1, all.size()));
    }
  }

  @Test
  void formsAreReadLikeJson() {
    HttpResponse<String> response =
        client.send(
            client
                .request("/translate?target=en")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(
                    BodyPublishers.ofString(
                        "q=El+perro+come+pan.&source=es&alternatives=1&format=text")));
    JsonNode answer = Client.ok(response);
    assertThat(answer.get("translatedText").textValue())
        .isEqualTo(translator.translate("El perro come pan.").text());
    assertThat(answer.get("alternatives")).hasSize(1);
    assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json");
    assertThat(response.headers().firstValue("Access-Control-Allow-Origin")).hasValue("*");
  }

  @Test
  void theSourceLanguageIsDetected() {
    JsonNode one =
        client.asked(
            "/translate", "{\"q\":\"El perro come pan.\",\"source\":\"auto\",\"target\":\"en\"}");
    assertThat(one.at("/detectedLanguage/language").textValue()).isEqualTo("es");
    assertThat(one.at("/detectedLanguage/confidence").doubleValue()).isBetween(50.0, 100.0);
    JsonNode two =
        client.asked(
            "/translate",
            "{\"q\":[\"The dog eats bread.\",\"El perro come pan.\"],\"source\":\"auto\",\"target\":\"en\"}");
    assertThat(texts(two.get("translatedText")))
        .containsExactly("The dog eats bread.", translator.translate("El perro come pan.").text());
    assertThat(two.at("/detectedLanguage/0/language").textValue()).isEqualTo("en");
    assertThat(two.at("/detectedLanguage/1/language").textValue()).isEqualTo("es");
    JsonNode page =
        client.asked(
            "/translate",
            "{\"q\":\"<div class='the first of the page'>El perro</div>\",\"source\":\"auto\",\"target\":\"en\",\"format\":\"html\"}");
    assertThat(page.at("/detectedLanguage/language").textValue()).isEqualTo("es");
    JsonNode detected = client.asked("/detect", "{\"q\":\"¿Qué hora es?\"}");
    assertThat(detected).hasSize(1);
    assertThat(detected.at("/0/language").textValue()).isEqualTo("es");
  }

  @Test
  void pagesKeepTheirTagsEntitiesAndSpaces() {
    String page =
        "<div id=\"a\">\n  <p class='x'>El perro <b>come</b> pan.</p>\n  <pre>no  tocar</pre>\n"
            + "  <img src=\"a.png\" alt=\"Buenos días\">&nbsp;&copy;\n</div>";
    String answer =
        translate("\"format\":\"html\",\"q\":" + Client.quoted(page))
            .get("translatedText")
            .textValue();
    assertThat(answer).isEqualTo(DocumentTranslator.of(translator).translate(page, Format.HTML));
    assertThat(answer)
        .startsWith("<div id=\"a\">\n  <p class=\"x\">")
        .contains("<b>eats</b>")
        .contains("<pre>no  tocar</pre>\n  <img src=\"a.png\" alt=\"Good morning\">")
        .endsWith("\n</div>");
  }

  @Test
  void wordsAreAlignedInTheirPlaces() {
    String text = "El perro come pan.";
    JsonNode answer = translate("\"alignment\":true,\"q\":" + Client.quoted(text));
    String translated = answer.get("translatedText").textValue();
    List<String> pairs = new ArrayList<>();
    answer
        .get("alignment")
        .forEach(
            link ->
                pairs.add(
                    text.substring(link.get(0).intValue(), link.get(1).intValue())
                        + "-"
                        + translated.substring(link.get(2).intValue(), link.get(3).intValue())));
    assertThat(pairs).contains("perro-dog", "come-eats", "pan-bread");
    assertThat(answer.get("confidence").doubleValue()).isBetween(0.0, 1.0);
  }

  @Test
  void languagesAndSettingsAreAsClientsExpectThem() {
    JsonNode languages = Client.ok(client.get("/languages"));
    assertThat(languages.toString())
        .isEqualTo(
            "[{\"code\":\"en\",\"name\":\"English\",\"targets\":[\"en\""
                + (Translator.shipped().contains("en-es") ? ",\"es\"" : "")
                + "]},"
                + "{\"code\":\"es\",\"name\":\"Spanish\",\"targets\":[\"en\",\"es\"]}]");
    JsonNode settings = Client.ok(client.get("/frontend/settings"));
    assertThat(settings.get("charLimit").intValue()).isEqualTo(20_000);
    assertThat(settings.get("apiKeys").booleanValue()).isFalse();
    assertThat(settings.at("/language/source/code").textValue()).isEqualTo("auto");
    assertThat(settings.at("/language/target/name").textValue()).isEqualTo("English");
  }

  @Test
  void tweetsAreClassifiedAsTheModelsDo() {
    try (SentimentClassifier spanish = SentimentClassifier.pretrained(Language.ES, Precision.AUTO);
        SentimentClassifier english = SentimentClassifier.pretrained(Language.EN, Precision.AUTO)) {
      JsonNode answer =
          client.asked(
              "/predict",
              "{\"inputs\":[\"Qué alegría verte\",\"I hate this weather\"],\"parameters\":{\"explain\":true}}");
      same(answer.get(0), spanish.explain("Qué alegría verte"));
      same(answer.get(1), english.explain("I hate this weather"));
      JsonNode one =
          client.asked(
              "/predict", "{\"inputs\":\"no\",\"parameters\":{\"lang\":\"es\",\"top_k\":1}}");
      assertThat(one).hasSize(1);
      assertThat(one.get(0)).hasSize(1);
      assertThat(one.at("/0/0/label").textValue()).isEqualTo(spanish.classify("no").name());
      assertThat(one.at("/0/0").has("words")).isFalse();
      JsonNode named =
          client.asked(
              "/predict", "{\"inputs\":\"no\",\"parameters\":{\"model\":\"sentiment-en\"}}");
      assertThat(named.at("/0/0/label").textValue()).isEqualTo(english.classify("no").name());
    }
  }

  private static void same(JsonNode labels, SentimentClassifier.Explanation model) {
    assertThat(labels).hasSize(3);
    assertThat(labels.at("/0/label").textValue()).isEqualTo(model.sentiment().name());
    assertThat(labels.at("/0/score").doubleValue())
        .isCloseTo(model.sentiment().probabilities()[model.sentiment().label()], within(1e-3))
        .isGreaterThanOrEqualTo(labels.at("/1/score").doubleValue());
    JsonNode words = labels.at("/0/words");
    assertThat(words).hasSize(model.words().size());
    for (int w = 0; w < model.words().size(); w++) {
      assertThat(words.at("/" + w + "/word").textValue()).isEqualTo(model.words().get(w));
      assertThat(words.at("/" + w + "/weight").doubleValue())
          .isCloseTo(model.weights()[w], within(1e-2));
    }
  }

  private static JsonNode complete(String more) {
    return client.asked("/v1/completions", "{\"model\":\"shakespeare\"," + more + "}");
  }

  @Test
  void textsAreContinuedAsTheModelDoes() {
    try (LanguageModel model = LanguageModel.pretrained(Precision.F32)) {
      GenerationOptions options =
          GenerationOptions.of("My lord, ", 60).withTemperature(0.7).withTopP(0.9).withSeed(5);
      JsonNode answer =
          complete(
              "\"prompt\":\"My lord, \",\"max_tokens\":60,\"temperature\":0.7,\"top_p\":0.9,\"seed\":5,\"n\":2");
      assertThat(answer.get("object").textValue()).isEqualTo("text_completion");
      assertThat(answer.get("model").textValue()).isEqualTo("shakespeare");
      assertThat(answer.get("choices")).hasSize(2);
      assertThat(answer.at("/choices/0/text").textValue()).isEqualTo(model.generate(options));
      assertThat(answer.at("/choices/1/text").textValue())
          .isEqualTo(model.generate(options.withSeed(6)));
      assertThat(answer.at("/choices/1/index").intValue()).isOne();
      assertThat(answer.at("/choices/0/finish_reason").textValue()).isEqualTo("length");
      assertThat(answer.at("/choices/0/logprobs").isNull()).isTrue();
      assertThat(answer.get("usage").toString())
          .isEqualTo("{\"prompt_tokens\":9,\"completion_tokens\":120,\"total_tokens\":129}");
    }
  }

  @Test
  void probabilitiesOfAnEchoedTextAreTheModels() {
    String text = "To be, or not to be";
    try (LanguageModel model = LanguageModel.pretrained(Precision.F32)) {
      JsonNode choice =
          complete(
                  "\"prompt\":"
                      + Client.quoted(text)
                      + ",\"max_tokens\":0,\"echo\":true,\"logprobs\":3")
              .at("/choices/0");
      assertThat(choice.get("text").textValue()).isEqualTo(text);
      JsonNode logs = choice.get("logprobs");
      assertThat(String.join("", texts(logs.get("tokens")))).isEqualTo(text);
      double sum = 0;
      for (JsonNode log : logs.get("token_logprobs")) {
        sum += log.doubleValue();
      }
      assertThat(sum).isCloseTo(model.logProbability(text), within(1e-2));
      assertThat(logs.at("/text_offset/5").intValue()).isEqualTo(5);
      ObjectNode top = (ObjectNode) logs.at("/top_logprobs/5");
      assertThat(top).hasSize(3);
      model
          .nextTokens(text.substring(0, 5), 3)
          .forEach(
              next ->
                  assertThat(top.get(next.token()).doubleValue())
                      .isCloseTo(Math.log(next.probability()), within(1e-4)));
    }
  }

  @Test
  void aStopEndsATextAndIsNoPartOfIt() {
    String whole =
        complete("\"prompt\":\"KING\",\"max_tokens\":300,\"seed\":3")
            .at("/choices/0/text")
            .textValue();
    String stop = whole.substring(100, 103);
    JsonNode choice =
        complete(
                "\"prompt\":\"KING\",\"max_tokens\":300,\"seed\":3,\"logprobs\":0,\"stop\":["
                    + Client.quoted(stop)
                    + "]")
            .at("/choices/0");
    assertThat(choice.get("text").textValue()).isEqualTo(whole.substring(0, whole.indexOf(stop)));
    assertThat(choice.get("finish_reason").textValue()).isEqualTo("stop");
    assertThat(String.join("", texts(choice.at("/logprobs/tokens"))))
        .isEqualTo(choice.get("text").textValue());
  }

  @Test
  void aStreamIsTheSameTextPieceByPiece() {
    String asked = "\"prompt\":\"KING\",\"max_tokens\":50,\"seed\":3,\"n\":2";
    JsonNode whole = complete(asked);
    HttpResponse<String> response =
        client.post(
            "/v1/completions",
            "{\"model\":\"shakespeare\",\"stream\":true,\"stream_options\":{\"include_usage\":true},"
                + asked
                + "}");
    assertThat(response.headers().firstValue("Content-Type")).hasValue("text/event-stream");
    List<String> events = List.of(response.body().split("\n\n", -1));
    assertThat(events.get(events.size() - 2)).isEqualTo("data: [DONE]");
    StringBuilder[] texts = {new StringBuilder(), new StringBuilder()};
    List<String> ends = new ArrayList<>();
    for (String event : events.subList(0, events.size() - 3)) {
      JsonNode choice = Client.json(event.substring("data: ".length())).at("/choices/0");
      texts[choice.get("index").intValue()].append(choice.get("text").textValue());
      if (!choice.get("finish_reason").isNull()) {
        ends.add(choice.get("finish_reason").textValue());
      }
    }
    assertThat(texts[0].toString()).isEqualTo(whole.at("/choices/0/text").textValue());
    assertThat(texts[1].toString()).isEqualTo(whole.at("/choices/1/text").textValue());
    assertThat(ends).containsExactly("length", "length");
    JsonNode last = Client.json(events.get(events.size() - 3).substring("data: ".length()));
    assertThat(last.get("choices")).isEmpty();
    assertThat(last.get("usage")).isEqualTo(whole.get("usage"));
  }

  @Test
  void modelsAreListed() {
    assertThat(Client.ok(client.get("/v1/models")).at("/data/0/id").textValue())
        .isEqualTo("shakespeare");
    assertThat(Client.ok(client.get("/v1/models/shakespeare")).get("object").textValue())
        .isEqualTo("model");
  }

  @Test
  void manyAtOnceGetTheirOwnAnswers() {
    List<CompletableFuture<Void>> all = new ArrayList<>();
    List<String> expected =
        SPANISH.stream().map(text -> translator.translate(text).text()).toList();
    for (int i = 0; i < 120; i++) {
      int which = i % SPANISH.size();
      all.add(
          client
              .postLater(
                  "/translate",
                  "{\"source\":\"es\",\"target\":\"en\",\"q\":"
                      + Client.quoted(SPANISH.get(which))
                      + "}")
              .thenAccept(
                  response ->
                      assertThat(Client.ok(response).get("translatedText").textValue())
                          .isEqualTo(expected.get(which))));
    }
    all.forEach(CompletableFuture::join);
    String metrics = client.get("/metrics").body();
    assertThat(metrics)
        .contains(
            "http_server_requests_seconds_count{method=\"POST\",status=\"200\",uri=\"/translate\"}")
        .contains("recurrent4j_batch_size_count{work=\"translation\"}")
        .contains("recurrent4j_queue_length{work=\"lm\"}")
        .contains("recurrent4j_tokens_total{work=\"translation\"}")
        .doesNotContain("biblioteca");
  }

  @Test
  void healthPageAndDescription() {
    for (String path : List.of("/health", "/health/ready", "/health/live")) {
      assertThat(Client.ok(client.get(path)).get("status").textValue()).isEqualTo("ok");
    }
    HttpResponse<String> page = client.get("/");
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.headers().firstValue("Content-Type")).hasValue("text/html; charset=utf-8");
    assertThat(page.headers().firstValue("Content-Security-Policy"))
        .hasValueSatisfying(policy -> assertThat(policy).contains("default-src 'none'"));
  }

  /** Every path that is described is there, and the other way round. */
  @Test
  void theDescriptionSaysWhatThereIs() {
    JsonNode description = Client.ok(client.get("/openapi.json"));
    assertThat(description.get("openapi").textValue()).isEqualTo("3.1.0");
    List<String> described = new ArrayList<>();
    description
        .get("paths")
        .fields()
        .forEachRemaining(
            path ->
                path.getValue()
                    .fieldNames()
                    .forEachRemaining(
                        method ->
                            described.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey())));
    assertThat(described)
        .containsExactlyInAnyOrderElementsOf(
            service.routes().stream().map(r -> r.method() + " " + r.path()).toList());
    description
        .findValuesAsText("$ref")
        .forEach(
            ref -> assertThat(description.at(ref.substring(1)).isMissingNode()).as(ref).isFalse());
  }

  @Test
  void headIsGetWithoutItsBody() {
    HttpResponse<String> head =
        client.send(client.request("/health").method("HEAD", BodyPublishers.noBody()));
    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
    assertThat(head.headers().firstValue("Content-Length")).hasValue("16");
  }

  @Test
  void browsersMayAskFromOtherPages() {
    HttpResponse<String> preflight =
        client.send(
            client
                .request("/translate")
                .header("Access-Control-Request-Method", "POST")
                .method("OPTIONS", BodyPublishers.noBody()));
    assertThat(preflight.statusCode()).isEqualTo(200);
    assertThat(preflight.headers().firstValue("Access-Control-Allow-Methods"))
        .hasValue("POST, OPTIONS");
    assertThat(preflight.headers().firstValue("Access-Control-Allow-Headers"))
        .hasValueSatisfying(headers -> assertThat(headers).contains("Content-Type"));
  }
}
