package io.github.recurrent4j.serving;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Two thousand malformed requests to one server, two hundred at a time: each has the right status
 * and one line of JSON, and good requests between them are answered as ever.
 */
class MalformedFloodTest {
  private static final long SEED = 20261126;
  private static final int LIMIT = 4096;

  /** A refused body's connection stays open for a moment: together they take no longer than one. */
  private static final int AT_ONCE = 200;

  private static final String HEAD =
      " HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nConnection: close\r\n";
  private static final List<String> PATHS =
      List.of("/translate", "/detect", "/predict", "/v1/completions");
  private static final List<String> BODIES =
      List.of(
          "{\"q\":[\"Hola\",\"amigo\"],\"source\":\"auto\",\"target\":\"en\",\"alternatives\":1,\"format\":\"html\"}",
          "{\"q\":\"¿Qué hora es? 😀\"}",
          "{\"inputs\":\"Bien\",\"parameters\":{\"lang\":\"es\",\"explain\":true,\"top_k\":2}}",
          "{\"model\":\"shakespeare\",\"prompt\":\"KING\",\"max_tokens\":3,\"n\":2,\"logprobs\":2,\"echo\":true,\"stop\":[\"a\"]}");
  private static final List<String> WRONG_VALUES =
      List.of("7", "{}", "[[\"a\"]]", "[1]", "true", "[null]", "[\"a\",{}]");
  private static final Pattern ANSWER =
      Pattern.compile("HTTP/1\\.[01] (\\d+) .*?\r\n\r\n(.*)", Pattern.DOTALL);

  private static Service service;

  private final Random random = new Random(SEED);

  @BeforeAll
  static void start() {
    service =
        Service.start(
            ServingOptions.standard().with(o -> o.port(0).bodyLimit(LIMIT).bodyTimeout(1)),
            Map.of());
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  /** A request, and what its answer's status may be. */
  private record Wrong(byte[] bytes, List<Integer> statuses) {
    static Wrong of(String text, Integer... statuses) {
      return new Wrong(text.getBytes(StandardCharsets.UTF_8), List.of(statuses));
    }
  }

  @Test
  void everyOneIsRefusedInOneLine() throws IOException {
    Client client = new Client(service.port());
    for (int i = 0; i < 2000; i += AT_ONCE) {
      List<Wrong> all = new ArrayList<>();
      for (int n = 0; n < AT_ONCE; n++) {
        all.add(request(n % 10));
      }
      List<String> answers = answers(all);
      for (int n = 0; n < AT_ONCE; n++) {
        Wrong wrong = all.get(n);
        String text = new String(wrong.bytes, StandardCharsets.UTF_8);
        String as = "seed " + SEED + ", request " + (i + n) + ": " + text;
        check(as, answers.get(n), wrong.statuses);
      }
      assertThat(client.get("/health").statusCode()).isEqualTo(200);
      assertThat(client.asked("/detect", "{\"q\":\"¿Dónde está la biblioteca?\"}").toString())
          .contains("\"es\"");
    }
  }

  /** Bodies that never come whole, all at once; others are answered meanwhile. */
  @Test
  void slowBodiesAreGivenUpAndHoldNobodyUp() throws IOException {
    Client client = new Client(service.port());
    List<Wrong> slow = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      String path = PATHS.get(i % PATHS.size());
      slow.add(Wrong.of("POST " + path + HEAD + "Content-Length: 50\r\n\r\n{\"q\"", 408));
    }
    assertThat(client.get("/health").statusCode()).isEqualTo(200);
    for (String answer : answers(slow)) {
      check("a slow body", answer, List.of(408));
    }
    assertThat(client.get("/health").statusCode()).isEqualTo(200);
  }

  private static void check(String as, String answer, List<Integer> statuses) {
    // Of what comes in one piece the last answer is the wrong request's.
    int last = Math.max(0, answer.lastIndexOf("HTTP/1."));
    Matcher found = ANSWER.matcher(answer.substring(last));
    assertThat(found.matches()).as("%s%n%s", as, answer).isTrue();
    int status = Integer.parseInt(found.group(1));
    assertThat(status).as(as).isIn(statuses);
    if (status != 200) {
      String line = found.group(2);
      assertThat(line).as(as).endsWith("}\n").hasSizeLessThan(500).doesNotContain("Exception");
      assertThat(line.indexOf('\n')).as(as).isEqualTo(line.length() - 1);
      JsonNode error = Client.json(line).get("error");
      assertThat(error.isTextual() ? error : error.get("message")).as(as).isNotNull();
    }
  }

