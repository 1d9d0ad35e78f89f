package io.github.recurrent4j.serving;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.recurrent4j.kernels.Precision;
import io.github.recurrent4j.languagemodel.GenerationOptions;
import io.github.recurrent4j.languagemodel.LanguageModel;
import io.github.recurrent4j.translation.Translator;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Clients that were made for other servers get what the models say. */
class ClientsTest {

  @Test
  void clientsFromNpm() throws Exception {
    NodePackages.folder();
    try (Service service = Service.start(ServingOptions.standard().withPort(0), Map.of());
        Translator translator = Translator.pretrained(Precision.AUTO);
        LanguageModel model = LanguageModel.pretrained(Precision.F32)) {
      JsonNode got =
          Client.json(NodePackages.run("clients.mjs", "http://127.0.0.1:" + service.port()));
      String text = model.generate(GenerationOptions.of("KING", 30).withTemperature(1).withSeed(3));
      assertThat(got.get("models").toString())
          .isEqualTo("[\"shakespeare\",\"english\",\"spanish\"]");
      assertThat(got.get("model").textValue()).isEqualTo("shakespeare");
      assertThat(got.at("/completion/choices/0/text").textValue()).isEqualTo(text);
      assertThat(got.at("/completion/choices")).hasSize(2);
      assertThat(got.at("/completion/choices/0/logprobs/top_logprobs")).hasSize(30);
      assertThat(got.get("stream").textValue()).isEqualTo(text);
      assertThat(got.get("errors").toString())
          .isEqualTo(
              "[[\"NotFoundError\",404,\"invalid_request_error\"],"
                  + "[\"BadRequestError\",400,\"invalid_request_error\"]]");
      assertThat(got.get("libretranslate").textValue())
          .isEqualTo(translator.translate("No encuentro mis llaves.").text());
      assertThat(got.get("translate").textValue())
          .isEqualTo(translator.translate("¿Dónde está la biblioteca?").text());
      assertThat(got.get("html").textValue()).isEqualTo("<p>The dog <b>eats</b> bread.</p>");
      assertThat(got.get("translateError").textValue()).isEqualTo("fr is not supported");
      assertThat(got.get("description").textValue()).isEqualTo("3.1.0");
    }
  }
}
