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
import io.github.recurrent4j.vectorization.BadInputException;
import io.github.recurrent4j.vectorization.BadOptionException;
import io.github.recurrent4j.vectorization.Units;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
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
    return trained(SHAPE, LanguageModelData.of(text), out, regime, listener);
  }

  private static INDArray trained(
      LanguageModelShape shape,
      LanguageModelData data,
      Output out,
      LanguageModelRegime regime,
      TrainingListener listener) {
    try (LanguageModel model = LanguageModelTrainer.train(shape, regime, data, out, listener)) {
      return model.network().params().dup();
    }
  }

  /** The text as executors read it, cut small. */
  private LanguageModelData far(String folder) {
    return LanguageModelData.of(text)
        .withRemote(
            new ShardedText(
                JavaSparkContext.fromSparkContext(session.sparkContext()),
                text.toString(),
                dir.resolve(folder).toString(),
                7,
                100));
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
  @ParameterizedTest
  @ValueSource(ints = {2, 6})
  void withGradientDescentAnyWorkersTrainAsOneProcess(int workers) {
    LanguageModelRegime descent =
        REGIME
            .withDropout(0)
            .withBatchSize(6)
            .training(
                t -> TrainingSettings.plain(TrainingSettings.Updater.SGD, 0.5, 0, 7).withEpochs(2));
    INDArray here = trained("here.zip", descent, TrainingListener.NONE);
    INDArray there = trained("there.zip", descent, listener(workers, 1));
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

  @ParameterizedTest
  @EnumSource(Units.class)
  void aTextThatExecutorsReadIsTheSameText(Units level) throws IOException {
    LanguageModelShape shape =
        SHAPE.with(s -> s.level(level).maxVocabulary(level == Units.BPE ? 300 : 60));
    for (String end : List.of("", "\n", "\r\n\n")) {
      Files.writeString(text, Files.readString(text).stripTrailing() + end);
      String name = level + "-" + end.length();
      INDArray here =
          trained(
              shape,
              LanguageModelData.of(text),
              Output.to(dir.resolve(name + "-here.zip")),
              REGIME.withRandomBptt(true),
              listener(2, 2));
      INDArray there =
          trained(
              shape,
              far(name),
              Output.to(dir.resolve(name + "-there.zip")),
              REGIME.withRandomBptt(true),
              listener(2, 2));
      assertThat(there.equalsWithEps(here, 0)).as(name).isTrue();
      assertThat(dir.resolve(name).resolve("shard-00001.ids")).exists();
    }
  }

  @Test
  void whatIsNoTextIsSaid() throws IOException {
    Files.write(text, new byte[] {'a', 'b', (byte) 0xFF, '\n', 'c'});
    Output out = Output.to(dir.resolve("a.zip"));
    assertThatThrownBy(() -> trained(SHAPE, far("a"), out, REGIME, listener(2, 1)))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("is not UTF-8");
    Files.write(text, new byte[0]);
    assertThatThrownBy(() -> far("b"))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("is empty");
    Files.delete(text);
    assertThatThrownBy(() -> far("b"))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("does not exist");
  }
}
