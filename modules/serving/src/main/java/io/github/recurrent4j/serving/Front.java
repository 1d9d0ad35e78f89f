package io.github.recurrent4j.serving;

import io.github.recurrent4j.vectorization.BadInputException;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import java.nio.file.Path;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Speaks HTTP: finds the route, reads the body, keeps to the limits, and hands a request to who
 * answers it. Everything here happens on one event loop, and nothing on it takes long.
 */
final class Front {
  private static final int LONGEST_LINE = 8192;
  private static final int LONGEST_HEADERS = 16_384;
  private static final int LINGER_MILLIS = 2000;

  /** Bytes of all bodies that are being read at once, unless a single one may be larger. */
  private static final long MOST_READING = 64L << 20;

  private final Vertx vertx;
  private final ServingOptions options;
  private final Optional<ApiKeys> keys;
  private final Measures measures;
  private final RateLimit rates = new RateLimit();
  private List<Route> routes;
  private HttpServer server;

  /** Connections on which nothing has been asked for yet. */
  private final Set<HttpConnection> silent = Collections.newSetFromMap(new IdentityHashMap<>());

  private int connections;

  /** Bytes of bodies that have come, of requests that have not been answered. */
  private long reading;

  private volatile String notReady = "the models are being loaded";

  /**
   * A front that listens to nobody yet.
   *
   * @param routes what can be asked for while the models are being loaded
   */
  Front(Vertx vertx, ServingOptions options, Measures measures, List<Route> routes) {
    this.vertx = vertx;
    this.options = options;
    this.measures = measures;
    this.routes = List.copyOf(routes);
    this.keys =
        options.apiKeys().isEmpty()
            ? Optional.empty()
            : Optional.of(ApiKeys.read(Path.of(options.apiKeys()), options.reqLimit()));
  }

  /**
   * Begins to listen.
   *
   * @return the port
   * @throws BadInputException if it cannot
   */
  int listen() {
    HttpServerOptions http =
        new HttpServerOptions()
            .setHost(options.host())
            .setPort(options.port())
            .setMaxInitialLineLength(LONGEST_LINE)
            .setMaxHeaderSize(LONGEST_HEADERS)
            .setHandle100ContinueAutomatically(true)
            // With it a connection is not told of before its first bytes.
            .setHttp2ClearTextEnabled(false)
            .setIdleTimeoutUnit(TimeUnit.SECONDS)
            .setIdleTimeout((int) Math.ceil(options.deadline() + options.bodyTimeout() + 30));
    server =
        vertx
            .createHttpServer(http)
            .connectionHandler(this::connected)
            .invalidRequestHandler(this::notHttp)
            .requestHandler(this::asked);
    try {
      return server.listen().toCompletionStage().toCompletableFuture().join().actualPort();
    } catch (CompletionException e) {
      throw new BadInputException(
          "cannot listen on "
              + options.host()
              + ":"
              + options.port()
              + " ("
              + e.getCause().getMessage()
              + "): choose another with --port or --host",
          e);
    }
  }

  /** Opens all routes. */
  void ready(List<Route> all) {
    vertx.runOnContext(
        now -> {
          routes = List.copyOf(all);
          notReady = null;
        });
  }

  /** Why the server takes no work; null if it does. */
  String notReady() {
    return notReady;
  }

  /** Stops accepting, and closes each connection when its answers are complete. */
  void stop() {
    notReady = "the server is stopping";
    server
        .shutdown((long) (1000 * options.stopTimeout()), TimeUnit.MILLISECONDS)
        .toCompletionStage()
        .toCompletableFuture()
        .join();
  }

  /** Too many connections are closed at once, and those that never ask for anything in a while. */
  private void connected(HttpConnection connection) {
    connections++;
    silent.add(connection);
    long timer =
        vertx.setTimer(
            Math.max(1, (long) (1000 * options.bodyTimeout())),
            late -> {
              if (silent.remove(connection)) {
                connection.close();
              }
            });
    connection.closeHandler(
        closed -> {
          connections--;
          silent.remove(connection);
          vertx.cancelTimer(timer);
        });
    if (connections > options.connections()) {
      connection.close();
    }
  }

  private void notHttp(HttpServerRequest request) {
    Throwable cause = request.decoderResult().cause();
    boolean line = cause instanceof TooLongHttpLineException;
    boolean headers = cause instanceof TooLongHttpHeaderException;
    int status = line ? 414 : headers ? 431 : 400;
    String why =
        line
            ? "the request's first line is longer than " + LONGEST_LINE + " bytes"
            : headers
                ? "the headers are longer than " + LONGEST_HEADERS + " bytes"
                : "this is no HTTP request";
    request
        .response()
        .setStatusCode(status)
        .putHeader("Content-Type", "application/json")
        .putHeader("Connection", "close")
        .end(Exchange.line(Route.Style.PLAIN.error(status, why)))
        .onComplete(sent -> request.connection().close());
  }

