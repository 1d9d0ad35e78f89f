package io.github.recurrent4j.serving;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever comes: the right status, one line of JSON, and the server goes on. */
class WrongRequestsTest {
  private static final int LIMIT = 4096;
  private static Service service;
  private static Client client;

  @BeforeAll
  static void start() {
    service =
        Service.start(
            ServingOptions.standard()
                .with(
                    o ->
                        o.port(0)
                            .bodyLimit(LIMIT)
                            .charLimit(500)
                            .batchLimit(5)
                            .maxTokens(100)
                            .alternativesLimit(3)
                            .bodyTimeout(1.5)),
            Map.of());
    client = new Client(service.port());
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  @AfterEach
  void alive() {
    assertThat(client.get("/health").statusCode()).isEqualTo(200);
  }

  private static String error(HttpResponse<String> response) {
    assertThat(response.body()).endsWith("\n").hasSizeLessThan(500).doesNotContain("\tat ");
    assertThat(response.body().strip()).doesNotContain("\n");
    JsonNode error = Client.json(response.body()).get("error");
    return error.isTextual() ? error.textValue() : error.get("message").textValue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "/translate | {'source':'es','target':'en'} | 400 | Invalid request: missing q parameter",
        "/translate | {'q':'','source':'es','target':'en'} | 400 | Invalid request: missing q parameter",
        "/translate | {'q':[],'source':'es','target':'en'} | 400 | Invalid request: missing q parameter",
        "/translate | {'q':null,'source':'es','target':'en'} | 400 | Invalid request: missing q parameter",
        "/translate | {'q':'a','target':'en'} | 400 | Invalid request: missing source parameter",
        "/translate | {'q':'a','source':'es'} | 400 | Invalid request: missing target parameter",
        "/translate | {'q':'a','source':'zz','target':'en'} | 400 | zz is not supported",
        "/translate | {'q':'a','source':'es','target':'zz'} | 400 | zz is not supported",
        "/translate | {'q':'a','source':'es','target':'en','format':'xml'} | 400 | xml format is not supported",
        "/translate | {'q':'a','source':'es','target':'en','alternatives':'abc'} | 400 | Invalid request: alternatives parameter is not a number",
        "/translate | {'q':'a','source':'es','target':'en','alternatives':4} | 400 | Invalid request: alternatives must be between 0 and 3",
        "/translate | {'q':'a','source':'es','target':'en','alternatives':1.5} | 400 | Invalid request: alternatives must be a whole number",
        "/translate | {'q':'a','source':'es','target':'en','alternatives':1e999999999} | 400 | Invalid request: alternatives parameter is not a number",
        "/translate | {'q':'a','source':'es','target':'en','alignment':'maybe'} | 400 | Invalid request: alignment must be true or false",
        "/translate | {'q':7,'source':'es','target':'en'} | 400 | Invalid request: q must be text, or an array of texts where those are taken",
        "/translate | {'q':['a',{}],'source':'es','target':'en'} | 400 | Invalid request: q must be text, or an array of texts where those are taken",
        "/translate | {'q':'\\ud800 a','source':'es','target':'en'} | 400 | Invalid request: q has half of a surrogate pair: it is no Unicode text",
        "/translate | {'q':['a','b','c','d','e','f'],'source':'es','target':'en'} | 400 | Invalid request: request (6) exceeds text limit (5)",
        "/translate | ['a'] | 400 | Invalid JSON format",
        "/translate | {'q':'a' | 400 | Invalid JSON format (line 1, column 9)",
        "/translate | {'q':'a'} x | 400 | Invalid JSON format (line 1, column 12)",
        "/translate | {'q':'a','n':1e4099999999999999999999902} | 400 | Invalid JSON format: a number is too large",
        "/detect | {'q':''} | 400 | Invalid request: missing q parameter",
        "/predict | {'inputs':[]} | 400 | Invalid request: missing inputs parameter",
        "/predict | {'inputs':'a','parameters':[]} | 400 | Invalid request: parameters must be an object",
        "/predict | {'inputs':'a','parameters':{'lang':'fr'}} | 400 | Invalid request: lang must be es, en or auto",
        "/predict | {'inputs':'a','parameters':{'model':'x'}} | 400 | Invalid request: model must be one of sentiment-es, sentiment-en",
        "/predict | {'inputs':'a','parameters':{'top_k':0}} | 400 | Invalid request: top_k must be between 1 and 2147483647",
        "/v1/completions | {'prompt':'a'} | 400 | Invalid request: missing model parameter",
        "/v1/completions | {'model':'gpt','prompt':'a'} | 404 | there is no such model: there are shakespeare, english, spanish",
        "/v1/completions | {'model':'shakespeare','prompt':[1,2]} | 400 | Invalid request: prompt must be text, or an array of texts where those are taken",
        "/v1/completions | {'model':'shakespeare','prompt':'a','max_tokens':101} | 400 | Invalid request: max_tokens must be between 0 and 100",
        "/v1/completions | {'model':'shakespeare','prompt':'a','temperature':-1} | 400 | Invalid request: temperature must be between 0.0 and 2.0",
        "/v1/completions | {'model':'shakespeare','prompt':'a','top_p':2} | 400 | Invalid request: top_p must be between 0.0 and 1.0",
        "/v1/completions | {'model':'shakespeare','prompt':'a','n':0} | 400 | Invalid request: n must be between 1 and 128",
        "/v1/completions | {'model':'shakespeare','prompt':['a','b'],'n':100} | 400 | Invalid request: n times the prompts must be at most 128",
        "/v1/completions | {'model':'shakespeare','prompt':'a','best_of':2} | 400 | Invalid request: best_of must be n: it is not supported",
        "/v1/completions | {'model':'shakespeare','prompt':'a','suffix':'b'} | 400 | Invalid request: suffix is not supported",
        "/v1/completions | {'model':'shakespeare','prompt':'a','logit_bias':{'1':2}} | 400 | Invalid request: logit_bias must be empty: it is not supported",
        "/v1/completions | {'model':'shakespeare','prompt':'a','presence_penalty':1} | 400 | Invalid request: presence_penalty must be 0: it is not supported",
        "/v1/completions | {'model':'shakespeare','prompt':'a','stop':['a','b','c','d','e']} | 400 | Invalid request: stop must be at most 4 texts",
        "/v1/completions | {'model':'shakespeare','prompt':'a','logprobs':21} | 400 | Invalid request: logprobs must be between 0 and 20",
      })
  void whatIsWrongIsSaid(String path, String body, int status, String message) {
    HttpResponse<String> response = client.post(path, body.replace('\'', '"'));
    assertThat(error(response)).isEqualTo(message);
    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(Client.json(response.body()).get("error").isObject())
        .isEqualTo(path.startsWith("/v1/"));
  }

