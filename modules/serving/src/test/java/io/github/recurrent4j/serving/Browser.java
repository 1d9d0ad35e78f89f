package io.github.recurrent4j.serving;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A Chromium without a window, driven through chromedriver (W3C WebDriver); where that is missing
 * the test is skipped and says so.
 */
final class Browser implements AutoCloseable {
  private static final Pattern PORT = Pattern.compile("started successfully on port (\\d+)");

  private final HttpClient http = HttpClient.newHttpClient();
  private final Process driver;
  private final String session;

  private Browser(Process driver, String session) {
    this.driver = driver;
    this.session = session;
  }

  static Browser open() throws IOException, InterruptedException {
    assumeTrue(
        NodePackages.isThere("chromedriver"),
        "chromedriver is not on the PATH (apt install chromium-driver): the page is not tried");
    Process driver =
        new ProcessBuilder("chromedriver", "--port=0").redirectErrorStream(true).start();
    BufferedReader out = driver.inputReader(StandardCharsets.UTF_8);
    Matcher port = PORT.matcher("");
    while (!port.find()) {
      String line = out.readLine();
      if (line == null) {
        throw new AssertionError("chromedriver did not start");
      }
      port.reset(line);
    }
    String base = "http://127.0.0.1:" + port.group(1);
    Browser starting = new Browser(driver, base);
    try {
      JsonNode opened =
          starting.post(
              "/session",
              "{\"capabilities\":{\"alwaysMatch\":{\"goog:chromeOptions\":{\"args\":["
                  + "\"--headless=new\",\"--no-sandbox\",\"--disable-gpu\"]}}}}");
      return new Browser(driver, base + "/session/" + opened.get("sessionId").textValue());
    } catch (RuntimeException | Error e) {
      driver.destroy();
      throw e;
    }
  }

  private JsonNode post(String path, String body) throws IOException, InterruptedException {
    JsonNode answer =
        Client.json(
            http.send(
                    HttpRequest.newBuilder(URI.create(session + path))
                        .POST(BodyPublishers.ofString(body))
                        .build(),
                    BodyHandlers.ofString())
                .body());
    JsonNode value = answer.get("value");
    if (value.has("error")) {
      throw new AssertionError(value.toString());
    }
    return value;
  }

  /** Shows a page in a window of this size; a page that is shown already is read anew. */
  void show(String url, int width, int height) throws IOException, InterruptedException {
    post(
        "/goog/cdp/execute",
        "{\"cmd\":\"Emulation.setDeviceMetricsOverride\",\"params\":{\"width\":"
            + width
            + ",\"height\":"
            + height
            + ",\"deviceScaleFactor\":1,\"mobile\":false}}");
    post("/url", "{\"url\":\"about:blank\"}");
    post("/url", "{\"url\":" + Client.quoted(url) + "}");
  }

  /** The value of a function's body. */
  JsonNode run(String script) throws IOException, InterruptedException {
    return post("/execute/sync", "{\"script\":" + Client.quoted(script) + ",\"args\":[]}");
  }

  /** The value of a body that awaits. */
  JsonNode await(String script) throws IOException, InterruptedException {
    return run("return (async () => { " + script + " })();");
  }

  /** Waits until an expression is true. */
  void until(String expression) throws IOException, InterruptedException {
    while (!run("return Boolean(" + expression + ");").booleanValue()) {
      Thread.sleep(20);
    }
  }

  /** Types a key or text into what has the focus. */
  void type(String keys) throws IOException, InterruptedException {
    StringBuilder actions = new StringBuilder();
    for (int i = 0; i < keys.length(); i++) {
      String key = Client.quoted(keys.substring(i, i + 1));
      actions.append(i == 0 ? "" : ",");
      actions.append("{\"type\":\"keyDown\",\"value\":").append(key);
      actions.append("},{\"type\":\"keyUp\",\"value\":").append(key).append('}');
    }
    post(
        "/actions",
        "{\"actions\":[{\"type\":\"key\",\"id\":\"k\",\"actions\":[" + actions + "]}]}");
  }

  @Override
  public void close() {
    try {
      http.send(
          HttpRequest.newBuilder(URI.create(session)).DELETE().build(), BodyHandlers.discarding());
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      driver.destroy();
    }
  }
}
