package io.github.recurrent4j.sentiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.github.recurrent4j.training.ModelNetwork;
import io.github.recurrent4j.vectorization.BadInputException;
import io.github.recurrent4j.vectorization.LabelledText;
import io.github.recurrent4j.vectorization.Labels;
import io.github.recurrent4j.vectorization.TextCodec;
import io.github.recurrent4j.vectorization.Units;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Texts with what a teacher says of them. */
class TaughtTextsTest {
  @TempDir Path folder;

  @Test
  void readsWhatClassifyPrints() throws IOException {
    Path file = folder.resolve("taught.jsonl");
    Files.writeString(
        file,
        """
        {"label":"positive","probabilities":[0.1,0.2,0.7],"text":"qué rico"}

        {"probabilities":[0.5,0.5,0],"text":"meh","model":"x"}
        """);
    assertThat(TaughtTexts.read(file, 3))
        .containsExactly(
            new LabelledText("qué rico", 2, List.of(0.1, 0.2, 0.7)),
            new LabelledText("meh", 0, List.of(0.5, 0.5, 0.0)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hola",
        "{\"probabilities\":[0.1,0.2,0.7]}",
        "{\"text\":\"a\"}",
        "{\"text\":\"a\",\"probabilities\":[0.3,0.7]}",
        "{\"text\":\"a\",\"probabilities\":[0.3,0.3,0.3]}",
        "{\"text\":\"a\",\"probabilities\":[1.5,-0.5,0]}",
        "{\"text\":\"a\",\"probabilities\":[\"1\",0,0]}",
        "{\"text\":\"a\",\"probabilities\":0.5}"
      })
  void refusesOtherLinesAndSaysWhere(String line) throws IOException {
    Path file = folder.resolve("wrong.jsonl");
    Files.writeString(file, "{\"text\":\"b\",\"probabilities\":[0,1,0]}\n" + line + "\n");
    assertThatThrownBy(() -> TaughtTexts.read(file, 3))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("wrong.jsonl, line 2")
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n"));
  }

  @Test
  void labelsAreDrawnFromTheChancesAndKnownOnesStay() {
    List<LabelledText> train = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      train.add(new LabelledText("green leaf " + i, 2, List.of(0.3, 0.0, 0.7)));
    }
    for (int i = 0; i < 40; i++) {
      train.add(new LabelledText("red leaf " + i, 1));
    }
    SentimentShape shape = SentimentShape.standard().with(s -> s.hidden(4).embedding(4));
    SentimentRegime regime = SentimentRegime.standard().withClassWeights(false);
    TextCodec codec = Units.BPE.learn(List.of("green leaf", "red leaf"), 40);
    ComputationGraph graph =
        new ComputationGraph(SentimentNetwork.of(shape, regime, codec.vocabulary().size()));
    graph.init();
    int[] counts = new int[3];
    try (SentimentClassifier pupil =
        new SentimentClassifier(
            ModelNetwork.ofTrained(graph),
            shape,
            codec,
            Labels.SENTIMENT,
            JsonNodeFactory.instance.objectNode())) {
      TweetBatches batches = TweetBatches.of(pupil, train, regime);
      int[] all = IntStream.range(0, train.size()).toArray();
      Random random = new Random(7);
      for (int i = 0; i < 10; i++) {
        for (float label : batches.batch(all, 0, random).getLabels(0).toFloatVector()) {
          counts[(int) label]++;
        }
      }
    }
    assertThat(counts[1]).isEqualTo(400);
    // 2,000 draws: a deviation of 1 % of them.
    assertThat(counts[2] / 2000.0).isCloseTo(0.7, within(0.05));
  }
}
