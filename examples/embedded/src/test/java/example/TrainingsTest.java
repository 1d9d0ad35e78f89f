package example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.recurrent4j.vectorization.TweetRecordReader;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingsTest {
  private static final Path DATASETS = Path.of("../../datasets");
  @TempDir Path folder;

  /** What the libraries log goes where this application's logging sends it, and nowhere else. */
  @Test
  void trainsSilentlyAndLogsIntoTheApplicationsOwnLog() {
    List<String> logged = new CopyOnWriteArrayList<>();
    Logger log = Logger.getLogger("io.github.recurrent4j");
    log.setUseParentHandlers(false);
    log.addHandler(
        new Handler() {
          @Override
          public void publish(LogRecord line) {
            logged.add(line.getMessage());
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        });
    PrintStream out = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try (var model = Trainings.languageModel(DATASETS.resolve("en.txt"), folder.resolve("lm.zip"))) {
      assertTrue(model.perplexity("The old man walked.\n") < 40);
    } finally {
      System.setOut(out);
    }
    assertEquals("", printed.toString(StandardCharsets.UTF_8));
    assertFalse(logged.isEmpty());
  }

  @Test
  void trainsTheOthers() {
    var texts =
        TweetRecordReader.read(
            DATASETS.resolve("tweets-en.txt"), DATASETS.resolve("tweets-en.labels"), 3);
    try (var classifier = Trainings.classifier(texts, folder.resolve("tweets.zip"));
        var translator =
            Trainings.translator(DATASETS.resolve("es-en.tsv"), folder.resolve("es-en.zip"))) {
      assertEquals(3, classifier.classify("What a day!").probabilities().length);
      assertNotNull(translator.translate("Hola.").text());
    }
  }
}
