package io.github.recurrent4j.translation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.recurrent4j.training.Output;
import io.github.recurrent4j.training.TrainingListener;
import io.github.recurrent4j.vectorization.BadOptionException;
import io.github.recurrent4j.vectorization.PairRecordReader.Columns;
import io.github.recurrent4j.vectorization.TextPair;
import io.github.recurrent4j.vectorization.Units;
import io.github.recurrent4j.vectorization.datasets.SpanishNumbers;
import io.github.recurrent4j.vectorization.settings.Settings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A task that is no translation: figures, letter by letter, into words. One training serves all.
 */
class PlainTaskTest {
  private static final int HELD = 100;

  @TempDir static Path folder;
  private static Translator translator;
  private static List<TextPair> held;

  private static TranslationShape shape() {
    return TranslationShape.standard()
        .with(
            s ->
                s.columns(Columns.SOURCE_TARGET)
                    .task(TextTask.PLAIN)
                    .sourceUnits(Optional.of(Units.CHAR))
                    .targetUnits(Optional.of(Units.WORD))
                    .decoderLayers(1)
                    .encoderHidden(32)
                    .hidden(64)
                    .embedding(32));
  }

  private static String spelled(int number) {
    return ("" + number)
        .chars()
        .mapToObj(digit -> SpanishNumbers.words(digit - '0'))
        .collect(Collectors.joining(" "));
  }

  @BeforeAll
  static void train() {
    List<TextPair> all =
        new ArrayList<>(
            IntStream.range(0, 1000).mapToObj(n -> new TextPair("" + n, spelled(n))).toList());
    Collections.shuffle(all, new Random(3));
    held = all.subList(0, HELD);
    TranslationRegime regime =
        TranslationRegime.standard()
            .with(r -> r.dropout(0).labelSmoothing(0).batchTokens(128).score(TextScore.EXACT))
            .training(
                t ->
                    t.with(
                        s -> s.epochs(12).learningRate(0.01).warmup(10).average(0.9).patience(0)));
    translator =
        TranslationTrainer.train(
            shape(),
            regime,
            TranslationData.of(all.subList(HELD, all.size()), held),
            Output.to(folder.resolve("numbers.zip")),
            TrainingListener.NONE);
  }

  @AfterAll
  static void close() {
    translator.close();
  }

  @Test
  void saysNumbersItHasNotSeen() {
    TranslationEvaluation e =
        TranslationEvaluation.of(translator, held, TranslationOptions.standard());
    assertThat(e.errors().wordErrors()).isLessThan(15);
    assertThat(e.errors().sources()).isEqualTo(HELD);
    assertThat((Double) translator.provenance().get("validScoreGreedy")).isGreaterThan(85);
  }

  @Test
  void eachSideHasItsUnits() {
    assertThat(translator.sourceCodec().encode("123")).hasSize(3);
    assertThat(translator.targetCodec().encode("uno dos")).hasSize(2);
    assertThat(translator.shape()).isEqualTo(shape());
  }

  /** What would be two sentences is one text, and no figure is copied into the answer. */
  @Test
  void textsAreNeitherSplitNorMended() {
    Translation t = translator.translate("12. 34.");
    assertThat(t.sourceTokens()).hasSize(7);
    assertThat(translator.languages()).isEmpty();
    String with = t.text();
    String without =
        translator.translate("12. 34.", TranslationOptions.standard().withCopy(false)).text();
    assertThat(with).isEqualTo(without);
  }

  @Test
  void whatIsIgnoredIsNoError() {
    List<TextPair> pairs = List.of(new TextPair("77", "siete1 siete1"));
    TranslationEvaluation strict =
        TranslationEvaluation.of(translator, pairs, TranslationOptions.standard());
    assertThat(strict.errors().wrong()).isEqualTo(1);
    assertThat(strict.ignoring(Pattern.compile("[0-9]")).errors().wrong()).isZero();
  }

  @Test
  void anOldFilesShapeIsATranslators() {
    Settings<TranslationShape> settings = Settings.of(TranslationShape.class);
    ObjectNode old = settings.toJson(TranslationShape.standard().withUnits(Units.CHAR));
    old.remove(List.of("task", "sourceUnits", "targetUnits"));
    TranslationShape shape = settings.fromJson(old, "file");
    assertThat(shape.task()).isEqualTo(TextTask.TRANSLATION);
    assertThat(shape.unitsOfSource()).isEqualTo(Units.CHAR);
    assertThat(shape.unitsOfTarget()).isEqualTo(Units.CHAR);
  }

  @Test
  void oneSetOfTokensHasOneKindOfUnits() {
    assertThatThrownBy(() -> Settings.check(shape().withJoint(true)))
        .isInstanceOf(BadOptionException.class)
        .hasMessageContaining("--joint needs the same units");
  }
}
