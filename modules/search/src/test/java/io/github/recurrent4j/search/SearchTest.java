package io.github.recurrent4j.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.recurrent4j.vectorization.BadInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SearchTest {
  private static final String SPACE = "{\"x\": {\"from\": 0.0, \"to\": 1.0}}";
  @TempDir Path folder;

  private static SearchSettings settings(Generators generator, int candidates, boolean rule) {
    return SearchSettings.standard()
        .with(
            s ->
                s.generator(generator)
                    .gridValues(5)
                    .candidateMinutes(20)
                    .candidates(candidates)
                    .medianRule(rule)
                    .seed(3));
  }

  private List<Trial> run(FakeApp app, String space, SearchSettings settings, Path out) {
    return new Search(
            new SearchedData(app, new Properties()),
            SettingSpace.parse(space, "test"),
            settings,
            out)
        .run(trial -> {});
  }

  @ParameterizedTest
  @EnumSource(Generators.class)
  void anInterruptedSearchGoesOnAsIfItHadNotBeen(Generators generator) throws IOException {
    List<Trial> whole =
        run(new FakeApp(), SPACE, settings(generator, 5, true), folder.resolve("whole"));
    Path out = folder.resolve("parts");
    run(new FakeApp(), SPACE, settings(generator, 2, true), out);
    // A kill in the middle of a line.
    Files.writeString(out.resolve("trials.jsonl"), "{\"index\":2,\"val", StandardOpenOption.APPEND);
    FakeApp second = new FakeApp();
    List<Trial> parts = run(second, SPACE, settings(generator, 5, true), out);
    assertThat(second.trained).isEqualTo(3);
    assertThat(parts).hasSize(5);
    assertThat(parts)
        .extracting(Trial::values)
        .isEqualTo(whole.stream().map(Trial::values).toList());
    assertThat(parts).extracting(Trial::score).isEqualTo(whole.stream().map(Trial::score).toList());
  }

  @Test
  void aSecondSearchInTheSameFolderIsRefusedAndSpoilsNothing() {
    SearchSettings settings = settings(Generators.RANDOM, 2, false);
    List<Trial> trials =
        new Search(
                new SearchedData(new FakeApp(), new Properties()),
                SettingSpace.parse(SPACE, "test"),
                settings,
                folder)
            .run(
                trial ->
                    assertThatThrownBy(() -> run(new FakeApp(), SPACE, settings, folder))
                        .isInstanceOf(BadInputException.class)
                        .hasMessageContaining("another search writes to"));
    assertThat(new TrialLog(folder.resolve("trials.jsonl")).look()).hasSize(2);
    assertThat(trials).hasSize(2);
    assertThat(folder.resolve("search.lock")).doesNotExist();
  }

  @Test
  void aGridEnds() {
    List<Trial> trials = run(new FakeApp(), SPACE, settings(Generators.GRID, 0, false), folder);
    assertThat(trials)
        .extracting(t -> t.values().get("x"))
        .containsExactly(0.0, 0.25, 0.5, 0.75, 1.0);
  }

  @Test
  void theBestIsKeptAndItsArgumentsCanBeUsed() throws IOException {
    List<Trial> trials = run(new FakeApp(), SPACE, settings(Generators.GRID, 9, false), folder);
    Trial best = trials.stream().min(Search.order(true)).orElseThrow();
    assertThat(best.values()).containsEntry("x", 0.25);
    assertThat(folder.resolve("best.args")).hasContent("--x=0.25");
    assertThat(folder.resolve("best.zip")).hasContent("model of 0.25");
    assertThat(folder.resolve("trials.jsonl")).content().hasLineCount(trials.size());
    try (var files = Files.list(folder)) {
      assertThat(files.map(f -> f.getFileName().toString()))
          .containsExactlyInAnyOrder("best.args", "best.zip", "trials.jsonl", "report.html");
    }
  }

  @Test
  void failuresAreRecordedAndSurvived() {
    List<Trial> trials =
        run(
            new FakeApp(),
            "{\"fail\": [true, false], \"x\": [0.1, 0.2]}",
            settings(Generators.GRID, 9, false),
            folder);
    assertThat(trials)
        .extracting(Trial::status)
        .containsExactly(
            Trial.Status.FAILED, Trial.Status.COMPLETE, Trial.Status.FAILED, Trial.Status.COMPLETE);
    assertThat(trials.get(0).why()).isEqualTo("told to fail");
    assertThat(folder.resolve("report.html")).content().contains("told to fail");
  }

  @Test
  void hopelessCandidatesStopEarlyAndTheBestIsStillFound() {
    FakeApp app = new FakeApp();
    List<Trial> trials = run(app, SPACE, settings(Generators.RANDOM, 30, true), folder);
    long stopped = trials.stream().filter(t -> t.status() == Trial.Status.STOPPED).count();
    assertThat(stopped).isGreaterThanOrEqualTo(8);
    assertThat(app.validations).isLessThan(30 * 10 * 8 / 10);
    Trial best = trials.stream().min(Search.order(true)).orElseThrow();
    double closest =
        trials.stream()
            .mapToDouble(t -> Math.abs((double) t.values().get("x") - 0.3))
            .min()
            .orElseThrow();
    assertThat(Math.abs((double) best.values().get("x") - 0.3)).isEqualTo(closest);
    assertThat(best.status()).isEqualTo(Trial.Status.COMPLETE);
  }

  @Test
  void geneticSearchGathersAroundTheBest() {
    String range = "{\"from\": 0.0, \"to\": 1.0}";
    String space = "{\"x\": " + range + ", \"y\": " + range + ", \"z\": " + range + "}";
    List<Trial> trials = run(new FakeApp(), space, settings(Generators.GENETIC, 60, false), folder);
    double early = mean(trials.subList(0, 12));
    double late = mean(trials.subList(48, 60));
    assertThat(late).isLessThan(early);
  }

  private static double mean(List<Trial> trials) {
    return trials.stream().mapToDouble(Trial::score).average().orElseThrow();
  }

  @Test
  void aTargetEndsTheSearch() {
    SearchSettings settings = settings(Generators.GRID, 99, false).withTarget(0.01);
    assertThat(run(new FakeApp(), SPACE, settings, folder)).hasSize(2);
  }

  @Test
  void anotherSpaceInTheSameFolderIsRefused() {
    run(new FakeApp(), SPACE, settings(Generators.RANDOM, 2, true), folder);
    assertThatThrownBy(
            () ->
                run(
                    new FakeApp(),
                    "{\"x\": {\"from\": 0.0, \"to\": 1.0}, \"fail\": [false, true]}",
                    settings(Generators.RANDOM, 4, true),
                    folder))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("another space");
  }

  @Test
  void unknownOptionsAreRefusedBeforeAnythingIsTrained() {
    FakeApp app = new FakeApp();
    assertThatThrownBy(
            () -> run(app, "{\"w\": [1, 2]}", settings(Generators.RANDOM, 2, true), folder))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("--w");
    assertThat(app.trained).isZero();
  }

  @Test
  void aSearchWithoutEndIsRefused() {
    assertThatThrownBy(
            () -> run(new FakeApp(), SPACE, settings(Generators.RANDOM, 0, true), folder))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("--minutes");
  }
}
