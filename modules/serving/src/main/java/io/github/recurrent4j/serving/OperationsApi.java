package io.github.recurrent4j.serving;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.recurrent4j.serving.Route.Access;
import io.github.recurrent4j.serving.Route.Style;
import io.github.recurrent4j.vectorization.BadInputException;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** Health, metrics, the description of the APIs, the page, and replacing models. */
final class OperationsApi {
  private final ServingOptions options;
  private final Measures measures;
  private final Supplier<String> notReady;

  /**
   * What needs no model.
   *
   * @param notReady why the server takes no work; null if it does
   */
  OperationsApi(ServingOptions options, Measures measures, Supplier<String> notReady) {
    this.options = options;
    this.measures = measures;
    this.notReady = notReady;
  }

  /** Paths that are there from the beginning. */
  List<Route> early() {
    return List.of(
        new Route("GET", "/health", Access.OPEN, Style.PLAIN, this::ready),
        new Route("GET", "/health/ready", Access.OPEN, Style.PLAIN, this::ready),
        new Route("GET", "/health/live", Access.OPEN, Style.PLAIN, x -> x.answer(status("ok"))),
        new Route("GET", "/metrics", Access.OPEN, Style.PLAIN, this::metrics));
  }

  /** Paths that are there once the models are. */
  List<Route> late(Models models) {
    String description = resource("openapi.json");
    Route openApi =
        new Route(
            "GET",
            "/openapi.json",
            Access.OPEN,
            Style.PLAIN,
            x -> x.answer(200, "application/json", Buffer.buffer(description)));
    Route reload =
        new Route("POST", "/admin/reload", Access.LOCAL, Style.PLAIN, x -> reload(x, models));
    if (options.disableWebUi()) {
      return List.of(openApi, reload);
    }
    String page = resource("page.html");
    return List.of(
        openApi, reload, new Route("GET", "/", Access.OPEN, Style.PLAIN, x -> page(x, page)));
  }

  private void ready(Exchange exchange) {
    String why = notReady.get();
    if (why != null) {
      throw ApiException.busy(why);
    }
    exchange.answer(status("ok"));
  }

  private static JsonNode status(String status) {
    return JsonNodeFactory.instance.objectNode().put("status", status);
  }

  private void metrics(Exchange exchange) {
    exchange.answer(
        200, "text/plain; version=0.0.4; charset=utf-8", Buffer.buffer(measures.text()));
  }

  /** The page runs what it brings along, and talks to this server alone. */
  private static void page(Exchange exchange, String page) {
    exchange
        .request()
        .response()
        .putHeader("Cache-Control", "no-cache")
        .putHeader("Referrer-Policy", "no-referrer")
        .putHeader(
            "Content-Security-Policy",
            "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline';"
                + " connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none';"
                + " frame-ancestors 'none'");
    exchange.answer(200, "text/html; charset=utf-8", Buffer.buffer(page));
  }

  private static void reload(Exchange exchange, Models models) {
    exchange.later(
        CompletableFuture.supplyAsync(
            () -> {
              try {
                models.reload();
                return models.names();
              } catch (BadInputException e) {
                throw new ApiException(500, e.getMessage());
              }
            }),
        names -> {
          ObjectNode answer = JsonNodeFactory.instance.objectNode();
          names.forEach(answer.putArray("reloaded")::add);
          exchange.answer(answer);
        });
  }

  private static String resource(String name) {
    try (InputStream in = OperationsApi.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
