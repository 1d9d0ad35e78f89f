package io.github.recurrent4j.search;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.recurrent4j.vectorization.AtomicFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * The report of a search: one HTML page that holds its data and needs no network. It shows the best
 * so far over time, the score against each parameter, parallel coordinates and all trials.
 */
final class SearchReport {
  private static final JsonMapper JSON = new JsonMapper();

  private SearchReport() {}

  static void write(SearchedApp app, List<String> names, List<Trial> trials, Path file) {
    ObjectNode data = JSON.createObjectNode();
    data.put("app", app.name());
    data.put("scoreName", app.scoreName());
    data.put("minimize", app.score().minimize());
    data.set("names", JSON.valueToTree(names));
    data.set("trials", JSON.valueToTree(trials));
    try (InputStream template = SearchReport.class.getResourceAsStream("report.html")) {
      // "<" is escaped, so that no value can end the script element.
      String json = JSON.writeValueAsString(data).replace("<", "\\u003c");
      String page =
          new String(template.readAllBytes(), StandardCharsets.UTF_8).replace("/*DATA*/", json);
      AtomicFile.write(file, stream -> stream.write(page.getBytes(StandardCharsets.UTF_8)));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