  @Test
  void anUnknownCharacterIsNamedBeforeAStreamBegins() {
    HttpResponse<String> response =
        client.post(
            "/v1/completions", "{\"model\":\"shakespeare\",\"prompt\":\"é\",\"stream\":true}");
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(error(response)).startsWith("the model does not know 'é'");
  }

  @Test
  void tooLongATextIsRefusedByCharactersNotUnits() {
    String fits = "{\"source\":\"en\",\"target\":\"en\",\"q\":\"" + "😀".repeat(500) + "\"}";
    assertThat(client.post("/translate", fits).statusCode()).isEqualTo(200);
    HttpResponse<String> response = client.post("/translate", fits.replace("\"}", "!\"}"));
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(error(response))
        .isEqualTo("Invalid request: request (501) exceeds text limit (500)");
  }

  @ParameterizedTest
  @CsvSource({
    "/nothing, GET, 404", "/v1/nothing, POST, 404", "/translate/, POST, 404",
        "/v1/models/a/b, GET, 404",
    "/v1/models/gpt, GET, 404", "/translate, GET, 405", "/translate, PUT, 405",
        "/health, POST, 405",
    "/health, DELETE, 405", "/v1/completions, GET, 405", "/, POST, 405", "/%00, GET, 404",
    "/admin/reload, GET, 405", "/../etc/passwd, GET, 404",
  })
  void pathsAndMethods(String path, String method, int status) {
    HttpResponse<String> response =
        client.send(client.request(path).method(method, BodyPublishers.noBody()));
    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(error(response)).isNotEmpty();
    assertThat(response.headers().firstValue("Allow").isPresent()).isEqualTo(status == 405);
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/plain", "multipart/form-data; boundary=x", "application/xml", "⚠"})
  void otherContentIsRefused(String type) {
    String ascii = type.equals("⚠") ? "weird" : type;
    HttpResponse<String> response =
        client.send(
            client
                .request("/translate")
                .header("Content-Type", ascii)
                .POST(BodyPublishers.ofString("q=a")));
    assertThat(response.statusCode()).isEqualTo(415);
    assertThat(error(response)).startsWith("send JSON");
  }

  @Test
  void bytesThatAreNoTextAreRefused() {
    for (byte[] body :
        List.of(new byte[] {'{', (byte) 0xff}, new byte[] {(byte) 0xc0, (byte) 0x80})) {
      HttpResponse<String> response =
          client.send(
              client
                  .request("/translate")
                  .header("Content-Type", "application/json")
                  .POST(BodyPublishers.ofByteArray(body)));
      assertThat(response.statusCode()).isEqualTo(400);
      assertThat(error(response)).isEqualTo("the body is not UTF-8");
    }
    HttpResponse<String> form =
        client.send(
            client
                .request("/translate")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("q=%zz")));
    assertThat(form.statusCode()).isEqualTo(400);
    assertThat(error(form)).startsWith("the form has a %");
  }

