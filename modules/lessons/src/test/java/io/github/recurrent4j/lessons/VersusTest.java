package io.github.recurrent4j.lessons;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.recurrent4j.languagemodel.LanguageModel;
import io.github.recurrent4j.lessons.Versus.Variant;
import io.github.recurrent4j.search.SearchedData;
import io.github.recurrent4j.search.Trial;
import io.github.recurrent4j.sentiment.TweetFiles;
import io.github.recurrent4j.vectorization.BadInputException;
import io.github.recurrent4j.vectorization.PairRecordReader.Columns;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VersusTest {
  private static final Path ENGLISH = Path.of("../../datasets/en.txt");
  private static final Map<String, ?> SMALL =
      Map.of("epochs", 1, "batch-size", 16, "bptt", 32, "patience", 0, "layers", 1);

  private static SearchedData english(Path folder) throws IOException {
    String part = Files.readString(ENGLISH).substring(0, 8000);
    Path file = Files.writeString(folder.resolve("part.txt"), part);
    return SearchedData.texts(file, file);
  }

  @Test
  void variantsOfOneSizeAreTrainedWithEachSeed(@TempDir Path folder) throws IOException {
    Versus versus = new Versus(english(folder), SMALL, "cell", folder);
    List<Variant> variants = versus.ofOneSize(List.of("gru", "lstm"), 48);
    assertThat(variants.get(0).setting().values()).containsEntry("hidden", 48);
    assertThat(variants.get(1).parameters())
        .isCloseTo(variants.get(0).parameters(), Percentage.withPercentage(2));

    List<Trial> told = new ArrayList<>();
    Map<Variant, List<Trial>> trials = versus.run(variants, 2, 0, told::add);
    assertThat(told)
        .extracting(t -> t.values().get("cell"))
        .containsExactly("gru", "lstm", "gru", "lstm");
    assertThat(trials.get(variants.get(0)))
        .extracting(t -> t.values().get("seed"))
        .containsExactly(1, 2);
    try (LanguageModel best = LanguageModel.load(folder.resolve("lstm").resolve("best.zip"))) {
      assertThat(best.network().numParams()).isEqualTo(variants.get(1).parameters());
    }
    String table = VersusTable.of("perplexity", trials);
    assertThat(table).contains("lstm - gru, seed by seed: ").contains("(n = 2)");
    assertThat(VersusTable.curves(trials).get("gru")[1]).hasSize(1);

    versus.run(variants, 2, 0, told::add);
    assertThat(told).as("a second run has nothing left to train").hasSize(4);
  }

  @Test
  void aFailureIsSaid(@TempDir Path folder) throws IOException {
    Versus versus = new Versus(english(folder), SMALL, "batch-size", folder);
    List<Variant> variants = versus.asTheyAre(List.of("100000"));
    assertThatThrownBy(() -> versus.run(variants, 1, 0, t -> {}))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("--batch-size=100000 failed: ");
  }

  @Test
  void theOtherAppsCountTheirParameters(@TempDir Path folder) {
    TweetFiles english =
        TweetFiles.of(
            Path.of("../../datasets/tweets-en.txt"), Path.of("../../datasets/tweets-en.labels"));
    SearchedData tweets = SearchedData.tweets(english, english, Optional.empty());
    Path file = Path.of("../../datasets/es-en.tsv");
    SearchedData pairs = SearchedData.pairs(file, file, Columns.TARGET_SOURCE);
    for (SearchedData data : List.of(tweets, pairs)) {
      List<Variant> sized =
          new Versus(data, Map.of(), "cell", folder).ofOneSize(List.of("lstm", "gru"), 64);
      assertThat((int) sized.get(1).setting().values().get("hidden")).isGreaterThan(64);
      assertThat(sized.get(1).parameters())
          .isCloseTo(sized.get(0).parameters(), Percentage.withPercentage(1));
    }
  }
}
