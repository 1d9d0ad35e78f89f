package io.github.recurrent4j.serving;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.github.recurrent4j.vectorization.BadInputException;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A request and its answer. All methods but {@link #run} are called on the request's event loop;
 * exactly one answer is sent, and none if the client has gone.
 */
final class Exchange {
  private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);
  private static final int GONE = 499;
  private static final int PLACES = 8;
  private static final int LONGEST_MESSAGE = 300;

  private final HttpServerRequest request;
  private final Route route;
  private final Context context;
  private final Consumer<Integer> ended;
  private final List<Runnable> atEnd = new ArrayList<>();
  private Fields fields = Fields.none();
  private boolean over;
  private boolean streaming;

  /**
   * A request that has come.
   *
   * @param ended is told the status when the answer is complete, or the client has gone
   */
  Exchange(HttpServerRequest request, Route route, Context context, Consumer<Integer> ended) {
    this.request = request;
    this.route = route;
    this.context = context;
    this.ended = ended;
    request.response().closeHandler(gone -> over(GONE));
    request.response().exceptionHandler(gone -> over(GONE));
  }

  HttpServerRequest request() {
    return request;
  }

  Route route() {
    return route;
  }

  /** What the request asks for. */
  Fields fields() {
    return fields;
  }

  void fields(Fields read) {
    this.fields = read;
  }

  /** Whether nothing more can be sent. */
  boolean isOver() {
    return over;
  }

  /** Does something on the event loop; may be called by any thread. */
  void run(Runnable action) {
    context.runOnContext(
        now -> {
          try {
            action.run();
          } catch (RuntimeException e) {
            fail(e);
          }
        });
  }

  /** Has something done when the answer is complete or nobody waits for it any more. */
  void atEnd(Runnable action) {
    if (over) {
      action.run();
    } else {
      atEnd.add(action);
    }
  }

  /** Answers when a result is there; takes the work back if the client goes. */
  <T> void later(CompletableFuture<T> result, Consumer<T> answer) {
    atEnd(() -> result.cancel(true));
    var unused =
        result.whenComplete(
            (value, e) ->
                run(
                    () -> {
                      if (over) {
                        return;
                      }
                      if (e == null) {
                        answer.accept(value);
                      } else {
                        fail(e);
                      }
                    }));
  }

  /** Answers with JSON. */
  void answer(JsonNode json) {
    answer(200, json);
  }

  /** Answers with a status and JSON. */
  void answer(int status, JsonNode json) {
    answer(status, "application/json", Buffer.buffer(line(json)));
  }

  /** Answers with anything. */
  void answer(int status, String type, Buffer body) {
    if (over) {
      return;
    }
    HttpServerResponse response = request.response();
    response.setStatusCode(status).putHeader("Content-Type", type);
    response.putHeader("Content-Length", Integer.toString(body.length()));
    if (request.method().name().equals("HEAD")) {
      response.end();
    } else {
      response.end(body);
    }
    over(status);
  }

  /** Sends an event of a stream; the first one sends the head. */
  void event(String data) {
    if (over) {
      return;
    }
    HttpServerResponse response = request.response();
    if (!streaming) {
      streaming = true;
      response
          .setChunked(true)
          .putHeader("Content-Type", "text/event-stream")
          .putHeader("Cache-Control", "no-store");
    }
    response.write("data: " + data + "\n\n");
  }

  /** Ends a stream of events. */
  void endEvents() {
    if (!over) {
      request.response().end();
      over(200);
    }
  }

  /** Answers with what went wrong, in one line. */
  void fail(Throwable thrown) {
    Throwable e = thrown;
    while (e instanceof CompletionException && e.getCause() != null) {
      e = e.getCause();
    }
    if (over) {
      return;
    }
    ApiException known = known(e);
    JsonNode error = route.style().error(known.status(), oneLine(known.getMessage()));
    if (streaming) {
      event(error.toString());
      endEvents();
      return;
    }
    if (known.retryAfter() > 0) {
      request.response().putHeader("Retry-After", Integer.toString(known.retryAfter()));
    }
    answer(known.status(), error);
  }

  private static ApiException known(Throwable e) {
    if (e instanceof ApiException known) {
      return known;
    }
    if (e instanceof BadInputException) {
      return ApiException.bad(e.getMessage());
    }
    if (e instanceof CancellationException) {
      return ApiException.busy("the request was given up");
    }
    // Its message may quote a user's text: the places alone are written down.
    StackTraceElement[] places = e.getStackTrace();
    LOG.error(
        "{} at {}",
        e.getClass().getName(),
        Arrays.asList(places).subList(0, Math.min(PLACES, places.length)));
    return e instanceof OutOfMemoryError
        ? ApiException.busy("the server has too little memory for this: ask for less")
        : new ApiException(500, "the server failed (" + e.getClass().getSimpleName() + ")");
  }

  private void over(int status) {
    if (over) {
      return;
    }
    over = true;
    ended.accept(status);
    atEnd.forEach(Runnable::run);
    atEnd.clear();
  }

  /** JSON as one line with its end. */
  static String line(JsonNode json) {
    try {
      return Fields.JSON.writeValueAsString(json) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String oneLine(String message) {
    String line = String.valueOf(message).replaceAll("[\\s\\p{Cc}]+", " ").strip();
    return line.length() <= LONGEST_MESSAGE ? line : line.substring(0, LONGEST_MESSAGE - 1) + "…";
  }
}
