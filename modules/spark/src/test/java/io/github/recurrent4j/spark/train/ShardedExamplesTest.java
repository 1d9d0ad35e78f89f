package io.github.recurrent4j.spark.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.recurrent4j.kernels.Cell;
import io.github.recurrent4j.sentiment.SentimentClassifier;
import io.github.recurrent4j.sentiment.SentimentData;
import io.github.recurrent4j.sentiment.SentimentRegime;
import io.github.recurrent4j.sentiment.SentimentShape;
import io.github.recurrent4j.sentiment.SentimentTrainer;
import io.github.recurrent4j.training.BucketedBatches;
import io.github.recurrent4j.training.Output;
import io.github.recurrent4j.training.RemoteExamples;
import io.github.recurrent4j.training.Rounds;
import io.github.recurrent4j.training.TrainingListener;
import io.github.recurrent4j.training.TrainingRun;
import io.github.recurrent4j.training.TrainingState;
import io.github.recurrent4j.training.TrainingTask;
import io.github.recurrent4j.vectorization.LabelledText;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;

class ShardedExamplesTest {
  private static final SentimentShape SHAPE =
      SentimentShape.standard()
          .with(s -> s.vocabulary(300).cell(Cell.GRU).hidden(12).embedding(12).layers(1));

  /** With everything random that there is, and a rate that changes. */
  private static final SentimentRegime REGIME =
      SentimentRegime.standard()
          .with(r -> r.batchSize(8))
          .training(t -> t.with(s -> s.epochs(3).learningRate(0.01).warmup(5).patience(0)));

  private static SparkSession session;
  private static JavaSparkContext context;

  @TempDir Path dir;

  @BeforeAll
  static void start() {
    session =
        SparkSession.builder().master("local[2]").config("spark.ui.enabled", "false").getOrCreate();
    context = JavaSparkContext.fromSparkContext(session.sparkContext());
  }

  @AfterAll
  static void stop() {
    session.close();
  }

  private RemoteExamples<LabelledText> far(
      List<LabelledText> texts, int rows, int streams, int run) {
    ShardLayout layout = new ShardLayout(dir.resolve("shards").toString(), rows, streams, run, 7);
    JavaRDD<LabelledText> read = context.parallelize(texts, 3);
    return new ShardedExamples<>(context, read, new LabelledForm(), layout);
  }

  /** Minibatches of three that hold the numbers at the ends of texts. */
  private static final class Numbers implements RemoteExamples.Maker<LabelledText> {
    private static final long serialVersionUID = 1;

    @Override
    public BucketedBatches of(List<LabelledText> part, long seed) {
      int[] lengths = part.stream().mapToInt(t -> 2 + t.label() * 2).toArray();
      return new BucketedBatches(lengths, lengths, 1, seed) {
        @Override
        protected Object batch(int[] examples, double progress, Random random) {
          setTokens(examples.length);
          float[] numbers = new float[examples.length];
          for (int i = 0; i < numbers.length; i++) {
            numbers[i] = number(part.get(examples[i]));
          }
          INDArray row = Nd4j.createFromArray(new float[][] {numbers});
          return new MultiDataSet(row, row);
        }
      };
    }
  }

  private static int number(LabelledText text) {
    return Integer.parseInt(text.text().replaceAll(".* ", ""));
  }

  private static List<LabelledText> numbered(int count) {
    return IntStream.range(0, count).mapToObj(i -> new LabelledText("text " + i, i % 3)).toList();
  }

  private static List<Integer> epoch(TrainingTask.Batches batches, int epoch, long from) {
    List<Integer> numbers = new ArrayList<>();
    batches.seek(epoch, from);
    while (batches.hasNext()) {
      for (float number : ((MultiDataSet) batches.next()).getFeatures()[0].toFloatVector()) {
        numbers.add((int) number);
      }
    }
    return numbers;
  }

  @Test
  void anEpochHasEachExampleOnceInAnOrderOfItsOwn() {
    List<LabelledText> texts = new ArrayList<>(numbered(500));
    texts.addAll(numbered(100)); // once more
    RemoteExamples<LabelledText> far = far(texts, 60, 2, 4);
    List<LabelledText> held = far.holdOut(LabelledText::text, 10, 1000);
    assertThat(held).hasSizeBetween(40, 60).doesNotHaveDuplicates();
    RemoteExamples.Prepared<LabelledText> ready =
        far.prepare(LabelledText::text, t -> number(t) != 77);
    TrainingTask.Batches batches = ready.batches(new Numbers());
    List<Integer> wanted =
        IntStream.range(0, 500).boxed().collect(java.util.stream.Collectors.toList());
    held.forEach(t -> wanted.remove((Integer) number(t)));
    wanted.remove((Integer) 77);
    assertThat(ready.count()).isEqualTo(wanted.size());
    assertThat(ready.sample().stream().map(ShardedExamplesTest::number))
        .containsExactlyInAnyOrderElementsOf(wanted);
    List<Integer> first = epoch(batches, 0, 0);
    List<Integer> second = epoch(batches, 1, 0);
    assertThat(first).containsExactlyInAnyOrderElementsOf(wanted).isNotEqualTo(second);
    assertThat(second).containsExactlyInAnyOrderElementsOf(wanted);
    assertThat(first).isNotEqualTo(first.stream().sorted().toList());
    // However the rows were cut, and from whatever place on.
    RemoteExamples<LabelledText> again = far(texts, 60, 2, 4);
    assertThat(again.holdOut(LabelledText::text, 10, 1000)).isEqualTo(held);
    RemoteExamples.Prepared<LabelledText> same =
        again.prepare(LabelledText::text, t -> number(t) != 77);
    assertThat(same.digest()).isEqualTo(ready.digest());
    List<Integer> end = epoch(same.batches(new Numbers()), 1, batches.perEpoch() / 2);
    assertThat(end)
        .isNotEmpty()
        .isEqualTo(second.subList(second.size() - end.size(), second.size()));
  }

