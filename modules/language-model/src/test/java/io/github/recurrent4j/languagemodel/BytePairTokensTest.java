package io.github.recurrent4j.languagemodel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.recurrent4j.vectorization.BytePairEncoding;
import io.github.recurrent4j.vectorization.Vocabulary;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BytePairTokensTest {
  private static final Tokens TOKENS =
      new BytePairTokens(
          BytePairEncoding.learn(SmallModels.LINES.repeat(9).lines().toList(), 330, 1));

  @TempDir Path folder;

  private static List<Integer> ids(Tokens tokens, String text) {
    List<Integer> ids = new ArrayList<>();
    tokens.read(
        text,
        ids::add,
        unknown -> {
          throw new AssertionError(unknown);
        });
    return ids;
  }

  private static String written(Tokens tokens, List<Integer> ids, String before) {
    Tokens.Writer writer = tokens.writer(before);
    StringBuilder text = new StringBuilder();
    for (int id : ids) {
      assertThat(writer.allows(id)).isTrue();
      text.append(writer.next(id));
    }
    return text.toString();
  }

  @Test
  void whatIsReadIsWrittenAgain() {
    List<String> texts =
        new ArrayList<>(
            List.of(
                "",
                " ",
                "\n",
                "\n\n",
                "el perro",
                "  dos  espacios  ",
                "\n el\n\nperro\n",
                "ñandú 日本 🙂🙃 e\u0301",
                "\u2581 marca\u2581",
                "tab\there",
                "¡¿...?!\n"));
    Random random = new Random(2);
    String some = "el perro  \n\nñ🙂日a1.\u2581";
    for (int i = 0; i < 300; i++) {
      StringBuilder text = new StringBuilder();
      for (int n = random.nextInt(12); n > 0; n--) {
        int at = random.nextInt(some.codePointCount(0, some.length()));
        text.appendCodePoint(some.codePointAt(some.offsetByCodePoints(0, at)));
      }
      texts.add(text.toString());
    }
    for (String text : texts) {
      assertThat(written(TOKENS, ids(TOKENS, text), "")).isEqualTo(text);
      // A text in two parts, the first of which is the prime.
      int cut = text.indexOf("\n") + 1;
      assertThat(written(TOKENS, ids(TOKENS, text.substring(cut)), text.substring(0, cut)))
          .isEqualTo(text.substring(cut));
    }
    assertThat(ids(TOKENS, "\n")).containsExactly(TOKENS.lineEnd());
    assertThat(ids(TOKENS, "el perro\nel perro")).hasSize(5);
  }

  @Test
  void marksAreNeverWritten() {
    Vocabulary vocabulary = TOKENS.vocabulary();
    Tokens.Writer writer = TOKENS.writer("");
    assertThat(writer.allows(vocabulary.id(Vocabulary.PAD))).isFalse();
    assertThat(writer.allows(vocabulary.id(Vocabulary.START))).isFalse();
    assertThat(writer.allows(vocabulary.id(Vocabulary.END))).isTrue();
  }

  @Test
  void aSpaceAtThePrimesEndBelongsToTheNextWord() {
    EncodedText with = EncodedText.of(TOKENS, "el ", false);
    EncodedText without = EncodedText.of(TOKENS, "el", false);
    assertThat(TOKENS.beginning(with)).isEqualTo(without.ids());
    Tokens.Writer writer = TOKENS.writer("el ");
    int word = ids(TOKENS, "el perro").get(1);
    int inside = TOKENS.vocabulary().id("e");
    assertThat(writer.allows(word)).isTrue();
    assertThat(writer.allows(inside)).isFalse();
    assertThat(writer.allows(TOKENS.lineEnd())).isFalse();
    assertThat(writer.next(word)).isEqualTo("perro");
    assertThat(writer.allows(inside)).isTrue();
    assertThat(writer.next(word)).isEqualTo(" perro");
  }

  @Test
  void aModelOfBytePairs() throws IOException {
    LanguageModelShape shape =
        LanguageModelShape.of(
            Map.of("level", "bpe", "max-vocabulary", 330, "layers", 1, "hidden", 16));
    assertThat(shape.embedding()).isEqualTo(16);
    assertThat(LanguageModelShape.of(Map.of("level", "bpe")).maxVocabulary()).isEqualTo(4000);
    assertThatThrownBy(
            () -> LanguageModelShape.of(Map.of("level", "bpe", "max-vocabulary", 200)).check())
        .hasMessageContaining("--vocabulary must be above 259");
    try (LanguageModel model = SmallModels.train(folder, shape, 20)) {
      assertThat(model.generate(GenerationOptions.of("la gata ", 3).withTemperature(0)))
          .isEqualTo("bebe leche\n");
      assertThat(model.generate(GenerationOptions.of("la gata", 3).withTemperature(0)))
          .isEqualTo(" bebe leche\n");
      String text = "el perro come pan\nñandú";
      Score score = model.score(text);
      assertThat(score.unknown()).isEmpty();
      Evaluation evaluation = model.evaluate(Files.writeString(folder.resolve("data.txt"), text));
      int bytes = text.getBytes(StandardCharsets.UTF_8).length;
      assertThat(evaluation.bitsPerByte())
          .isCloseTo(evaluation.bitsPerToken() * evaluation.tokens() / bytes, within(1e-9));
      assertThat(score.bitsPerByte()).isCloseTo(evaluation.bitsPerByte(), within(1e-4));
      assertThat(score.tokens()).isEqualTo(evaluation.tokens()).isLessThan(text.length());
      assertThat(model.evaluate(SmallModels.LINES).bitsPerByte()).isLessThan(1);
      // A choice that goes on inside a word is cut anew with what stands before it.
      List<Choice> choices = model.choose("la ga", List.of("ta", "to"));
      assertThat(choices.get(0).text()).isEqualTo("ta");
      assertThat(choices.get(0).logProbability() - choices.get(1).logProbability())
          .isCloseTo(
              model.score("la gata").logProbability() - model.score("la gato").logProbability(),
              within(1e-4));
      Path copy = folder.resolve("copy.zip");
      model.save(copy);
      try (LanguageModel read = LanguageModel.load(copy)) {
        assertThat(read.score(text).logProbability()).isEqualTo(score.logProbability());
        assertThat(read.vocabulary()).isEqualTo(model.vocabulary());
      }
      try (ZipFile zip = new ZipFile(copy.toFile())) {
        assertThat(zip.getEntry("codec.txt")).isNotNull();
        assertThat(zip.getEntry("vocabulary.txt")).isNull();
      }
    }
  }
}
