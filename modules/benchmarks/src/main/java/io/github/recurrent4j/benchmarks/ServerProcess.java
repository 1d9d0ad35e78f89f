package io.github.recurrent4j.benchmarks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code r4j serve} in a process of its own, on a free port of the loopback. */
final class ServerProcess implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final double LONGEST_START = 300;

  private final Process process;
  private final int port;
  private final URI base;
  private final HttpClient client;

  /**
   * Starts it.
   *
   * @param options further options of the command
   */
  ServerProcess(String... options) {
    port = freePort();
    List<String> command =
        new ArrayList<>(List.of("./r4j", "serve", "--port", Integer.toString(port)));
    command.addAll(List.of(options));
    try {
      process =
          new ProcessBuilder(command)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    base = URI.create("http://127.0.0.1:" + port);
    client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The port it listens on. */
  int port() {
    return port;
  }

  /** Asks until there is an answer, and gives the seconds since {@code begun}. */
  double firstAnswer(long begun, String path, Map<String, ?> body) throws InterruptedException {
    while (true) {
      try {
        if (send(path, body).statusCode() == 200) {
          return (System.nanoTime() - begun) / 1e9;
        }
      } catch (ConnectException e) {
        // Not there yet.
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      if (!process.isAlive() || (System.nanoTime() - begun) / 1e9 > LONGEST_START) {
        throw new IllegalStateException("the server did not start: try ./r4j serve");
      }
      Thread.sleep(5);
    }
  }

  /**
   * Asks once.
   *
   * @throws IOException if there is no answer
   */
  HttpResponse<String> send(String path, Map<String, ?> body)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(base.resolve(path))
            .timeout(Duration.ofMinutes(2))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(written(body)))
            .build();
    return client.send(request, BodyHandlers.ofString());
  }

  static JsonNode read(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  static String written(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Memory that is resident, in MB. */
  double megabytes() {
    return Resident.megabytes(Long.toString(process.pid()));
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().join();
  }
}
