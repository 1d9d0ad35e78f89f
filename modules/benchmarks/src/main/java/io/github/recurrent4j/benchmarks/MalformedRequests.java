package io.github.recurrent4j.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Requests that cannot be answered, each on a connection of its own: bad JSON, wrong types, half
 * surrogates, large and slow bodies, wrong methods, and what follows a good request in one piece.
 */
final class MalformedRequests {
  private static final int SLOW_EVERY = 100;

  /** A refused body's connection stays open for a moment. */
  private static final int CLIENTS = 100;

  private static final String HEAD =
      " HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Type: application/json\r\n";

  private final int port;
  private final Random random = new Random(1);

  MalformedRequests(int port) {
    this.port = port;
  }

  /** Sends them, and counts those that were not refused in one line with a status of 4xx. */
  int wrong(int count) throws InterruptedException {
    AtomicInteger wrong = new AtomicInteger();
    ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
    for (int i = 0; i < count; i++) {
      String request = i % SLOW_EVERY == 0 ? slow() : request();
      clients.execute(() -> wrong.addAndGet(isRefused(answer(request)) ? 0 : 1));
    }
    clients.shutdown();
    clients.awaitTermination(Long.MAX_VALUE, TimeUnit.NANOSECONDS);
    return wrong.get();
  }

  private static boolean isRefused(String answer) {
    // Of what comes in one piece the last answer is the wrong request's.
    String last = answer.substring(Math.max(0, answer.lastIndexOf("HTTP/1.")));
    int body = last.indexOf("\r\n\r\n");
    return last.matches("(?s)HTTP/1\\.[01] 4\\d\\d .*")
        && last.substring(body + 4).strip().lines().count() == 1
        && !last.contains("\tat ");
  }

  /** A body that never comes whole. */
  private static String slow() {
    return "POST /translate" + HEAD + "Content-Length: 100\r\n\r\n{";
  }

  private String request() {
    String path = pick("/translate", "/detect", "/predict", "/v1/completions");
    return switch (random.nextInt(6)) {
      case 0 ->
          post(path, pick("{", "[1]", "{\"q\":", "{\"q\":\"a\"} x", "nul", "\"q\"", "{'q':1}"));
      case 1 -> post(path, pick("{\"q\":7}", "{\"q\":{}}", "{\"inputs\":[[]]}", "{\"prompt\":{}}"));
      case 2 -> post("/translate", "{\"source\":\"es\",\"target\":\"en\",\"q\":\"\\ud83d a\"}");
      case 3 -> "POST " + path + HEAD + "Content-Length: 99999999999\r\n\r\n" + "a".repeat(2000);
      case 4 ->
          pick("PUT ", "DELETE ", "PATCH ", "GET ") + path + HEAD + "Content-Length: 0\r\n\r\n";
      default ->
          "GET /health/live HTTP/1.1\r\nHost: a\r\n\r\n"
              + post(path, "{\"q\":[" + random.nextInt());
    };
  }

  private static String post(String path, String body) {
    return "POST " + path + HEAD + "Content-Length: " + body.length() + "\r\n\r\n" + body;
  }

  private String pick(String... all) {
    return List.of(all).get(random.nextInt(all.length));
  }

  private String answer(String request) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      socket.getOutputStream().flush();
      InputStream in = socket.getInputStream();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return e.toString();
    }
  }
}
