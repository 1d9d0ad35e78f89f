package io.github.recurrent4j.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.recurrent4j.kernels.Precision;
import io.github.recurrent4j.translation.Translator;
import io.github.recurrent4j.vectorization.BadInputException;
import io.github.recurrent4j.vectorization.BadOptionException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A server's life: limits, keys, overload, hang-ups, replaced models, the end. */
@Timeout(value = 20, unit = TimeUnit.MINUTES) // against hanging for ever; no test needs a minute
class LifeTest {
  private static final String SENTENCE =
      "El perro come pan en la casa de mi madre mientras llueve. ";
  private static final String LONG_TEXT = SENTENCE.repeat(15);
  private static final String VERY_LONG_TEXT = SENTENCE.repeat(60);

  @TempDir Path dir;

  private static ServingOptions options() {
    return ServingOptions.standard().withPort(0);
  }

  private static String translation(String text) {
    return "{\"source\":\"es\",\"target\":\"en\",\"q\":" + Client.quoted(text) + "}";
  }

  private Path pretrained(String name) throws IOException {
    Path file = dir.resolve(name);
    try (InputStream in =
        Translator.class.getResourceAsStream("/io/github/recurrent4j/pretrained/" + name)) {
      Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
    }
    return file;
  }

  @Test
  void overloadIsSaidAndWhatIsAnsweredIsRight() {
    try (Service service = Service.start(options().withQueueLimit(1), Map.of());
        Translator translator = Translator.pretrained(Precision.AUTO)) {
      Client client = new Client(service.port());
      List<CompletableFuture<HttpResponse<String>>> all = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        all.add(client.postLater("/translate", translation(LONG_TEXT)));
      }
      String expected = translator.translate(LONG_TEXT).text();
      int refused = 0;
      for (CompletableFuture<HttpResponse<String>> one : all) {
        HttpResponse<String> response = one.join();
        if (response.statusCode() == 503) {
          refused++;
          assertThat(response.headers().firstValue("Retry-After")).hasValue("1");
          assertThat(response.body()).contains("too many requests are waiting");
        } else {
          assertThat(Client.ok(response).get("translatedText").textValue()).isEqualTo(expected);
        }
      }
      assertThat(refused).isBetween(1, 39);
      assertThat(client.asked("/translate", translation("Hola."))).isNotNull();
    }
  }

  @Test
  void whoHangsUpFreesThePlace() throws Exception {
    try (Service service = Service.start(options(), Map.of())) {
      Client client = new Client(service.port());
      String body = translation(VERY_LONG_TEXT);
      for (int i = 0; i < 5; i++) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), service.port())) {
          socket
              .getOutputStream()
              .write(
                  ("POST /translate HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
                          + "Content-Length: "
                          + body.length()
                          + "\r\n\r\n"
                          + body)
                      .getBytes(StandardCharsets.US_ASCII));
        }
      }
      // Each is dropped when the server notices; none of them is computed to its end.
      while (!client.get("/metrics").body().contains("{work=\"translation\"} 0.0")) {
        Thread.sleep(20);
      }
      assertThat(client.get("/metrics").body())
          .contains("status=\"499\",uri=\"/translate\"")
          .doesNotContain("status=\"200\",uri=\"/translate\"");
    }
  }

  @Test
  void whatTakesTooLongIsGivenUp() {
    try (Service service =
        Service.start(options().with(o -> o.deadline(0.001).maxTokens(100_000)), Map.of())) {
      HttpResponse<String> response =
          new Client(service.port())
              .post(
                  "/v1/completions",
                  "{\"model\":\"shakespeare\",\"prompt\":\"a\",\"max_tokens\":100000}");
      assertThat(response.statusCode()).isEqualTo(503);
      assertThat(response.headers().firstValue("Retry-After")).isPresent();
      assertThat(response.body()).contains("this took longer than 0.001 seconds");
    }
  }

  @Test
  void bodiesThatComeAtOnceAreBoundedTogether() throws IOException {
    int part = 30 << 20;
    String head =
        "POST /detect HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: "
            + (part + 1)
            + "\r\n\r\n";
    byte[] body = new byte[part];
    List<Socket> sockets = new ArrayList<>();
    try (Service service =
        Service.start(options().with(o -> o.bodyLimit(40 << 20).bodyTimeout(3600)), Map.of())) {
      Client client = new Client(service.port());
      for (int i = 0; i < 2; i++) {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), service.port());
        sockets.add(socket);
        socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().write(body);
      }
      // The two are kept, but for their last byte; what else is large finds no room.
      String large = "{\"q\":\"" + "a".repeat(10 << 20) + "\"}";
      HttpResponse<String> response = client.post("/detect", large);
      while (response.statusCode() != 503) {
        response = client.post("/detect", large);
      }
      assertThat(response.headers().firstValue("Retry-After")).isPresent();
      assertThat(response.body()).contains("too much is being sent at once");
      assertThat(client.post("/detect", "{\"q\":\"hola\"}").statusCode()).isEqualTo(200);
      for (Socket socket : sockets) {
        socket.close();
      }
      while (response.statusCode() == 503) {
        response = client.post("/detect", large);
      }
      assertThat(response.statusCode()).isEqualTo(400);
    }
  }

  @Test
  void addressesHaveALimit() {
    try (Service service = Service.start(options().withReqLimit(3), Map.of())) {
      Client client = new Client(service.port());
      for (int i = 0; i < 3; i++) {
        assertThat(client.post("/detect", "{\"q\":\"hola\"}").statusCode()).isEqualTo(200);
      }
      HttpResponse<String> refused = client.post("/detect", "{\"q\":\"hola\"}");
      assertThat(refused.statusCode()).isEqualTo(429);
      assertThat(refused.headers().firstValue("Retry-After")).isPresent();
      assertThat(Client.json(refused.body()).get("error").textValue())
          .isEqualTo("Slowdown: 3 per 1 minute");
      assertThat(client.get("/health").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void keysAreAskedForWhereThereAreSome() throws IOException {
    Path keys = Files.writeString(dir.resolve("keys"), "key-of-ana\nkey-of-eva 1\n");
    try (Service service = Service.start(options().withApiKeys(keys.toString()), Map.of())) {
      Client client = new Client(service.port());
      assertThat(client.post("/detect", "{\"q\":\"hola\"}").statusCode()).isEqualTo(403);
      assertThat(client.post("/detect", "{\"q\":\"hola\",\"api_key\":\"guess\"}").statusCode())
          .isEqualTo(403);
      assertThat(client.post("/detect", "{\"q\":\"hola\",\"api_key\":\"key-of-ana\"}").statusCode())
          .isEqualTo(200);
      assertThat(client.get("/v1/models").statusCode()).isEqualTo(401);
      for (int status : new int[] {200, 429}) {
        assertThat(
                client
                    .send(client.request("/v1/models").header("Authorization", "Bearer key-of-eva"))
                    .statusCode())
            .isEqualTo(status);
      }
      assertThat(Client.ok(client.get("/frontend/settings")).get("keyRequired").booleanValue())
          .isTrue();
    }
  }

  @Test
  void modelsAreReplacedUnderRunningRequests() throws IOException {
    Path file = pretrained("es-en.zip");
    try (Service service = Service.start(options(), Map.of("es-en", file));
        Translator translator = Translator.pretrained(Precision.AUTO)) {
      Client client = new Client(service.port());
      String expected = translator.translate(LONG_TEXT).text();
      List<CompletableFuture<HttpResponse<String>>> all = new ArrayList<>();
      for (int i = 0; i < 12; i++) {
        all.add(client.postLater("/translate", translation(LONG_TEXT)));
        if (i % 4 == 1) {
          JsonNode reloaded = client.asked("/admin/reload", "");
          assertThat(reloaded.get("reloaded")).hasSize(service.models().size());
        }
      }
      for (CompletableFuture<HttpResponse<String>> one : all) {
        assertThat(Client.ok(one.join()).get("translatedText").textValue()).isEqualTo(expected);
      }
      Path damaged = Files.write(dir.resolve("damaged"), new byte[1000]);
      Files.move(damaged, file, StandardCopyOption.REPLACE_EXISTING);
      HttpResponse<String> refused = client.post("/admin/reload", "");
      assertThat(refused.statusCode()).isEqualTo(500);
      assertThat(refused.body()).contains("es-en.zip");
      assertThat(client.asked("/translate", translation("Hola."))).isNotNull();
    }
  }

  @Test
  void onlyThisMachineMayReplaceModels() {
    try (Service service = Service.start(options(), Map.of())) {
      Client client = new Client(service.port());
      for (String header : List.of("X-Forwarded-For", "Origin", "Forwarded")) {
        HttpResponse<String> response =
            client.send(
                client
                    .request("/admin/reload")
                    .header(header, "1.2.3.4")
                    .POST(java.net.http.HttpRequest.BodyPublishers.noBody()));
        assertThat(response.statusCode()).isEqualTo(403);
        assertThat(response.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
      }
    }
  }

  @Test
  void aStopAnswersWhatIsUnderWay() throws Exception {
    Service service = Service.start(options().withStopTimeout(3600), Map.of());
    Client client = new Client(service.port());
    CompletableFuture<HttpResponse<String>> underWay =
        client.postLater("/translate", translation(VERY_LONG_TEXT));
    while (!underWay.isDone()
        && !client.get("/metrics").body().contains("{work=\"translation\"} 1.0")) {
      Thread.sleep(20);
    }
    service.close();
    assertThat(Client.ok(underWay.join()).get("translatedText").textValue()).contains("dog");
    assertThatThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), service.port()).close())
        .isInstanceOf(IOException.class);
    service.close();
  }

  @Test
  void aPathBeforeAllOthersAndNoPage() {
    ServingOptions options = options().with(o -> o.urlPrefix("/r4j").disableWebUi(true));
    try (Service service = Service.start(options, Map.of())) {
      Client client = new Client(service.port());
      assertThat(client.get("/r4j/health").statusCode()).isEqualTo(200);
      assertThat(client.get("/r4j/v1/models/shakespeare").statusCode()).isEqualTo(200);
      assertThat(client.get("/health").statusCode()).isEqualTo(404);
      assertThat(client.get("/r4j/").statusCode()).isEqualTo(404);
    }
  }

  @Test
  void whatCannotBeServedIsSaid() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThatThrownBy(() -> Service.start(options().withPort(taken.getLocalPort()), Map.of()))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("cannot listen on 127.0.0.1:" + taken.getLocalPort());
    }
    assertThatThrownBy(() -> Service.start(options(), Map.of("x", dir.resolve("none.zip"))))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("none.zip does not exist");
    assertThatThrownBy(() -> Service.start(options(), Map.of("a b", dir.resolve("none.zip"))))
        .isInstanceOf(BadOptionException.class);
    assertThatThrownBy(
            () -> Service.start(options().withApiKeys(dir.resolve("k").toString()), Map.of()))
        .isInstanceOf(BadInputException.class);
  }

  @Test
  void aModelMayBeServedUnderItsOwnName() throws IOException {
    Map<String, Path> files =
        Map.of("mine", pretrained("sentiment-en.zip"), "bard", pretrained("shakespeare.zip"));
    try (Service service = Service.start(options(), files)) {
      Client client = new Client(service.port());
      assertThat(service.models()).contains("mine", "bard", "es-en", "shakespeare");
      assertThat(
              client.asked(
                  "/v1/completions", "{\"model\":\"bard\",\"prompt\":\"a\",\"max_tokens\":1}"))
          .isNotNull();
      assertThat(
              client.asked("/predict", "{\"inputs\":\"good\",\"parameters\":{\"model\":\"mine\"}}"))
          .hasSize(1);
    }
  }
}
