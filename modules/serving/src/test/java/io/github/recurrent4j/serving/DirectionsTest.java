package io.github.recurrent4j.serving;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.recurrent4j.kernels.Precision;
import io.github.recurrent4j.translation.Translator;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Spanish to English and English to Spanish at once, the latter by a model of the test's own. */
@Timeout(value = 20, unit = TimeUnit.MINUTES) // against hanging for ever; no test needs a minute
class DirectionsTest {
  private static final String ENGLISH = "The dog eats 1,250.5 of https://example.com/a.";

  @TempDir static Path folder;
  private static Path file;
  private static Service service;
  private static Client client;

  @BeforeAll
  static void start() throws Exception {
    file = TinyTranslator.train(folder, "en_es");
    service =
        Service.start(
            ServingOptions.standard().withPort(0).withPrecision(Precision.F32),
            Map.of("en-es", file));
    client = new Client(service.port());
  }

  @AfterAll
  static void stop() {
    if (service != null) {
      service.close();
    }
  }

  @Test
  void eachLanguageGoesIntoTheOther() throws Exception {
    assertThat(Client.ok(client.get("/languages")).toString())
        .isEqualTo(
            "[{\"code\":\"en\",\"name\":\"English\",\"targets\":[\"en\",\"es\"]},"
                + "{\"code\":\"es\",\"name\":\"Spanish\",\"targets\":[\"en\",\"es\"]}]");
  }

  @Test
  void englishIsTranslatedAsTheModelDoes() throws Exception {
    String answer = translated(ENGLISH, "en", "es").get("translatedText").textValue();
    try (Translator own = Translator.load(file, Precision.F32)) {
      assertThat(answer).isEqualTo(own.translate(ENGLISH).text());
    }
    assertThat(answer).contains("1.250,5", "https://example.com/a");
    assertThat(translated("El perro come pan.", "es", "en").get("translatedText").textValue())
        .isEqualTo("The dog eats bread.");
  }

  @Test
  void theLanguageThatIsFoundChoosesTheDirection() throws Exception {
    JsonNode spanish = translated("El perro come pan.", "auto", "en");
    assertThat(spanish.at("/detectedLanguage/language").textValue()).isEqualTo("es");
    assertThat(spanish.get("translatedText").textValue()).isEqualTo("The dog eats bread.");
    JsonNode english = translated(ENGLISH, "auto", "es");
    assertThat(english.at("/detectedLanguage/language").textValue()).isEqualTo("en");
    assertThat(english.get("translatedText"))
        .isEqualTo(translated(ENGLISH, "en", "es").get("translatedText"));
    JsonNode there = translated("El perro come pan.", "auto", "es");
    assertThat(there.get("translatedText").textValue()).isEqualTo("El perro come pan.");
  }

  @Test
  void whatIsNotServedIsSaid() throws Exception {
    Path dutch = TinyTranslator.train(folder, "none");
    try (Service other =
        Service.start(ServingOptions.standard().withPort(0), Map.of("de-nl", dutch))) {
      HttpResponse<String> answer =
          new Client(other.port())
              .post("/translate", "{\"q\":\"a\",\"source\":\"es\",\"target\":\"nl\"}");
      assertThat(answer.statusCode()).isEqualTo(400);
      assertThat(Client.json(answer.body()).get("error").textValue())
          .isEqualTo("Dutch (nl) is not available as a target language from Spanish (es)");
    }
  }

  private static JsonNode translated(String text, String source, String target) throws Exception {
    return client.asked(
        "/translate",
        "{\"source\":\""
            + source
            + "\",\"target\":\""
            + target
            + "\",\"q\":"
            + Client.quoted(text)
            + "}");
  }
}
