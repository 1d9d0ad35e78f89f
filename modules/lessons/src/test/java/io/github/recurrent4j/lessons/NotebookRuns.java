package io.github.recurrent4j.lessons;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import jdk.jshell.Diag;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.SnippetEvent;
import jdk.jshell.SourceCodeAnalysis;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs the code of notebooks, cell by cell, in this process: a notebook that no longer fits the
 * code fails here. Trainings are short: a cell tagged "parameters" says how long they are, and its
 * metadata ("quick") how long here. {@code ./r4j notebooks check} runs them in Jupyter, and in
 * full. There are two classes of such tests, each with every second notebook, so that two processes
 * share the work.
 */
abstract class NotebookRuns {
  private static final Path NOTEBOOKS = Path.of("../../notebooks").toAbsolutePath().normalize();

  /** Where notebooks write, in place of the folder for temporary files. */
  @TempDir Path folder;

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

  final void run(String name) throws IOException {
    JsonNode root = new JsonMapper().readTree(Files.readString(NOTEBOOKS.resolve(name)));
    List<JsonNode> cells =
        StreamSupport.stream(root.path("cells").spliterator(), false)
            .filter(cell -> cell.path("cell_type").asText().equals("code"))
            .toList();
    assertThat(cells).isNotEmpty();
    try (JShell shell =
        JShell.builder()
            .executionEngine("local")
            .out(new PrintStream(System.out, true, StandardCharsets.UTF_8))
            .build()) {
      shell.addToClasspath(System.getProperty("java.class.path"));
      for (JsonNode cell : cells) {
        assertThat(cell.path("execution_count").isInt())
            .as("a cell of %s was committed without being run", name)
            .isTrue();
        StringBuilder source = new StringBuilder();
        cell.path("source").forEach(line -> source.append(line.asText()));
        run(shell, here(source.toString()));
        cell.path("metadata")
            .path("quick")
            .fields()
            .forEachRemaining(value -> run(shell, value.getKey() + " = " + value.getValue() + ";"));
      }
    }
  }

  private String here(String source) {
    return source
        .replace("\"../datasets", "\"" + NOTEBOOKS.resolve("../datasets"))
        .replace("createTempDirectory(", "createTempDirectory(Path.of(\"" + folder + "\"), ");
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
