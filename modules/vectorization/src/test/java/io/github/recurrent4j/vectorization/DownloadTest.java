package io.github.recurrent4j.vectorization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.github.recurrent4j.vectorization.datasets.Catalogue;
import io.github.recurrent4j.vectorization.datasets.Downloader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DownloadTest {
  @TempDir Path dir;
  private final byte[] content = "some text\n".repeat(1000).getBytes(StandardCharsets.UTF_8);
  private final List<String> ranges = new ArrayList<>();
  private HttpServer server;
  private String url;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/file",
        exchange -> {
          String range = exchange.getRequestHeaders().getFirst("Range");
          ranges.add(String.valueOf(range));
          int from = range == null ? 0 : Integer.parseInt(range.substring(6, range.length() - 1));
          byte[] rest = Arrays.copyOfRange(content, from, content.length);
          exchange.sendResponseHeaders(range == null ? 200 : 206, rest.length);
          exchange.getResponseBody().write(rest);
          exchange.close();
        });
    server.start();
    url = "http://127.0.0.1:" + server.getAddress().getPort();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private Catalogue.Item item(String sha) {
    return new Catalogue.Item("f.txt", url + "/file", sha);
  }

  private String sha() throws IOException {
    return TextFile.sha256(Files.write(dir.resolve("reference"), content));
  }

  @Test
  void goesOnWhereItStopped() throws IOException {
    Path target = dir.resolve("a/f.txt");
    Files.createDirectories(target.getParent());
    Files.write(dir.resolve("a/f.txt.part"), Arrays.copyOf(content, 1234));
    new Downloader().fetch(item(sha()), target, n -> {});
    assertThat(Files.readAllBytes(target)).isEqualTo(content);
    assertThat(ranges).containsExactly("bytes=1234-");
    new Downloader().fetch(item(sha()), target, n -> {});
    assertThat(ranges).hasSize(1);
  }

  @Test
  void aSecondDownloadToTheSamePlaceIsRefusedAndSpoilsNothing() throws IOException {
    Path target = dir.resolve("f.txt");
    List<String> said = new ArrayList<>();
    new Downloader()
        .fetch(
            item(sha()),
            target,
            n -> {
              if (said.isEmpty()) {
                said.add("asked");
                assertThatThrownBy(() -> new Downloader().fetch(item(sha()), target, m -> {}))
                    .hasMessageContaining("is being downloaded");
              }
            });
    assertThat(said).hasSize(1);
    assertThat(target).hasBinaryContent(content);
    assertThat(dir.resolve("f.txt.lock")).doesNotExist();
  }

  @Test
  void wrongContentIsRefused() {
    Path target = dir.resolve("f.txt");
    assertThatThrownBy(() -> new Downloader().fetch(item("00"), target, n -> {}))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("SHA-256");
    assertThat(target).doesNotExist();
  }

  @Test
  void missingFileAndNoServerAreNamed() {
    var missing = new Catalogue.Item("f", url + "/nothing", null);
    assertThatThrownBy(() -> new Downloader().fetch(missing, dir.resolve("f"), n -> {}))
        .hasMessageContaining("404");
    server.stop(0);
    assertThatThrownBy(() -> new Downloader().fetch(item(null), dir.resolve("g"), n -> {}))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("check the connection");
  }

  @Test
  void catalogueIsComplete() {
    assertThat(Catalogue.all())
        .extracting(Catalogue.Corpus::name)
        .contains("tinyshakespeare", "ptb", "wikitext-2", "tatoeba-es-en", "intertass");
    assertThatThrownBy(() -> Catalogue.get("x")).hasMessageContaining("one of tinyshakespeare");
  }
}