  private Wrong request(int kind) {
    int which = random.nextInt(PATHS.size());
    String path = PATHS.get(which);
    String body = BODIES.get(which);
    return switch (kind) {
      case 0 -> Wrong.of(post(path, body.replaceFirst(":(\"|\\[).*", ":" + value())), 400, 404);
      case 1 ->
          Wrong.of(post(path, body.replaceFirst("(Hola|Bien|KING|hora)", "$1\\\\ud83d")), 400);
      case 2 -> Wrong.of(large(path), 413);
      case 3 ->
          Wrong.of(pick("PUT ", "DELETE ", "PATCH ", "GET ", "FOO ") + path + HEAD + "\r\n", 405);
      case 4 ->
          Wrong.of(
              "GET /health HTTP/1.1\r\nHost: a\r\n\r\n"
                  + post(path, body).replace("Connection: close\r\n", "")
                  + post(path, "{\"q\":"),
              400);
      default -> {
        byte[] bytes = damaged(body, random);
        byte[] head =
            (("POST " + path + HEAD) + "Content-Length: " + bytes.length + "\r\n\r\n")
                .getBytes(StandardCharsets.UTF_8);
        byte[] all = new byte[head.length + bytes.length];
        System.arraycopy(head, 0, all, 0, head.length);
        System.arraycopy(bytes, 0, all, head.length, bytes.length);
        yield new Wrong(all, List.of(200, 400, 404));
      }
    };
  }

  private String value() {
    return WRONG_VALUES.get(random.nextInt(WRONG_VALUES.size())) + "}";
  }

  private String large(String path) {
    String part = "a".repeat(LIMIT);
    return random.nextBoolean()
        ? "POST " + path + HEAD + "Content-Length: 999999999999\r\n\r\n" + part
        : "POST "
            + path
            + HEAD
            + "Transfer-Encoding: chunked\r\n\r\n1000\r\n"
            + part
            + "\r\n1000\r\n"
            + part
            + "\r\n";
  }

  private String pick(String... all) {
    return all[random.nextInt(all.length)];
  }

  private static String post(String path, String body) {
    int length = body.getBytes(StandardCharsets.UTF_8).length;
    return "POST " + path + HEAD + "Content-Length: " + length + "\r\n\r\n" + body;
  }

  /** Sends each on a connection of its own, and reads what comes until the server closes it. */
  private static List<String> answers(List<Wrong> all) throws IOException {
    List<Socket> sockets = new ArrayList<>();
    List<String> answers = new ArrayList<>();
    try {
      for (Wrong wrong : all) {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), service.port());
        sockets.add(socket);
        socket.getOutputStream().write(wrong.bytes);
        socket.getOutputStream().flush();
      }
      for (Socket socket : sockets) {
        answers.add(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
      }
    } finally {
      for (Socket socket : sockets) {
        socket.close();
      }
    }
    return answers;
  }

  private static final List<String> TOKENS =
      List.of(
          "{",
          "}",
          "[",
          "]",
          "\"",
          ":",
          ",",
          "null",
          "true",
          "-1",
          "1e400",
          "0.5",
          "\\ud800",
          "\\",
          "\u0000",
          "[[[[[[[[",
          "{\"a\":",
          "999999999999999999999",
          "\"\"",
          "es",
          "en");

  private static byte[] damaged(String body, Random random) {
    StringBuilder text = new StringBuilder(body);
    for (int n = 1 + random.nextInt(3); n > 0; n--) {
      int at = random.nextInt(text.length() + 1);
      switch (random.nextInt(4)) {
        case 0 -> text.setLength(at);
        case 1 -> text.delete(at, Math.min(text.length(), at + 1 + random.nextInt(8)));
        case 2 -> text.insert(at, TOKENS.get(random.nextInt(TOKENS.size())));
        default ->
            text.replace(
                at,
                Math.min(text.length(), at + 1 + random.nextInt(6)),
                TOKENS.get(random.nextInt(TOKENS.size())));
      }
    }
    byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
    if (bytes.length > 0 && random.nextInt(5) == 0) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
    }
    return bytes;
  }
}
