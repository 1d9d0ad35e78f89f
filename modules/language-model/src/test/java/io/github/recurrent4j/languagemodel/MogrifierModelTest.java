package io.github.recurrent4j.languagemodel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.recurrent4j.languagemodel.LanguageModelShape.Hidden;
import io.github.recurrent4j.vectorization.BadOptionException;
import io.github.recurrent4j.vectorization.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Language models of mogrifiers. */
class MogrifierModelTest {
  private static final String LINES = SmallModels.LINES;
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({"5,9", "2,0", "1,14"})
  void inferenceIsTheTrainedNetwork(int rounds, int embedding) throws IOException {
    LanguageModelShape shape =
        SmallModels.shape(
            s -> s.cell(Hidden.LSTM).layers(2).embedding(embedding).mogrifier(rounds));
    LanguageModelRegime regime = SmallModels.regime(1).withWeightDropout(0.1);
    Path file = Files.writeString(folder.resolve("data.txt"), LINES.repeat(2));
    try (LanguageModel model = SmallModels.train(folder, shape, regime, LINES.repeat(20))) {
      assertThat(model.shape().mogrifier()).isEqualTo(rounds);
      double lanes = model.score(LINES.repeat(2)).logProbability();
      double[] steps = new double[1];
      model.reading(
          LINES.repeat(2),
          0,
          step -> {
            steps[0] += step.logProbability();
            return true;
          });
      assertThat(lanes).isCloseTo(steps[0], within(2e-3));
      // DL4J's network, with weights that follow by next to nothing.
      EvaluationOptions follows = EvaluationOptions.standard().withDynamicRate(1e-12);
      Evaluation network = model.evaluate(file, follows, null);
      assertThat(-network.nats() * network.tokens()).isCloseTo(lanes, within(2e-3));
      MultiLayerNetwork dl4j =
          ModelSerializer.restoreMultiLayerNetwork(folder.resolve("m.zip").toFile(), false);
      assertThat(dl4j.params()).isEqualTo(model.network().params());
    }
  }

  @Test
  void learnsTwoLines() {
    LanguageModelShape shape = SmallModels.shape(s -> s.cell(Hidden.LSTM).hidden(24).mogrifier(5));
    try (LanguageModel model =
        SmallModels.train(folder, shape, SmallModels.regime(3), LINES.repeat(40))) {
      // Guessing costs e to the 2.6.
      assertThat(model.perplexity(LINES)).isLessThan(3);
    }
  }

  @Test
  void anotherCellIsRefused() {
    for (Hidden cell : new Hidden[] {Hidden.GRU, Hidden.FFN}) {
      assertThatThrownBy(() -> Settings.check(SmallModels.shape(s -> s.cell(cell).mogrifier(5))))
          .isInstanceOf(BadOptionException.class)
          .hasMessageContaining("--mogrifier needs --cell lstm");
    }
  }
}