  @Test
  void aTurnsMinibatchesAreOfOneShard() {
    ShardOrder order = new ShardOrder(new int[] {40, 40, 40, 40}, 2, 10, new Random(1));
    for (int turn = 0; turn < 16; turn++) {
      int shard = order.shard(turn * 10);
      for (int i = 0; i < 10; i++) {
        assertThat(order.shard(turn * 10 + i)).isEqualTo(shard);
      }
      assertThat(order.shard((turn ^ 1) * 10)).as("the other worker's").isNotEqualTo(shard);
    }
  }

  private static List<LabelledText> tweets() {
    String[] little = {"it", "he", "we", "so"};
    String[][] words = {
      {"bad", "sad", "awful"}, {"table", "chair", "door"}, {"good", "glad", "fine"}
    };
    Random random = new Random(5);
    List<LabelledText> texts = new ArrayList<>();
    for (int i = 0; i < 150; i++) {
      StringBuilder text = new StringBuilder();
      for (int w = 2 + random.nextInt(9); w > 0; w--) {
        text.append(little[random.nextInt(4)]).append(i * 31 % 17).append(' ');
      }
      texts.add(new LabelledText(text + words[i % 3][random.nextInt(3)], i % 3));
    }
    return texts;
  }

  private static TrainingListener listener(int workers, int interval) {
    Rounds rounds = new SparkRounds(context, workers, interval);
    return new TrainingListener() {
      @Override
      public Optional<Rounds> rounds() {
        return Optional.of(rounds);
      }
    };
  }

  private INDArray trained(
      Output out, SentimentRegime regime, int workers, TrainingListener listener) {
    List<LabelledText> all = tweets();
    SentimentData data =
        SentimentData.of(far(all.subList(0, 120), 30, workers, 2), all.subList(120, 150));
    try (SentimentClassifier model = SentimentTrainer.train(SHAPE, regime, data, out, listener)) {
      return model.network().params().dup();
    }
  }

  private static double farthest(INDArray a, INDArray b) {
    return a.sub(b).amaxNumber().doubleValue();
  }

  @Test
  void oneWorkerThatAveragesEveryUpdateTrainsAsOneProcessOnTheSameShards() {
    Output here = Output.to(dir.resolve("here.zip"));
    Output there = Output.to(dir.resolve("there.zip"));
    INDArray alone = trained(here, REGIME, 1, TrainingListener.NONE);
    assertThat(farthest(alone, trained(there, REGIME, 1, listener(1, 1))))
        .isCloseTo(0, within(1e-5));
  }

  private static final class Ends implements TrainingListener {
    private TrainingState state;

    @Override
    public void ended(TrainingState ended) {
      state = ended;
    }

    double lossFalls() {
      List<TrainingState.Point> history = state.history();
      return history.get(0).trainLoss() - history.get(history.size() - 1).trainLoss();
    }
  }

  @Test
  void theyLearnAsOneProcessDoesOfTextsInItsMemory() {
    SentimentRegime longer =
        REGIME.training(t -> t.withEpochs(8).withLearningRate(0.02).withAverage(0));
    Ends shards = new Ends();
    trained(
        Output.to(dir.resolve("a.zip")), longer, 2, TrainingListener.all(listener(2, 2), shards));
    Ends memory = new Ends();
    List<LabelledText> all = tweets();
    SentimentData data = SentimentData.of(all.subList(0, 120), all.subList(120, 150));
    SentimentTrainer.train(SHAPE, longer, data, Output.to(dir.resolve("b.zip")), memory).close();
    assertThat(memory.state.best()).isGreaterThan(0.8);
    assertThat(shards.state.best()).isGreaterThan(0.8);
    assertThat(shards.lossFalls()).isGreaterThan(0.3 * memory.lossFalls()).isPositive();
  }

  @Test
  void whatWasStoppedGoesOnInTheMiddleOfAnEpoch() {
    INDArray whole = trained(Output.to(dir.resolve("whole.zip")), REGIME, 2, listener(2, 2));
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
            if (step.number() == run.totalSteps() / 2) {
              run.stop();
            }
          }
        };
    trained(out, REGIME, 2, TrainingListener.all(listener(2, 2), stops));
    assertThat(Files.exists(dir.resolve("stopped.zip.checkpoint"))).isTrue();
    INDArray resumed = trained(out.resuming(), REGIME, 2, listener(2, 2));
    assertThat(farthest(whole, resumed)).isCloseTo(0, within(1e-4));
  }
}