  private void asked(HttpServerRequest request) {
    long start = System.nanoTime();
    silent.remove(request.connection());
    Context context = vertx.getOrCreateContext();
    String path = path(request);
    String method = request.method().name();
    boolean head = method.equals("HEAD");
    List<Route> there =
        path == null ? List.of() : routes.stream().filter(r -> r.matches(path)).toList();
    Optional<Route> found =
        there.stream().filter(r -> r.method().equals(head ? "GET" : method)).findFirst();
    // Errors take the shape that the path's other method has, or that its neighbours have.
    Route route = found.orElseGet(() -> there.isEmpty() ? nowhere(path) : there.get(0));
    Exchange exchange =
        new Exchange(
            request,
            route,
            context,
            status ->
                measures.request(method(method), route.path(), status, System.nanoTime() - start));
    headers(request, route);
    try {
      if (method.equals("OPTIONS") && !there.isEmpty()) {
        preflight(exchange, there);
      } else if (there.isEmpty() && notReady != null) {
        throw ApiException.busy(notReady);
      } else if (there.isEmpty()) {
        throw new ApiException(404, "there is nothing at this path: see /openapi.json");
      } else if (found.isEmpty()) {
        request.response().putHeader("Allow", allowed(there));
        throw new ApiException(405, "this path takes " + allowed(there) + " only");
      } else {
        admit(exchange);
      }
    } catch (RuntimeException e) {
      refuse(exchange, e);
    }
  }

  /** Metrics count by few methods, whatever clients make up. */
  private static String method(String method) {
    return List.of("GET", "HEAD", "POST", "OPTIONS").contains(method) ? method : "OTHER";
  }

  private String path(HttpServerRequest request) {
    String path = request.path();
    String prefix = options.urlPrefix();
    if (path == null || !path.startsWith(prefix)) {
      return null;
    }
    String rest = path.substring(prefix.length());
    return rest.isEmpty() ? "/" : rest;
  }

  private static Route nowhere(String path) {
    boolean openAi = path != null && path.startsWith("/v1/");
    return new Route(
        "GET",
        "UNKNOWN",
        Route.Access.OPEN,
        openAi ? Route.Style.OPENAI : Route.Style.PLAIN,
        exchange -> {});
  }

  private static String allowed(List<Route> routes) {
    return routes.stream()
        .map(r -> r.method().equals("GET") ? "GET, HEAD" : r.method())
        .collect(Collectors.joining(", "));
  }

  private void headers(HttpServerRequest request, Route route) {
    request.response().putHeader("X-Content-Type-Options", "nosniff");
    if (!options.corsOrigin().isEmpty() && route.access() != Route.Access.LOCAL) {
      request.response().putHeader("Access-Control-Allow-Origin", options.corsOrigin());
      if (!options.corsOrigin().equals("*")) {
        request.response().putHeader("Vary", "Origin");
      }
    }
  }

  private void preflight(Exchange exchange, List<Route> there) {
    exchange
        .request()
        .response()
        .putHeader("Allow", allowed(there) + ", OPTIONS")
        .putHeader("Access-Control-Allow-Methods", allowed(there) + ", OPTIONS")
        .putHeader("Access-Control-Allow-Headers", "Authorization, Content-Type, *")
        .putHeader("Access-Control-Max-Age", "3600");
    exchange.answer(200, "text/plain", Buffer.buffer());
  }

  private void admit(Exchange exchange) {
    Route route = exchange.route();
    if (route.access() == Route.Access.LOCAL) {
      requireLocal(exchange.request());
    }
    if (route.access() == Route.Access.LIMITED) {
      if (notReady != null) {
        throw ApiException.busy(notReady);
      }
      if (keys.isEmpty()) {
        rates.take(address(exchange.request()), options.reqLimit(), System.nanoTime());
      }
      deadline(exchange);
    }
    if (route.method().equals("POST")) {
      read(exchange);
    } else {
      if (route.access() == Route.Access.LIMITED) {
        requireKey(exchange);
      }
      route.handler().handle(exchange);
    }
  }

  private void deadline(Exchange exchange) {
    long timer =
        vertx.setTimer(
            Math.max(1, (long) (1000 * options.deadline())),
            late ->
                exchange.fail(
                    ApiException.busy(
                        "this took longer than " + options.deadline() + " seconds: ask for less")));
    exchange.atEnd(() -> vertx.cancelTimer(timer));
  }

  private static String address(HttpServerRequest request) {
    SocketAddress address = request.remoteAddress();
    return address == null || address.hostAddress() == null ? "" : address.hostAddress();
  }

