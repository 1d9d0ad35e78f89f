package io.github.recurrent4j.lessons;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import jdk.jshell.Diag;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.SnippetEvent;
import jdk.jshell.SourceCodeAnalysis;

/**
 * Runs the code of notebooks, cell by cell, in this process: a notebook that no longer fits the
 * code fails here. {@code ./r4j notebooks check} does the same in Jupyter. There are two classes of
 * such tests, each with every second notebook, so that two processes share the work.
 */
abstract class NotebookRuns {
  private static final Path NOTEBOOKS = Path.of("../../notebooks").toAbsolutePath().normalize();

  /** Every second notebook by name, from {@code first} on. */
  static List<String> everySecond(int first) throws IOException {
    try (Stream<Path> files = Files.list(NOTEBOOKS)) {
      List<String> all =
          files
              .map(f -> f.getFileName().toString())
              .filter(f -> f.endsWith(".ipynb"))
              .sorted()
              .toList();
      assertThat(all).hasSizeGreaterThan(first);
      return IntStream.range(0, all.size()).filter(i -> i % 2 == first).mapToObj(all::get).toList();
    }
  }

  static void run(String name) throws IOException {
    List<String> cells = cells(NOTEBOOKS.resolve(name));
    assertThat(cells).isNotEmpty();
    try (JShell shell =
        JShell.builder()
            .executionEngine("local")
            .out(new PrintStream(System.out, true, StandardCharsets.UTF_8))
            .build()) {
      shell.addToClasspath(System.getProperty("java.class.path"));
      for (String cell : cells) {
        run(shell, cell.replace("\"../datasets", "\"" + NOTEBOOKS.resolve("../datasets")));
      }
    }
  }

  private static List<String> cells(Path notebook) throws IOException {
    List<String> code = new ArrayList<>();
    JsonNode root = new JsonMapper().readTree(Files.readString(notebook));
    for (JsonNode cell : root.path("cells")) {
      if (cell.path("cell_type").asText().equals("code")) {
        StringBuilder source = new StringBuilder();
        cell.path("source").forEach(line -> source.append(line.asText()));
        code.add(source.toString());
        assertThat(cell.path("execution_count").isInt())
            .as("a cell of %s was committed without being run", notebook.getFileName())
            .isTrue();
      }
    }
    return code;
  }

  private static void run(JShell shell, String cell) {
    String rest = cell;
    while (!rest.isBlank()) {
      SourceCodeAnalysis.CompletionInfo next = shell.sourceCodeAnalysis().analyzeCompletion(rest);
      assertThat(next.completeness().isComplete()).as("complete code: %s", rest).isTrue();
      for (SnippetEvent event : shell.eval(next.source())) {
        if (event.status() == Snippet.Status.REJECTED) {
          List<String> reasons =
              shell
                  .diagnostics(event.snippet())
                  .map((Diag d) -> d.getMessage(Locale.ROOT))
                  .toList();
          throw new AssertionError("does not compile: " + next.source() + "\n" + reasons);
        }
        if (event.exception() != null) {
          throw new AssertionError("fails: " + next.source(), event.exception());
        }
      }
      rest = next.remaining();
    }
  }
}
