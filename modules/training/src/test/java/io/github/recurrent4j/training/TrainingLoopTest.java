package io.github.recurrent4j.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.recurrent4j.layers.GRU;
import io.github.recurrent4j.layers.OneHot;
import io.github.recurrent4j.layers.SparseOutput;
import io.github.recurrent4j.layers.VariationalDropout;
import io.github.recurrent4j.training.TrainingSettings.Schedule;
import io.github.recurrent4j.training.TrainingSettings.Updater;
import io.github.recurrent4j.vectorization.AtomicFile;
import io.github.recurrent4j.vectorization.BadInputException;
import io.github.recurrent4j.vectorization.IdSequence;
import io.github.recurrent4j.vectorization.LaneIterator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import javax.imageio.ImageIO;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;

class TrainingLoopTest {
  private static final int SYMBOLS = 6;
  @TempDir Path dir;

  /** Counts round and round; fails like a kill at a given step. */
  private static final class Counting implements TrainingTask, TrainingTask.Batches {
    final MultiLayerNetwork network;
    final LaneIterator lanes;
    int failAt;
    int steps;

    /** A validation figure of one's own; the network then has the weights that are validated. */
    ToDoubleFunction<MultiLayerNetwork> figure = network -> network.score(longText());

    Counting(TrainingSettings settings, double rate, int failAt) {
      this(settings, rate, failAt, true);
    }

    Counting(TrainingSettings settings, double rate, int failAt, boolean carry) {
      IdSequence ids = new IdSequence(SYMBOLS);
      for (int i = 0; i < 500; i++) {
        ids.add(i % SYMBOLS);
      }
      lanes = new LaneIterator(ids, 4, 10);
      this.failAt = failAt;
      network =
          new MultiLayerNetwork(
              new NeuralNetConfiguration.Builder()
                  .seed(settings.seed())
                  .updater(settings.newUpdater(rate))
                  .list()
                  .layer(new OneHot(SYMBOLS))
                  .layer(new GRU.Builder().carryState(carry).nOut(12).build())
                  .layer(
                      new SparseOutput.Builder()
                          .perToken(true)
                          .nOut(SYMBOLS)
                          .dropOut(new VariationalDropout(0.2))
                          .build())
                  .setInputType(InputType.recurrent(SYMBOLS))
                  .build());
      network.init();
    }

    @Override
    public Model network() {
      return network;
    }

    @Override
    public TrainingTask.Batches batches() {
      return this;
    }

    @Override
    public void startEpoch(int epoch) {
      network.rnnClearPreviousState();
    }

    @Override
    public double validate() {
      return figure.applyAsDouble(network);
    }

    private static DataSet longText() {
      return new LaneIterator(ids(), 1, 200).next();
    }

    private static IdSequence ids() {
      IdSequence ids = new IdSequence(SYMBOLS);
      for (int i = 0; i < 201; i++) {
        ids.add(i % SYMBOLS);
      }
      return ids;
    }

    @Override
    public String metric() {
      return "loss";
    }

    @Override
    public void save(Path file) {
      AtomicFile.writeText(file, "model");
    }

    @Override
    public long perEpoch() {
      return lanes.batches();
    }

    @Override
    public boolean hasNext() {
      return lanes.hasNext();
    }

    @Override
    public Object next() {
      if (++steps == failAt) {
        throw new IllegalStateException("killed");
      }
      DataSet next = lanes.next();
      return next;
    }

    @Override
    public long tokens() {
      return 40;
    }

    @Override
    public long position() {
      return lanes.position();
    }

    @Override
    public void seek(int epoch, long position) {
      lanes.seek(position);
    }
  }

  private static TrainingLoop loop(Counting task, TrainingSettings settings, Output out) {
    return new TrainingLoop(task, settings, out, TrainingListener.NONE);
  }

  @Test
  void listenersAreToldAndCanStop() {
    TrainingSettings settings = TrainingSettingsTest.settings(Updater.ADAM, Schedule.COSINE, 1);
    List<String> told = new ArrayList<>();
    TrainingListener listener =
        new TrainingListener() {
          private TrainingRun run;

          @Override
          public void started(TrainingRun started) {
            run = started;
            told.add("started " + run.step() + " of " + run.totalSteps() + ", " + run.metric());
          }

          @Override
          public void stepped(Step step) {
            assertThat(step.loss()).isPositive();
            if (step.number() == 9) {
              run.stop();
            }
          }

          @Override
          public void validated(TrainingState state) {
            told.add("validated " + state.step());
          }

          @Override
          public void checkpointed(Path file) {
            told.add("checkpointed " + file.getFileName());
          }

          @Override
          public void ended(TrainingState state) {
            told.add("ended " + state.step());
          }
        };
    Output out = Output.to(dir.resolve("l.zip"));
    new TrainingLoop(
            new Counting(settings, 0.01, -1), settings, out, TrainingListener.all(listener))
        .run();
    assertThat(told)
        .containsExactly(
            "started 0 of 39, loss",
            "validated 6",
            "checkpointed l.zip.checkpoint",
            "checkpointed l.zip.checkpoint",
            "ended 9");
    TrainingState end = loop(new Counting(settings, 0.01, -1), settings, out.resuming()).run();
    assertThat(end.step()).isEqualTo(39);
  }