  @Test
  void largeBodiesAreRefusedWithAndWithoutALength() throws IOException {
    String large = "a".repeat(3 * LIMIT);
    assertThat(
            raw(
                "POST /translate HTTP/1.1\r\nHost: a\r\nContent-Length: 999999999999\r\n\r\n"
                    + large))
        .startsWith("HTTP/1.1 413 ")
        .contains("the body is larger than 4096 bytes");
    assertThat(
            raw(
                "POST /translate HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
                    + "1000\r\n"
                    + "a".repeat(0x1000)
                    + "\r\n1000\r\n"
                    + "a".repeat(0x1000)
                    + "\r\n"))
        .startsWith("HTTP/1.1 413 ");
    assertThat(client.post("/translate", large).statusCode()).isEqualTo(413);
  }

  @Test
  void aBodyThatDoesNotComeIsGivenUp() throws IOException {
    assertThat(raw("POST /translate HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\n{"))
        .startsWith("HTTP/1.1 408 ")
        .contains("the body took longer than 1.5 seconds");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "POST /tran",
        "\r\n\r\n\r\n",
        "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\r\n\r\n",
        "POST /translate HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
      })
  void whatNeverBecomesARequestIsHungUpOn(String bytes) throws IOException {
    assertThat(raw(bytes)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hello\r\n\r\n",
        "GET / HTTP/9.9\r\n\r\n",
        "GET\r\n\r\n",
        "GET /health HTTP/1.1\r\nHost: a\r\nno colon here\r\n\r\n",
        "POST /translate HTTP/1.1\r\nHost: a\r\nContent-Length: many\r\n\r\n",
        "POST /translate HTTP/1.1\r\nHost: a\r\nContent-Length: -5\r\n\r\n",
      })
  void whatIsNoHttpIsRefused(String bytes) throws IOException {
    String answer = raw(bytes);
    assertThat(answer).matches("(?s)HTTP/\\d\\.\\d [45]\\d\\d .*");
    assertThat(answer).doesNotContain("Exception").doesNotContain("\tat ");
  }

  @Test
  void longLinesAndHeadersAreRefused() throws IOException {
    assertThat(raw("GET /" + "a".repeat(10_000) + " HTTP/1.1\r\nHost: a\r\n\r\n"))
        .startsWith("HTTP/1.0 414 ");
    assertThat(raw("GET /health HTTP/1.1\r\nHost: a\r\nX: " + "a".repeat(20_000) + "\r\n\r\n"))
        .startsWith("HTTP/1.1 431 ");
  }

  @Test
  void requestsInOnePieceAreAnsweredInTheirOrder() throws IOException {
    String body = "{\"q\":\"Hola.\",\"source\":\"es\",\"target\":\"en\"}";
    String post =
        "POST /translate HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: "
            + body.length()
            + "\r\n\r\n"
            + body;
    String answer =
        raw(
            "GET /health HTTP/1.1\r\nHost: a\r\n\r\n"
                + post
                + "GET /nothing HTTP/1.1\r\nHost: a\r\n\r\n"
                + post
                + "GET /health/live HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    assertThat(answer.split("HTTP/1.1 ", -1))
        .satisfiesExactly(
            nothing -> assertThat(nothing).isEmpty(),
            health -> assertThat(health).startsWith("200 ").contains("ok"),
            first -> assertThat(first).startsWith("200 ").contains("translatedText"),
            missing -> assertThat(missing).startsWith("404 "),
            second -> assertThat(second).startsWith("200 ").contains("translatedText"),
            live -> assertThat(live).startsWith("200 ").contains("ok"));
  }

  /** Sends bytes as they are, and reads until the server closes. */
  private static String raw(String text) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), service.port())) {
      OutputStream out = socket.getOutputStream();
      out.write(text.getBytes(StandardCharsets.ISO_8859_1));
      out.flush();
      InputStream in = socket.getInputStream();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
