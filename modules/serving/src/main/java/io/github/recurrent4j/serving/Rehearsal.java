package io.github.recurrent4j.serving;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import java.util.Map;

/** Loads the classes that a server needs, so that they can be kept for the next start. */
final class Rehearsal {
  private Rehearsal() {}

  /** Starts a server of the shipped models, asks it for a little of everything, and ends it. */
  static void run() {
    Vertx vertx = Vertx.vertx();
    try (Service service = Service.start(ServingOptions.standard().withPort(0), Map.of())) {
      HttpClient client = vertx.createHttpClient();
      Map.of(
              "/translate",
              "{\"q\":\"Hola.\",\"source\":\"auto\",\"target\":\"en\",\"alternatives\":1,\"alignment\":true}",
              "/predict",
              "{\"inputs\":\"Bien\",\"parameters\":{\"explain\":true}}",
              "/v1/completions",
              "{\"model\":\"shakespeare\",\"prompt\":\"A\",\"max_tokens\":2,\"logprobs\":2}",
              "/detect",
              "{")
          .forEach((path, body) -> ask(client, service.port(), path, body));
    } finally {
      vertx.close().toCompletionStage().toCompletableFuture().join();
    }
  }

  private static void ask(HttpClient client, int port, String path, String body) {
    client
        .request(HttpMethod.POST, port, "127.0.0.1", path)
        .compose(request -> request.send(Buffer.buffer(body)))
        .compose(response -> response.body())
        .toCompletionStage()
        .toCompletableFuture()
        .join();
  }
}