  @Test
  void anInterruptEndsTrainingGently() {
    TrainingSettings settings = TrainingSettingsTest.settings(Updater.ADAM, Schedule.COSINE, 1);
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void stepped(Step step) {
            Thread.currentThread().interrupt();
          }
        };
    TrainingState end =
        new TrainingLoop(
                new Counting(settings, 0.01, -1),
                settings,
                Output.to(dir.resolve("i.zip")),
                listener)
            .run();
    assertThat(Thread.interrupted()).isTrue();
    assertThat(end.step()).isEqualTo(1);
    assertThat(dir.resolve("i.zip.checkpoint")).exists();
  }

  @Test
  void learnsAndLeavesLogAndCurve() throws IOException {
    TrainingSettings settings = TrainingSettingsTest.settings(Updater.ADAM, Schedule.COSINE, 1);
    Path out = dir.resolve("m.zip");
    TrainingState end = loop(new Counting(settings, 0.01, -1), settings, Output.to(out)).run();
    assertThat(end.best()).isLessThan(end.history().get(0).validation());
    assertThat(end.epoch()).isEqualTo(3);
    assertThat(out).exists();
    assertThat(Files.readString(dir.resolve("m.zip.json"))).contains("history", "tokensPerSecond");
    assertThat(ImageIO.read(dir.resolve("m.zip.png").toFile()).getWidth()).isEqualTo(900);
  }

  @Test
  void resumedRunEndsLikeAnUnbrokenOne() {
    TrainingSettings settings = TrainingSettingsTest.settings(Updater.ADAM, Schedule.COSINE, 1);
    Counting whole = new Counting(settings, 0.01, -1);
    loop(whole, settings, Output.to(dir.resolve("whole.zip"))).run();

    Path out = dir.resolve("broken.zip");
    Counting broken = new Counting(settings, 0.01, 23);
    assertThatThrownBy(() -> loop(broken, settings, Output.to(out)).run()).hasMessage("killed");
    Counting resumed = new Counting(settings, 0.01, -1);
    resumed.network.params().muli(3);
    TrainingState end = loop(resumed, settings, Output.to(out).resuming()).run();

    INDArray difference = resumed.network.params().sub(whole.network.params());
    assertThat(difference.amaxNumber().doubleValue()).isZero();
    assertThat(end.step()).isEqualTo(39);
  }

  @Test
  void theMeanBeginsWhenValidationNoLongerImproves() {
    TrainingSettings settings = worsening();
    Counting whole = new Counting(settings, 0.01, -1);
    INDArray mean = validatedLast(whole);
    INDArray sum = whole.network.params().like();
    List<Long> summed = new ArrayList<>();
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void stepped(Step step) {
            if (step.number() >= 19) {
              sum.addi(whole.network.params());
              summed.add(step.number());
            }
          }
        };
    new TrainingLoop(whole, settings, Output.to(dir.resolve("n.zip")), listener).run();
    assertThat(summed).hasSize(21);
    INDArray expected = sum.div(21);
    assertThat(mean.sub(expected).amaxNumber().doubleValue()).isLessThan(1e-5);
    assertThat(mean.sub(whole.network.params()).amaxNumber().doubleValue()).isGreaterThan(1e-3);
  }

  @Test
  void theMeanGoesOnAfterAKill() {
    TrainingSettings settings = worsening();
    Counting whole = new Counting(settings, 0.01, -1);
    INDArray mean = validatedLast(whole);
    loop(whole, settings, Output.to(dir.resolve("w.zip"))).run();
    Output out = Output.to(dir.resolve("k.zip"));
    for (int failAt : new int[] {16, 16, -1}) {
      Counting part = new Counting(settings, 0.01, failAt);
      INDArray last = validatedLast(part);
      if (failAt > 0) {
        assertThatThrownBy(() -> loop(part, settings, out.resuming()).run()).hasMessage("killed");
      } else {
        loop(part, settings, out.resuming()).run();
        assertThat(last).isEqualTo(mean);
      }
    }
    TrainingSettings other = settings.withAverageAfter(2);
    assertThatThrownBy(() -> loop(new Counting(other, 0.01, -1), other, out.resuming()).run())
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("--average-after was 1 and is 2");
  }

  /** Validations at steps 6, 13, 19 and on; the third is the first that can begin a mean. */
  private static TrainingSettings worsening() {
    return TrainingSettingsTest.settings(Updater.SGD, Schedule.CONSTANT, 1)
        .with(s -> s.learningRate(0.5).averageAfter(1));
  }

  /** The weights of the last validation; each validation is worse than the one before. */
  private static INDArray validatedLast(Counting task) {
    INDArray last = task.network.params().dup();
    task.figure =
        network -> {
          last.assign(network.params());
          return network.getIterationCount();
        };
    return last;
  }

  @Test
  void moreEpochsGoOnWhereARunHadEnded() {
    TrainingSettings settings = TrainingSettingsTest.settings(Updater.ADAM, Schedule.CONSTANT, 1);
    Output out = Output.to(dir.resolve("more.zip")).resuming();
    loop(new Counting(settings, 0.01, -1), settings, out).run();
    TrainingSettings more = settings.withEpochs(4);
    assertThat(loop(new Counting(more, 0.01, -1), more, out).run().step()).isEqualTo(52);
    assertThat(loop(new Counting(more, 0.01, -1), more, out).run().step()).isEqualTo(52);
  }

  @Test
  void anotherUpdaterIsNamed() {
    TrainingSettings settings = TrainingSettingsTest.settings(Updater.ADAM, Schedule.CONSTANT, 1);
    Output out = Output.to(dir.resolve("other.zip")).resuming();
    loop(new Counting(settings, 0.01, -1), settings, out).run();
    TrainingSettings other = settings.withUpdater(Updater.SGD).withEpochs(9);
    assertThatThrownBy(() -> loop(new Counting(other, 0.01, -1), other, out).run())
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("--updater was adam and is sgd");
  }

  @Test
  void otherDataIsNamed() {
    RunIdentity before = new RunIdentity(Map.of("train", "aa"), Map.of("dropout", "0.1"));
    assertThat(before.differences(new RunIdentity(Map.of("train", "aa"), Map.of("dropout", "0.2"))))
        .containsExactly("--dropout was 0.1 and is 0.2");
    assertThatThrownBy(() -> before.differences(new RunIdentity(Map.of("train", "bb"), Map.of())))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("train has changed");
  }

  @Test
  void aCurveThatCannotBeWrittenDoesNotEndTraining() throws IOException {
    TrainingSettings settings = TrainingSettingsTest.settings(Updater.ADAM, Schedule.COSINE, 1);
    Path out = dir.resolve("curve.zip");
    Files.createDirectory(dir.resolve("curve.zip.png"));
    TrainingState end = loop(new Counting(settings, 0.01, -1), settings, Output.to(out)).run();
    assertThat(end.step()).isEqualTo(39);
    assertThat(out).exists();
  }

  @Test
  void accumulatedMinibatchesEqualOneLarge() {
    TrainingSettings two = TrainingSettingsTest.settings(Updater.SGD, Schedule.CONSTANT, 2);
    Counting task = new Counting(two, 0.5, -1, false);
    MultiLayerNetwork network = task.network;
    network.getLayer(2).conf().getLayer().setIDropout(null);
    LaneIterator lanes = new LaneIterator(Counting.ids(), 2, 10);
    DataSet a = lanes.next();
    DataSet both = DataSet.merge(List.of(a, a));
    MultiLayerNetwork other = network.clone();
    other.fit(both);
    Updates.fitTogether(network, List.of(a, a));
    assertThat(network.params().sub(other.params()).amaxNumber().doubleValue()).isLessThan(1e-6);
    assertThat(network.getIterationCount()).isEqualTo(1);
  }

  @Test
  void notANumberStopsWithALine() {
    TrainingSettings settings = TrainingSettingsTest.settings(Updater.SGD, Schedule.CONSTANT, 1);
    Counting task = new Counting(settings, 0.01, -1);
    task.network.getLayer(1).getParam("RW").putScalar(0, 0, Double.NaN);
    assertThatThrownBy(() -> loop(task, settings, Output.to(dir.resolve("n.zip"))).run())
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("not a number in layer 1 (parameter 1_RW) at step 0");
  }

  @Test
  void brokenCheckpointIsNamed() throws IOException {
    TrainingSettings settings = TrainingSettingsTest.settings(Updater.SGD, Schedule.CONSTANT, 1);
    Path out = dir.resolve("c.zip");
    Files.writeString(dir.resolve("c.zip.checkpoint"), "not a zip");
    Counting task = new Counting(settings, 0.01, -1);
    assertThatThrownBy(() -> loop(task, settings, Output.to(out).resuming()).run())
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("not a complete checkpoint");
  }
}
