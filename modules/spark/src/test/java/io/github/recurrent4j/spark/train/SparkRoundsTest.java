package io.github.recurrent4j.spark.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.recurrent4j.kernels.Cell;
import io.github.recurrent4j.sentiment.SentimentClassifier;
import io.github.recurrent4j.sentiment.SentimentData;
import io.github.recurrent4j.sentiment.SentimentRegime;
import io.github.recurrent4j.sentiment.SentimentShape;
import io.github.recurrent4j.sentiment.SentimentTrainer;
import io.github.recurrent4j.training.Output;
import io.github.recurrent4j.training.Rounds;
import io.github.recurrent4j.training.TrainingListener;
import io.github.recurrent4j.training.TrainingRun;
import io.github.recurrent4j.training.TrainingState;
import io.github.recurrent4j.vectorization.BadOptionException;
import io.github.recurrent4j.vectorization.LabelledText;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;

class SparkRoundsTest {
  private static final SentimentShape SHAPE =
      SentimentShape.standard()
          .with(s -> s.vocabulary(300).cell(Cell.GRU).hidden(12).embedding(12).layers(1));

  /** With everything random that there is, and a rate that changes. */
  private static final SentimentRegime REGIME =
      SentimentRegime.standard()
          .with(r -> r.batchSize(8))
          .training(t -> t.with(s -> s.epochs(3).learningRate(0.01).warmup(5).patience(0)));

  private static final String[] LITTLE = {"it", "he", "we", "so"};

  private static SparkSession session;

  @TempDir Path dir;

  @BeforeAll
  static void start() {
    session =
        SparkSession.builder().master("local[2]").config("spark.ui.enabled", "false").getOrCreate();
  }

  @AfterAll
  static void stop() {
    session.close();
  }

  private static SentimentData data() {
    String[][] words = {
      {"bad", "sad", "awful"}, {"table", "chair", "door"}, {"good", "glad", "fine"}
    };
    Random random = new Random(5);
    List<LabelledText> texts = new ArrayList<>();
    for (int i = 0; i < 150; i++) {
      StringBuilder text = new StringBuilder();
      for (int w = 2 + random.nextInt(9); w > 0; w--) {
        text.append(LITTLE[random.nextInt(4)]).append(i * 31 % 17).append(' ');
      }
      texts.add(new LabelledText(text + words[i % 3][random.nextInt(3)], i % 3));
    }
    return SentimentData.of(texts.subList(0, 120), texts.subList(120, 150));
  }

  private TrainingListener listener(int workers, int interval) {
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

  /** A model trained with the last weights kept, so that models of two runs can be compared. */
  private INDArray trained(Output out, SentimentRegime regime, TrainingListener listener) {
    try (SentimentClassifier model = SentimentTrainer.train(SHAPE, regime, data(), out, listener)) {
      return model.network().params().dup();
    }
  }

  private static double farthest(INDArray a, INDArray b) {
    return a.sub(b).amaxNumber().doubleValue();
  }

  @Test
  void oneWorkerThatAveragesEveryUpdateTrainsAsOneProcess() {
    INDArray here = trained(Output.to(dir.resolve("here.zip")), REGIME, TrainingListener.NONE);
    INDArray there = trained(Output.to(dir.resolve("there.zip")), REGIME, listener(1, 1));
    assertThat(farthest(here, there)).isCloseTo(0, within(1e-5));
    // They are no weights that nothing was learned with.
    SentimentRegime shorter = REGIME.training(t -> t.withEpochs(1));
    INDArray other = trained(Output.to(dir.resolve("other.zip")), shorter, TrainingListener.NONE);
    assertThat(farthest(here, other)).isGreaterThan(1e-2);
  }

  @Test
  void twoWorkersLearn() {
    SentimentRegime longer =
        REGIME.training(t -> t.withEpochs(8).withLearningRate(0.02).withAverage(0));
    List<TrainingState> ends = new ArrayList<>();
    TrainingListener ended =
        new TrainingListener() {
          @Override
          public void ended(TrainingState state) {
            ends.add(state);
          }
        };
    trained(Output.to(dir.resolve("a.zip")), longer, TrainingListener.all(listener(2, 2), ended));
    assertThat(ends.get(0).best()).isGreaterThan(0.8);
  }

  @Test
  void whatWasStoppedGoesOnFromItsCheckpoint() {
    INDArray whole = trained(Output.to(dir.resolve("whole.zip")), REGIME, listener(2, 1));
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
            if (step.number() == 10) {
              run.stop();
            }
          }
        };
    trained(out, REGIME, TrainingListener.all(listener(2, 1), stops));
    INDArray resumed = trained(out.resuming(), REGIME, listener(2, 1));
    assertThat(farthest(whole, resumed)).isCloseTo(0, within(1e-4));
  }

  @Test
  void severalWaysToJoinMinibatchesDoNotGoTogether() {
    SentimentRegime accumulating = REGIME.training(t -> t.withAccumulation(2));
    assertThatThrownBy(() -> trained(Output.to(dir.resolve("c.zip")), accumulating, listener(2, 1)))
        .isInstanceOf(BadOptionException.class)
        .hasMessageContaining("--accumulation");
    assertThatThrownBy(() -> listener(0, 1)).isInstanceOf(BadOptionException.class);
  }
}
