package io.github.recurrent4j.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.recurrent4j.vectorization.BadOptionException;
import io.github.recurrent4j.vectorization.settings.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.DoubleStream;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When the mean of NT-ASGD begins. */
class WeightAverageTest {
  private static final MultiLayerNetwork NETWORK =
      new MultiLayerNetwork(
          new NeuralNetConfiguration.Builder()
              .list()
              .layer(new OutputLayer.Builder().nIn(2).nOut(2).build())
              .build());

  static {
    NETWORK.init();
  }

  /** The validation that begins the mean, counted from 1; 0 for none. */
  private static int beginning(int after, boolean higherIsBetter, double[] figures) {
    WeightAverage average =
        new WeightAverage(TrainingSettings.standard().withAverageAfter(after), higherIsBetter, 1);
    List<TrainingState.Point> history = new ArrayList<>();
    for (double figure : figures) {
      history.add(
          TrainingStatePointBuilder.builder().step(history.size() + 1L).validation(figure).build());
      if (average.validated(NETWORK, history)) {
        assertThat(average.values()).isEqualTo(NETWORK.params());
        return history.size();
      }
    }
    assertThat(average.values()).isNull();
    return 0;
  }

  @ParameterizedTest
  @CsvSource({
    "2, 9 8 7 6 5, 0",
    "2, 5 6 7 8, 4",
    "2, 9 8 5 6 6 6, 6",
    "2, 9 8 5 6 4 6 6, 6",
    "2, 9 8 5 4 6 4 3, 0",
    "2, 5 5 5 5 5, 0",
    "2, 5 NaN NaN NaN 6, 5",
    "1, 5 6 4 5, 0",
    "1, 5 6 4 5.5, 4",
    "5, 1 2 2 2 2 2, 0",
    "5, 1 2 2 2 2 2 2, 7"
  })
  void aValidationWorseThanTheBestOfAllButTheLastFew(int after, String figures, int expected) {
    double[] read =
        Pattern.compile(" ").splitAsStream(figures).mapToDouble(Double::parseDouble).toArray();
    assertThat(beginning(after, false, read)).isEqualTo(expected);
    double[] negative = DoubleStream.of(read).map(f -> -f).toArray();
    assertThat(beginning(after, true, negative)).isEqualTo(expected);
  }

  @Test
  void aStepOfSeveralUpdatesMovesTheAverageAsTheyDo() {
    TrainingSettings settings = TrainingSettings.standard();
    WeightAverage single = new WeightAverage(settings, true, 1);
    WeightAverage several = new WeightAverage(settings, true, 10);
    NETWORK.params().assign(0);
    single.start(NETWORK);
    several.start(NETWORK);
    NETWORK.params().assign(1);
    single.stepped(NETWORK, 10);
    double once = single.values().getDouble(0);
    several.stepped(NETWORK, 1);
    // Twice as many updates leave the square of what one half leaves of the first weights.
    assertThat(1 - several.values().getDouble(0)).isCloseTo((1 - once) * (1 - once), within(1e-6));
    assertThat(once).isStrictlyBetween(0.0, 1.0);
  }

  @Test
  void patienceMustOutlastIt() {
    TrainingSettings settings = TrainingSettings.standard().withAverageAfter(4);
    assertThatThrownBy(() -> Settings.check(settings.withPatience(5)))
        .isInstanceOf(BadOptionException.class)
        .hasMessageContaining("--patience of 0 or above 5");
    assertThatCode(() -> Settings.check(settings.withPatience(6))).doesNotThrowAnyException();
    assertThatCode(() -> Settings.check(settings.withPatience(0))).doesNotThrowAnyException();
  }
}
