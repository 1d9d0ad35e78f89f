package io.github.recurrent4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code r4j translation} on a task that is no translation, with a small model. */
class TextToTextCommandsTest {
  @TempDir static Path folder;
  private static Path model;
  private static Path pairs;

  private record Ran(int code, String out, String err) {}

  private static Ran translation(Object... arguments) {
    PrintStream out = System.out;
    PrintStream err = System.err;
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    List<String> all = new ArrayList<>();
    for (Object argument : arguments) {
      all.add(argument.toString());
    }
    try (PrintStream to = new PrintStream(written, true, StandardCharsets.UTF_8);
        PrintStream beside = new PrintStream(said, true, StandardCharsets.UTF_8)) {
      System.setOut(to);
      System.setErr(beside);
      int code =
          CommandLines.line(new TranslationCommand(), false).execute(all.toArray(String[]::new));
      return new Ran(
          code, written.toString(StandardCharsets.UTF_8), said.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
  }

  @BeforeAll
  static void train() throws IOException {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 60; i++) {
      text.append("taxi: inform(price=").append(i).append(")\tIt costs ").append(i).append(" .\n");
    }
    pairs = Files.writeString(folder.resolve("acts.tsv"), text);
    model = folder.resolve("acts.zip");
    Ran ran =
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
    assertThat(ran.code).as(ran.err).isZero();
    assertThat(ran.out).contains("validation exact answers");
  }

  private static JsonNode evaluate(String score) throws IOException {
    Ran ran =
        translation(
            "evaluate",
            "--model=" + model,
            "--data=" + pairs,
            "--columns=source_target",
            "--score=" + score,
            "--json");
    assertThat(ran.code).as(ran.err).isZero();
    return new ObjectMapper().readTree(ran.out);
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
    Ran ran =
        translation(
            "evaluate",
            "--model=" + model,
            "--data=" + pairs,
            "--columns=source_target",
            "--score=wer",
            "--ignore=.");
    assertThat(ran.code).as(ran.err).isZero();
    assertThat(ran.out).startsWith("WER = 0.00 % (0 of 60 distinct sources)");
  }

  @Test
  void wrongUsageIsSaidInOneLine() {
    Ran regex =
        translation("evaluate", "--model=" + model, "--data=" + pairs, "--score=wer", "--ignore=[");
    assertThat(regex.code).isEqualTo(2);
    Ran joint =
        translation("train", "--train=" + pairs, "--out=x.zip", "--joint", "--source-units=char");
    assertThat(joint.code).isEqualTo(2);
    assertThat(joint.err).contains("--joint needs the same units on both sides");
    Ran drawn = translation("translate", "--model=" + model, "--temperature=1", "--n-best=2", "x");
    assertThat(drawn.code).isEqualTo(2);
    assertThat(drawn.err).contains("--temperature draws one answer");
    Ran turns = translation("chat", "--model=" + model, "--turns=0");
    assertThat(turns.code).isEqualTo(2);
  }

  @Test
  void whatIsDrawnDependsOnTheSeedAlone() {
    Object[] once = {"translate", "--model=" + model, "--temperature=1", "--seed=3", "taxi: x"};
    Ran first = translation(once);
    assertThat(first.code).as(first.err).isZero();
    assertThat(translation(once).out).isEqualTo(first.out);
  }

  @Test
  void shippedModelsGoByName() {
    Ran none = translation("translate", "--model=no-such-model", "cat");
    assertThat(none.code).isEqualTo(1);
    assertThat(none.err).contains("does not exist");
  }

  @Test
  void theTargetChoosesAShippedTranslator() {
    Ran both = translation("translate", "--model", model, "--to", "es", "Hello.");
    assertThat(both.code).isEqualTo(2);
    assertThat(both.err).contains("leave it or --model out").hasLineCount(1);
    Ran unknown = translation("translate", "--to", "fr", "Hello.");
    assertThat(unknown.code).isEqualTo(2);
    assertThat(unknown.err).contains("--to").contains("EN, ES");
    // No model is on the class path here.
    for (String target : List.of("en", "es")) {
      Ran without = translation("translate", "--to", target, "Hello.");
      assertThat(without.code).isEqualTo(1);
      assertThat(without.err).contains("add the artifact recurrent4j-pretrained").hasLineCount(1);
    }
    Ran named = translation("translate", "--model", "en-es", "Hello.");
    assertThat(named.code).isEqualTo(1);
    assertThat(named.err).contains("en-es.zip").hasLineCount(1);
  }
}
