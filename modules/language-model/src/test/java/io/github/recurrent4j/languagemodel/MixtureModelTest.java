package io.github.recurrent4j.languagemodel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.github.recurrent4j.languagemodel.LanguageModelShape.Hidden;
import io.github.recurrent4j.vectorization.Units;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Language models that end in a mixture of softmaxes. */
class MixtureModelTest {
  private static final String LINES = SmallModels.LINES;
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({"GRU,16,false,CHAR", "LSTM,7,true,WORD", "RNN,0,false,CHAR", "FFN,12,false,CHAR"})
  void inferenceIsTheTrainedNetwork(Hidden cell, int embedding, boolean tied, Units level)
      throws IOException {
    LanguageModelShape shape =
        SmallModels.shape(
            s -> s.cell(cell).embedding(embedding).tied(tied).softmaxes(3).level(level));
    LanguageModelRegime regime = SmallModels.regime(2).withDropout(0.2);
    Path file = Files.writeString(folder.resolve("data.txt"), LINES.repeat(2));
    try (LanguageModel model = SmallModels.train(folder, shape, regime, LINES.repeat(60))) {
      assertThat(model.shape().softmaxes()).isEqualTo(3);
      // Lanes on kernels, one token at a time, and DL4J's network with weights that follow by next
      // to nothing.
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
      EvaluationOptions follows =
          EvaluationOptions.standard().withDynamicRate(1e-12).withCacheSize(20).withCacheWeight(0);
      Evaluation network = model.evaluate(file, follows, null);
      assertThat(-network.nats() * network.tokens()).isCloseTo(lanes, within(2e-3));
      double total =
          model.nextTokens(level == Units.CHAR ? "e" : "la", 99).stream()
              .mapToDouble(LanguageModel.Candidate::probability)
              .sum();
      assertThat(total).isCloseTo(1, within(1e-5));
      MultiLayerNetwork dl4j =
          ModelSerializer.restoreMultiLayerNetwork(folder.resolve("m.zip").toFile(), false);
      assertThat(dl4j.params()).isEqualTo(model.network().params());
    }
  }

  @Test
  void learnsTwoLinesAndGeneratesThem() {
    LanguageModelShape shape = SmallModels.shape(s -> s.embedding(8).tied(true).softmaxes(2));
    try (LanguageModel model =
        SmallModels.train(folder, shape, SmallModels.regime(14), LINES.repeat(60))) {
      assertThat(model.perplexity(LINES)).isLessThan(2);
      GenerationOptions greedy =
          GenerationOptions.of("la ga", 9).with(o -> o.temperature(0).topK(0).topP(1));
      assertThat(model.generate(greedy)).isEqualTo("ta bebe l");
      List<Choice> choices = model.choose("la gata bebe ", List.of("pan", "leche"));
      assertThat(choices.get(0).text()).isEqualTo("leche");
    }
  }

  @Test
  void aFileWithAnotherMixtureIsRefused() {
    SmallModels.train(folder, SmallModels.shape(s -> s.softmaxes(2)), 1).close();
    LanguageModelShape other = SmallModels.shape(s -> s.softmaxes(3));
    try (LanguageModel model = LanguageModel.load(folder.resolve("m.zip"))) {
      assertThatThrownBy(
              () ->
                  LanguageModel.of(
                      model.network(),
                      other,
                      model.vocabulary(),
                      JsonNodeFactory.instance.objectNode()))
          .hasMessageContaining("shape");
    }
  }
}
