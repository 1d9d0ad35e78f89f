package io.github.recurrent4j.spark.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.recurrent4j.languagemodel.LanguageModel;
import io.github.recurrent4j.languagemodel.LanguageModelData;
import io.github.recurrent4j.languagemodel.LanguageModelRegime;
import io.github.recurrent4j.languagemodel.LanguageModelShape;
import io.github.recurrent4j.languagemodel.LanguageModelTrainer;
import io.github.recurrent4j.training.Output;
import io.github.recurrent4j.training.Rounds;
import io.github.recurrent4j.training.TrainingListener;
import io.github.recurrent4j.training.TrainingRun;
import io.github.recurrent4j.training.TrainingSettings;
import io.github.recurrent4j.vectorization.BadOptionException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Language models, whose states stay with their lanes. */
class LaneRoundsTest {
  private static final LanguageModelShape SHAPE =
      LanguageModelShape.standard().with(s -> s.hidden(12).layers(2));

  private static final LanguageModelRegime REGIME =
      LanguageModelRegime.standard()
          .with(r -> r.batchSize(4).bptt(8))
          .training(t -> t.with(s -> s.epochs(1).learningRate(0.01).warmup(5).patience(0)));

  private static SparkSession session;

  @TempDir Path dir;
  private Path text;

  @BeforeAll
  static void start() {
    session =
        SparkSession.builder().master("local[2]").config("spark.ui.enabled", "false").getOrCreate();
  }

  @AfterAll
  static void stop() {
    session.close();
  }

  @BeforeEach
  void write() throws IOException {
    StringBuilder s = new StringBuilder();
    Random random = new Random(3);
    for (int i = 0; i < 120; i++) {
      s.append("abcdefgh", 0, 2 + random.nextInt(6)).append(i % 9 == 0 ? "\n" : " ");
    }
    text = Files.writeString(dir.resolve("text.txt"), s);
  }

  private static TrainingListener listener(int workers, int interval) {
    Rounds rounds =
        new SparkRounds(
            JavaSparkContext.fromSparkContext(session.sparkContext()), workers, interval);
    return new TrainingListener() {
      @Override
      public Optional<Rounds> rounds() {
        return Optional.of(rounds);
      }
    };
  }

  private INDArray trained(Output out, LanguageModelRegime regime, TrainingListener listener) {
    try (LanguageModel model =
        LanguageModelTrainer.train(SHAPE, regime, LanguageModelData.of(text), out, listener)) {
      return model.network().params().dup();
    }
  }

  private INDArray trained(String out, LanguageModelRegime regime, TrainingListener listener) {
    return trained(Output.to(dir.resolve(out)), regime, listener);
  }

  private static double farthest(INDArray a, INDArray b) {
    return a.sub(b).amaxNumber().doubleValue();
  }

  @Test
  void oneWorkerThatAveragesEveryUpdateTrainsAsOneProcess() {
    INDArray here = trained("here.zip", REGIME, TrainingListener.NONE);
    INDArray there = trained("there.zip", REGIME, listener(1, 1));
    assertThat(farthest(here, there)).isCloseTo(0, within(1e-5));
  }

  /**
   * The mean of gradient steps on halves is the step on the whole, if all lanes have their states.
   */
  @Test
  void withGradientDescentTwoWorkersTrainAsOneProcess() {
    LanguageModelRegime descent =
        REGIME
            .withDropout(0)
            .training(
                t -> TrainingSettings.plain(TrainingSettings.Updater.SGD, 0.5, 0, 7).withEpochs(2));
    INDArray here = trained("here.zip", descent, TrainingListener.NONE);
    INDArray there = trained("there.zip", descent, listener(2, 1));
    assertThat(farthest(here, there)).isCloseTo(0, within(1e-4));
    INDArray other =
        trained(
            "other.zip", descent.training(t -> t.withLearningRate(0.45)), TrainingListener.NONE);
    assertThat(farthest(here, other)).isGreaterThan(1e-3);
  }

  @Test
  void whatWasStoppedGoesOnWithItsStates() {
    INDArray whole = trained("whole.zip", REGIME, listener(2, 2));
    Output out = Output.to(dir.resolve("stopped.zip"));
    TrainingListener stops =
        new TrainingListener() {
          private TrainingRun run;

          @Override
          public void started(TrainingRun started) {
            run = started;
          }

          @Override
          public void stepped(Step step) {
            if (step.number() == 3) {
              run.stop();
            }
          }
        };
    assertThatThrownBy(() -> trained(out, REGIME, TrainingListener.all(listener(2, 2), stops)))
        .as("there is no model before the first validation")
        .isInstanceOf(RuntimeException.class);
    INDArray resumed = trained(out.resuming(), REGIME, listener(2, 2));
    assertThat(farthest(whole, resumed)).isCloseTo(0, within(1e-4));
  }

  @Test
  void whatCannotBeCutIsSaid() {
    assertThatThrownBy(() -> trained("a.zip", REGIME, listener(3, 1)))
        .isInstanceOf(BadOptionException.class)
        .hasMessageContaining("--batch-size is 4");
    assertThatThrownBy(() -> trained("b.zip", REGIME.withWeightDropout(0.1), listener(2, 1)))
        .isInstanceOf(BadOptionException.class)
        .hasMessageContaining("--weight-dropout");
  }
}
