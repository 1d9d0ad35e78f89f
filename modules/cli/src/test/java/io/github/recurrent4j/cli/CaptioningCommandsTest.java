package io.github.recurrent4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code r4j captioning} with a model that has hardly learned. */
class CaptioningCommandsTest {
  @TempDir static Path folder;
  private static Path table;
  private static Path model;

  private static CommandRun captioning(Object... arguments) {
    return CommandRun.of(new CaptioningCommand(), arguments);
  }

  @BeforeAll
  static void train() {
    table = folder.resolve("shapes.tsv");
    model = folder.resolve("m.zip");
    CommandRun drawn = captioning("draw", "--out", folder, "--count", 30);
    assertThat(drawn.out()).contains("shapes.tsv: 30 drawings");
    CommandRun ran =
        captioning(
            "train",
            "--train=" + table,
            "--out=" + model,
            "--size=8",
            "--stages=1",
            "--channels=4",
            "--memory=8",
            "--hidden=8",
            "--embedding=8",
            "--units=word",
            "--epochs=1");
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.out()).contains("m.zip: validation CIDEr");
  }

  @Test
  void scoresStandBesideThoseOfTheBaselines() throws IOException {
    CommandRun ran =
        captioning(
            "evaluate", "--model=" + model, "--data=" + table, "--baselines=" + table, "--json");
    assertThat(ran.code()).as(ran.err()).isZero();
    JsonNode all = new ObjectMapper().readTree(ran.out());
    assertThat(all.path("model").path("all").path("count").asInt()).isEqualTo(60);
    // Each drawing is its own nearest neighbour.
    assertThat(all.path("nearest neighbour").path("es").path("exact").asDouble()).isEqualTo(1);
    assertThat(all.path("most frequent").path("en").path("exact").asDouble()).isLessThan(1);
    assertThat(captioning("evaluate", "--model=" + model, "--data=" + table).out())
        .contains("en ", "es ", "all ", "CIDEr");
  }

  @Test
  void picturesGetALineEach() throws IOException {
    Path one = folder.resolve("0001.png");
    Path two = folder.resolve("0002.png");
    CommandRun ran = captioning("caption", "--model=" + model, "--lang=es", "--json", one, two);
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.out().lines()).hasSize(2);
    JsonNode first = new ObjectMapper().readTree(ran.out().lines().findFirst().orElseThrow());
    assertThat(first.path("image").asText()).isEqualTo(one.toString());
    assertThat(first.path("language").asText()).isEqualTo("es");
    Path png = folder.resolve("looked.png");
    CommandRun looked =
        captioning("caption", "--model=" + model, "--attention-png=" + png, "--n-best=2", one);
    assertThat(looked.out().lines()).hasSize(2);
    assertThat(Files.size(png)).isPositive();
  }

  @Test
  void wrongUseAndBadInputAreTold() {
    Path none = folder.resolve("none.png");
    wrong(captioning("caption", "--model=" + model), 2, "give pictures");
    wrong(captioning("caption", "--model=" + model, "--lang=fr", table), 1, "no picture");
    wrong(captioning("caption", "--model=" + model, none), 1, "does not exist");
    wrong(
        captioning("caption", "--model=" + model, "--lang=fr", folder.resolve("0001.png")),
        2,
        "en, es");
    wrong(captioning("caption", "--model=" + model, "--features=" + table), 1, "reads pictures");
    wrong(
        captioning("train", "--train=" + table, "--out=" + folder.resolve("n.zip"), "--size=9"),
        2,
        "multiple");
  }

  private static void wrong(CommandRun ran, int code, String words) {
    assertThat(ran.code()).as(ran.err()).isEqualTo(code);
    assertThat(ran.err()).contains(words);
    assertThat(ran.err().lines().count()).isLessThanOrEqualTo(2);
  }
}
