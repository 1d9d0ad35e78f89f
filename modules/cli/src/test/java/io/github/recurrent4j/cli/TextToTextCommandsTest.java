package io.github.recurrent4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code r4j translation} on a task that is no translation, with a small model. */
class TextToTextCommandsTest {
  @TempDir static Path folder;
  private static Path model;
  private static Path pairs;

  private static CommandRun translation(Object... arguments) {
    return CommandRun.of(new TranslationCommand(), arguments);
  }

  @BeforeAll
  static void train() throws IOException {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 60; i++) {
      text.append("taxi: inform(price=").append(i).append(")\tIt costs ").append(i).append(" .\n");
    }
    pairs = Files.writeString(folder.resolve("acts.tsv"), text);
    model = folder.resolve("acts.zip");
    CommandRun ran =
        translation(
            "train",
            "--train=" + pairs,
            "--columns=source_target",
            "--task=plain",
            "--copy",
            "--source-units=char",
            "--target-units=word",
            "--coverage=0.1",
            "--score=exact",
            "--out=" + model,
            "--encoder-hidden=8",
            "--hidden=16",
            "--embedding=8",
            "--decoder-layers=1",
            "--max-ratio=9",
            "--epochs=1");
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.out()).contains("validation exact answers");
  }

  private static JsonNode evaluate(String score) throws IOException {
    CommandRun ran =
        translation(
            "evaluate",
            "--model=" + model,
            "--data=" + pairs,
            "--columns=source_target",
            "--score=" + score,
            "--json");
    assertThat(ran.code()).as(ran.err()).isZero();
    return new ObjectMapper().readTree(ran.out());
  }

  @Test
  void eachScoreHasItsFigures() throws IOException {
    assertThat(evaluate("wer").get("wer").asDouble()).isBetween(0.0, 100.0);
    assertThat(evaluate("wer").get("sentences").asInt()).isEqualTo(60);
    assertThat(evaluate("rouge").get("rougeL").asDouble()).isBetween(0.0, 100.0);
    JsonNode slots = evaluate("slots");
    assertThat(slots.get("slotErrorsOfTargets").asDouble()).isZero();
    assertThat(slots.get("slotErrors").asDouble()).isBetween(0.0, 100.0);
    assertThat(evaluate("bleu").has("chrf")).isTrue();
  }

  /** Without any letters and figures all answers are what was wanted. */
  @Test
  void whatIsIgnoredIsNoError() {
    CommandRun ran =
        translation(
            "evaluate",
            "--model=" + model,
            "--data=" + pairs,
            "--columns=source_target",
            "--score=wer",
            "--ignore=.");
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.out()).startsWith("WER = 0.00 % (0 of 60 distinct sources)");
  }

  @Test
  void wrongUsageIsSaidInOneLine() {
    CommandRun regex =
        translation("evaluate", "--model=" + model, "--data=" + pairs, "--score=wer", "--ignore=[");
    assertThat(regex.code()).isEqualTo(2);
    CommandRun joint =
        translation("train", "--train=" + pairs, "--out=x.zip", "--joint", "--source-units=char");
    assertThat(joint.code()).isEqualTo(2);
    assertThat(joint.err()).contains("--joint needs the same units on both sides");
    CommandRun drawn =
        translation("translate", "--model=" + model, "--temperature=1", "--n-best=2", "x");
    assertThat(drawn.code()).isEqualTo(2);
    assertThat(drawn.err()).contains("--temperature draws one answer");
    CommandRun turns = translation("chat", "--model=" + model, "--turns=0");
    assertThat(turns.code()).isEqualTo(2);
  }

  @Test
  void whatIsDrawnDependsOnTheSeedAlone() {
    Object[] once = {"translate", "--model=" + model, "--temperature=1", "--seed=3", "taxi: x"};
    CommandRun first = translation(once);
    assertThat(first.code()).as(first.err()).isZero();
    assertThat(translation(once).out()).isEqualTo(first.out());
  }

  @Test
  void shippedModelsGoByName() {
    CommandRun none = translation("translate", "--model=no-such-model", "cat");
    assertThat(none.code()).isEqualTo(1);
    assertThat(none.err()).contains("does not exist");
  }

  @Test
  void theTargetChoosesAShippedTranslator() {
    CommandRun both = translation("translate", "--model", model, "--to", "es", "Hello.");
    assertThat(both.code()).isEqualTo(2);
    assertThat(both.err()).contains("leave it or --model out").hasLineCount(1);
    CommandRun unknown = translation("translate", "--to", "fr", "Hello.");
    assertThat(unknown.code()).isEqualTo(2);
    assertThat(unknown.err()).contains("--to").contains("EN, ES");
    // No model is on the class path here.
    for (String target : List.of("en", "es")) {
      CommandRun without = translation("translate", "--to", target, "Hello.");
      assertThat(without.code()).isEqualTo(1);
      assertThat(without.err()).contains("add the artifact recurrent4j-pretrained").hasLineCount(1);
    }
    CommandRun named = translation("translate", "--model", "en-es", "Hello.");
    assertThat(named.code()).isEqualTo(1);
    assertThat(named.err()).contains("en-es.zip").hasLineCount(1);
  }
}
