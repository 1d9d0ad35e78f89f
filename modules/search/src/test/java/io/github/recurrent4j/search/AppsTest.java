package io.github.recurrent4j.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recurrent4j.languagemodel.LanguageModel;
import io.github.recurrent4j.sentiment.SentimentClassifier;
import io.github.recurrent4j.sentiment.TweetFiles;
import io.github.recurrent4j.translation.Translator;
import io.github.recurrent4j.vectorization.BadInputException;
import io.github.recurrent4j.vectorization.PairRecordReader.Columns;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each app's candidates are trained and scored, on the project's own texts. */
class AppsTest {
  private static final Path DATASETS = Path.of("../../datasets");
  @TempDir Path folder;

  private static SearchSettings candidates(int count) {
    return SearchSettings.standard()
        .with(s -> s.generator(Generators.GRID).gridValues(2).candidates(count).medianRule(false));
  }

  private List<Trial> run(SearchedData data, String space) {
    return new Search(data, SettingSpace.parse(space, "test"), candidates(9), folder.resolve("out"))
        .run(trial -> {});
  }

  private Path part(String file, int from, int to) throws IOException {
    List<String> lines = Files.readAllLines(DATASETS.resolve(file));
    Path part = folder.resolve(from + "-" + file);
    Files.write(part, lines.subList(from, Math.min(to, lines.size())));
    return part;
  }

  @Test
  void languageModels() throws IOException {
    Path valid = folder.resolve("valid.txt");
    Files.writeString(valid, Files.readString(DATASETS.resolve("en.txt")).substring(0, 3000));
    List<Trial> trials =
        run(
            SearchedData.texts(DATASETS.resolve("en.txt"), valid),
            """
            {"cell": ["gru", "ffn"], "embedding": [0, 16], "hidden": 24, "layers": 1, "epochs": 1,
             "bptt": 16, "batch-size": 16}
            """);
    // A feed-forward model needs an embedding: one candidate fails, the others do not.
    assertThat(trials)
        .extracting(Trial::status)
        .containsExactly(
            Trial.Status.COMPLETE,
            Trial.Status.FAILED,
            Trial.Status.COMPLETE,
            Trial.Status.COMPLETE);
    Trial best = trials.stream().min(Search.order(true)).orElseThrow();
    try (LanguageModel model = LanguageModel.load(folder.resolve("out/best.zip"))) {
      assertThat(model.evaluate(valid).perplexity()).isCloseTo(best.score(), within(best.score()));
      assertThat(model.shape().hidden()).isEqualTo(24);
    }
  }

  private static org.assertj.core.data.Offset<Double> within(double score) {
    return org.assertj.core.data.Offset.offset(1e-4 * score);
  }

  @Test
  void classifiers() throws IOException {
    List<Trial> trials =
        run(
            SearchedData.tweets(
                TweetFiles.of(part("tweets-en.txt", 0, 150), part("tweets-en.labels", 0, 150)),
                TweetFiles.of(part("tweets-en.txt", 150, 200), part("tweets-en.labels", 150, 200)),
                Optional.empty()),
            """
            {"pooling": ["max", "all"], "hidden": 12, "embedding": 12, "epochs": 1,
             "vocabulary": 400}
            """);
    assertThat(trials).extracting(Trial::status).containsOnly(Trial.Status.COMPLETE);
    try (SentimentClassifier model = SentimentClassifier.load(folder.resolve("out/best.zip"))) {
      assertThat(model.shape().hidden()).isEqualTo(12);
    }
  }

  @Test
  void translators() throws IOException {
    List<Trial> trials =
        run(
            SearchedData.pairs(
                part("es-en.tsv", 0, 280), part("es-en.tsv", 280, 302), Columns.TARGET_SOURCE),
            """
            {"attention": ["none", "general"], "cell": "gru", "encoder-hidden": 8, "hidden": 16,
             "embedding": 12, "decoder-layers": 1, "source-vocabulary": 400,
             "target-vocabulary": 400, "epochs": 1}
            """);
    assertThat(trials).extracting(Trial::status).containsOnly(Trial.Status.COMPLETE);
    try (Translator model = Translator.load(folder.resolve("out/best.zip"))) {
      assertThat(model.shape().hidden()).isEqualTo(16);
    }
  }

  static List<SearchedApp> apps() {
    return List.of(
        new LanguageModelSearch(), new SentimentSearch(Optional.empty()), new TranslationSearch());
  }

  /** Every corner of the built-in spaces is something that {@code train} takes or says no to. */
  @ParameterizedTest
  @MethodSource("apps")
  void builtInSpacesFit(SearchedApp app) throws IOException {
    SettingSpace space;
    try (InputStream in = Search.class.getResourceAsStream(app.name() + ".json")) {
      space = SettingSpace.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8), app.name());
    }
    Generators.RANDOM.over(space, app.score(), 2, 1);
    for (double corner : new double[] {0, 0.5, 1}) {
      double[] flat = new double[space.numParameters()];
      Arrays.fill(flat, corner);
      try {
        app.check(space.getValue(flat));
      } catch (BadInputException e) {
        assertThat(e).hasMessageNotContaining("there is no option");
      }
    }
  }
}