  /** Neither other machines, nor a proxy on this one, nor pages in a browser on this one. */
  private static void requireLocal(HttpServerRequest request) {
    String address = address(request);
    boolean local =
        address.startsWith("127.") || address.equals("0:0:0:0:0:0:0:1") || address.equals("::1");
    boolean forOthers =
        request.headers().contains("X-Forwarded-For")
            || request.headers().contains("Forwarded")
            || request.headers().contains("Origin");
    if (!local || forOthers) {
      throw new ApiException(403, "this can be asked for on the server's own machine only");
    }
  }

  private void requireKey(Exchange exchange) {
    if (keys.isEmpty()) {
      return;
    }
    boolean openAi = exchange.route().style() == Route.Style.OPENAI;
    String key = key(exchange);
    if (key.isEmpty()) {
      throw new ApiException(
          openAi ? 401 : 403, "Please contact the server operator to get an API key");
    }
    OptionalInt limit = keys.get().limit(key);
    if (limit.isEmpty()) {
      throw new ApiException(openAi ? 401 : 403, "Invalid API key");
    }
    rates.take(key, limit.getAsInt(), System.nanoTime());
  }

  private static String key(Exchange exchange) {
    Optional<String> field = exchange.fields().text("api_key");
    if (field.isPresent()) {
      return field.get();
    }
    String header = exchange.request().getHeader("Authorization");
    String bearer = "bearer ";
    return header != null && header.toLowerCase(Locale.ROOT).startsWith(bearer)
        ? header.substring(bearer.length()).strip()
        : "";
  }

  private void read(Exchange exchange) {
    HttpServerRequest request = exchange.request();
    requireSmall(declared(request));
    Buffer body = Buffer.buffer();
    long timer =
        vertx.setTimer(
            Math.max(1, (long) (1000 * options.bodyTimeout())),
            late ->
                refuse(
                    exchange,
                    new ApiException(
                        408, "the body took longer than " + options.bodyTimeout() + " seconds")));
    exchange.atEnd(() -> vertx.cancelTimer(timer));
    request.handler(
        part -> {
          if (exchange.isOver()) {
            return;
          }
          try {
            requireSmall((long) body.length() + part.length());
            requireRoom(part.length());
            exchange.atEnd(() -> reading -= part.length());
            reading += part.length();
            body.appendBuffer(part);
          } catch (ApiException e) {
            refuse(exchange, e);
          }
        });
    request.exceptionHandler(damaged -> refuse(exchange, ApiException.bad("the body is damaged")));
    request.endHandler(
        end -> {
          vertx.cancelTimer(timer);
          if (!exchange.isOver()) {
            received(exchange, body);
          }
        });
  }

  private static long declared(HttpServerRequest request) {
    String length = request.getHeader("Content-Length");
    try {
      return length == null ? 0 : Long.parseLong(length.strip());
    } catch (NumberFormatException e) {
      throw ApiException.bad("Content-Length is not a number");
    }
  }

  private void requireSmall(long bytes) {
    if (bytes > options.bodyLimit()) {
      throw new ApiException(
          413, "the body is larger than " + options.bodyLimit() + " bytes: send less at once");
    }
  }

  private void requireRoom(int bytes) {
    if (reading + bytes > Math.max(MOST_READING, options.bodyLimit())) {
      throw ApiException.busy("too much is being sent at once: try again in a second");
    }
  }

  private void received(Exchange exchange, Buffer body) {
    HttpServerRequest request = exchange.request();
    try {
      if (exchange.route().access() == Route.Access.LIMITED) {
        exchange.fields(
            Fields.read(body.getBytes(), request.getHeader("Content-Type"), request.query()));
        requireKey(exchange);
      }
      exchange.route().handler().handle(exchange);
    } catch (RuntimeException e) {
      exchange.fail(e);
    }
  }

  /**
   * Answers a request whose body may not have come whole: then the connection cannot be used for
   * another. It stays open for a moment, so that a client that is still sending reads the answer.
   */
  private void refuse(Exchange exchange, RuntimeException e) {
    HttpServerRequest request = exchange.request();
    if (!exchange.isOver() && hasBody(request) && !request.isEnded()) {
      request.response().putHeader("Connection", "close");
      HttpConnection connection = request.connection();
      long timer = vertx.setTimer(LINGER_MILLIS, late -> connection.close());
      request.handler(part -> {});
      request.endHandler(
          end -> {
            vertx.cancelTimer(timer);
            connection.close();
          });
    }
    exchange.fail(e);
  }

  private static boolean hasBody(HttpServerRequest request) {
    String length = request.getHeader("Content-Length");
    return request.headers().contains("Transfer-Encoding")
        || (length != null && !length.equals("0"));
  }
}
