package io.github.recurrent4j.sentiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.recurrent4j.inference.model.ModelFile;
import io.github.recurrent4j.inference.model.ModelFileException;
import io.github.recurrent4j.inference.model.WeightType;
import io.github.recurrent4j.kernels.Cell;
import io.github.recurrent4j.sentiment.SentimentShape.Pooling;
import io.github.recurrent4j.training.ModelFiles;
import io.github.recurrent4j.training.Output;
import io.github.recurrent4j.training.TrainingListener;
import io.github.recurrent4j.vectorization.BadInputException;
import io.github.recurrent4j.vectorization.LabelledText;
import io.github.recurrent4j.vectorization.TweetRecordReader;
import io.github.recurrent4j.vectorization.WeightedFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** The classifier on the project's own tweets. */
class SentimentTest {
  private static final Path DATA = Path.of("../../datasets");

  @TempDir static Path folder;
  private static Path model;
  private static List<LabelledText> train;
  private static List<LabelledText> held;
  private static SentimentClassifier classifier;

  private static SentimentShape shape(Cell cell, Pooling pooling, int layers) {
    return SentimentShape.standard()
        .with(
            s ->
                s.vocabulary(900)
                    .cell(cell)
                    .layers(layers)
                    .hidden(24)
                    .embedding(24)
                    .pooling(pooling)
                    .maxTokens(60));
  }

  private static SentimentRegime regime(int epochs) {
    return SentimentRegime.standard()
        .with(r -> r.dropout(0.1).labelSmoothing(0.05).bpeDropout(0.05).batchSize(16))
        .training(
            t ->
                t.with(
                    s -> s.epochs(epochs).learningRate(0.01).warmup(5).average(0.9).patience(0)));
  }

  @BeforeAll
  static void train() {
    List<LabelledText> all =
        TweetRecordReader.read(DATA.resolve("tweets-en.txt"), DATA.resolve("tweets-en.labels"), 3);
    held = all.subList(0, 40);
    train = all.subList(40, all.size());
    model = folder.resolve("tweets.zip");
    classifier =
        SentimentTrainer.train(
            shape(Cell.GRU, Pooling.ALL, 1),
            regime(12),
            SentimentData.of(train, held),
            Output.to(model),
            TrainingListener.NONE);
  }

  @AfterAll
  static void close() {
    classifier.close();
  }

  @Test
  void learnsFromFewTweets() {
    SentimentEvaluation e = SentimentEvaluation.of(classifier, held);
    assertThat(e.confusion().macroRecall()).isGreaterThan(0.6);
    assertThat(e.table()).contains("negative").contains("macro recall");
    assertThat((Double) classifier.provenance().get("validMacroRecall"))
        .isCloseTo(e.confusion().macroRecall(), within(1e-6));
    assertThat(folder.resolve("tweets.zip.png")).exists();
  }

  /** Inference beside the network equals the network's own output. */
  @Test
  void everyShapeTrainsAndPredictsAsItsNetwork() {
    for (Pooling pooling : Pooling.values()) {
      for (Cell cell : Cell.values()) {
        predictsAsItsNetwork(shape(cell, pooling, 2));
      }
      predictsAsItsNetwork(
          shape(Cell.GRU, pooling, 2).withDirection(SentimentShape.Direction.FORWARD));
    }
  }

  private static void predictsAsItsNetwork(SentimentShape shape) {
    Path out =
        folder.resolve(shape.cell() + "-" + shape.pooling() + "-" + shape.direction() + ".zip");
    try (SentimentClassifier c =
        SentimentTrainer.train(
            shape,
            regime(1),
            SentimentData.of(train.subList(0, 40), held),
            Output.to(out),
            TrainingListener.NONE)) {
      int[] ids = c.encode(held.get(0).text());
      float[][] features = new float[1][ids.length];
      for (int t = 0; t < ids.length; t++) {
        features[0][t] = ids[t];
      }
      INDArray expected = c.network().outputSingle(Nd4j.createFromArray(features));
      int[][] batch = {ids, {1, 2, 3, 4, 5, 6, 7, 8}};
      float[] found = c.networkProbabilities(batch)[0];
      for (int k = 0; k < 3; k++) {
        assertThat((double) found[k]).isCloseTo(expected.getDouble(0, k), within(1e-5));
      }
    }
  }

  @Test
  void weightsAreAveragedAndCalibrated() {
    Path other = folder.resolve("other.zip");
    Path average = folder.resolve("average.zip");
    Path wide = folder.resolve("wide.zip");
    try (SentimentClassifier second =
            SentimentTrainer.tune(
                classifier,
                regime(1).training(t -> t.withSeed(9)),
                SentimentData.of(train, held.subList(0, 20)),
                Output.to(other),
                TrainingListener.NONE);
        SentimentClassifier unlike =
            SentimentTrainer.train(
                shape(Cell.GRU, Pooling.ALL, 1).withHidden(20),
                regime(1),
                SentimentData.of(train, held),
                Output.to(wide),
                TrainingListener.NONE)) {
      AveragedClassifier.write(
          List.of(new WeightedFile(model, 1), new WeightedFile(other, 3)),
          held,
          0,
          average,
          WeightType.F32);
      INDArray mean = classifier.network().params().add(second.network().params().mul(3)).div(4);
      try (SentimentClassifier found = SentimentClassifier.load(average)) {
        assertThat(found.network().params().distance2(mean)).isLessThan(1e-4);
        assertThat((String) found.provenance().get("averageOf"))
            .isEqualTo("tweets.zip, other.zip:3.0");
        double error =
            Calibration.temperature(
                SentimentEvaluation.of(found, held).probabilities(),
                held.stream().mapToInt(LabelledText::label).toArray());
        assertThat(error).isCloseTo(1, within(0.02));
      }
      assertThat(unlike.shape().hidden()).isEqualTo(20);
      assertThatThrownBy(
              () ->
                  AveragedClassifier.write(
                      List.of(new WeightedFile(model, 1), new WeightedFile(wide, 1)),
                      held,
                      0,
                      average,
                      WeightType.F32))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("wide.zip has another shape");
    }
  }

  @Test
  void aModelIsTrainedOnAndIsNeverWorse() {
    List<LabelledText> valid = train.subList(0, 30);
    double before = SentimentEvaluation.of(classifier, held).confusion().macroRecall();
    double validBefore = SentimentEvaluation.of(classifier, valid).confusion().macroRecall();
    for (double rate : new double[] {0.003, 3}) {
      Path out = folder.resolve("on-" + rate + ".zip");
      try (SentimentClassifier tuned =
          SentimentTrainer.tune(
              classifier,
              regime(6).training(t -> t.withLearningRate(rate)),
              SentimentData.of(held, valid),
              Output.to(out),
              TrainingListener.NONE)) {
        assertThat(tuned.codec().vocabulary()).isEqualTo(classifier.codec().vocabulary());
        assertThat(SentimentEvaluation.of(tuned, valid).confusion().macroRecall())
            .isGreaterThanOrEqualTo(validBefore);
        assertThat(SentimentEvaluation.of(tuned, held).confusion().macroRecall())
            .isGreaterThanOrEqualTo(before);
      }
    }
  }

  @Test
  void anEncoderIsTakenOver() {
    Path out = folder.resolve("tuned.zip");
    try (SentimentClassifier tuned =
        SentimentTrainer.train(
            shape(Cell.LSTM, Pooling.LAST, 2),
            regime(1),
            SentimentData.of(train, held).from(model),
            Output.to(out),
            TrainingListener.NONE)) {
      assertThat(tuned.shape().cell()).isEqualTo(Cell.GRU);
      assertThat(tuned.shape().layers()).isEqualTo(1);
      assertThat(tuned.codec().vocabulary()).isEqualTo(classifier.codec().vocabulary());
      INDArray before = classifier.network().getLayer("source-embedding").getParam("W");
      INDArray after = tuned.network().getLayer("source-embedding").getParam("W");
      assertThat(after.distance2(before)).isLessThan(before.norm2Number().doubleValue() / 2);
    }
    assertThatThrownBy(() -> PretrainedEncoder.read(folder.resolve("none.zip")))
        .isInstanceOf(BadInputException.class);
  }

  /** After one epoch all layers have learned, or, unfreezing one an epoch, the output alone. */
  @Test
  void layersAreUnfrozenFromTheTop() {
    Path out = folder.resolve("frozen.zip");
    for (int unfreezing = 0; unfreezing < 2; unfreezing++) {
      try (SentimentClassifier tuned =
          SentimentTrainer.train(
              shape(Cell.GRU, Pooling.LAST, 1),
              regime(1).withUnfreezing(unfreezing),
              SentimentData.of(train, held).from(model),
              Output.to(out).overwriting(),
              TrainingListener.NONE)) {
        assertThat(change(tuned, "source-embedding", "W") > 1e-3).isEqualTo(unfreezing == 0);
        assertThat(change(tuned, "encoder-0-forward", "RW") > 1e-3).isEqualTo(unfreezing == 0);
      }
    }
  }

  private static double change(SentimentClassifier tuned, String layer, String parameter) {
    return tuned
        .network()
        .getLayer(layer)
        .getParam(parameter)
        .distance2(classifier.network().getLayer(layer).getParam(parameter));
  }

  @Test
  void explainsByWords() {
    SentimentClassifier.Explanation why = classifier.explain("Great day, I love it 😍");
    assertThat(why.words()).contains("great", "😍");
    assertThat(why.weights()).hasSize(why.words().size());
    assertThat(Arrays.stream(why.weights()).anyMatch(w -> w != 0)).isTrue();
  }

  /** What comes after the longest text that the network reads at once counts as well. */
  @Test
  void aLongTextIsReadToItsEnd() {
    String start = "we took the bus to town and looked at the shops. ".repeat(10);
    Sentiment good = classifier.classify(start + "I love it, what a great day 😍");
    Sentiment bad = classifier.classify(start + "I hate it, what a terrible day 😡");
    assertThat(good.probabilities()[2] - good.probabilities()[0])
        .isGreaterThan(bad.probabilities()[2] - bad.probabilities()[0] + 0.05);
    assertThat(Arrays.stream(good.probabilities()).sum()).isCloseTo(1, within(1e-9));

    SentimentClassifier.Explanation why = classifier.explain(good.text());
    assertThat(why.sentiment().probabilities()).containsExactly(good.probabilities(), within(1e-5));
    assertThat(String.join(" ", why.words())).isEqualTo(Window.normal(good.text()));
    assertThat(why.weights()).hasSize(why.words().size());
  }

  @Test
  void strangeInputGetsASaneAnswer() {
    for (String text :
        List.of("", " ", "😀😀😀", "漢字かな", "x".repeat(10_000), "\u0000", "@user http", "!!!")) {
      Sentiment s = classifier.classify(text);
      double sum = Arrays.stream(s.probabilities()).sum();
      assertThat(sum).isCloseTo(1, within(1e-6));
      assertThat(s.line().split("\t", -1)).hasSize(5);
    }
  }

  @Test
  void validationIsKeptOutOfTraining() {
    List<LabelledText> valid =
        List.of(new LabelledText("I love the new gym on the square so much!", 2));
    List<LabelledText> kept =
        NearCopies.remove(
            List.of(
                new LabelledText("i LOVE the new gym on the square so much http://t.co/x", 2),
                new LabelledText("@bob I love the new gym on the square so so much", 2),
                new LabelledText("The gym is closed", 1),
                new LabelledText("the gym is closed!", 1)),
            valid);
    assertThat(kept).containsExactly(new LabelledText("The gym is closed", 1));
  }

  /** Emoji are what tells such texts apart. */
  @Test
  void textsThatDifferByTheirEmojiAreKept() {
    List<LabelledText> texts =
        List.of(
            new LabelledText("Monday 💛", 2),
            new LabelledText("Monday 😩", 0),
            new LabelledText("😁", 2),
            new LabelledText("👎", 0));
    assertThat(NearCopies.remove(texts, List.of(new LabelledText("🎉", 2)))).isEqualTo(texts);
  }

  @Test
  void calibration() {
    double[][] sure = {{0.9, 0.1}, {0.9, 0.1}, {0.9, 0.1}, {0.9, 0.1}};
    assertThat(Calibration.error(sure, new int[] {0, 0, 1, 1})).isCloseTo(0.4, within(1e-9));
    // Half are right: the likeliest temperature makes 0.9 as near to 0.5 as it may.
    assertThat(Calibration.temperature(sure, new int[] {0, 0, 1, 1})).isGreaterThan(3.9);
    // Three of four are right: odds 9 must become odds 3, log 9 / log 3 = 2.
    assertThat(Calibration.temperature(sure, new int[] {0, 0, 0, 1})).isCloseTo(2, within(1e-3));
  }

  /** One class is met four times as often, and nothing else is known: even odds are left. */
  @Test
  void evenBiasTakesTheClassesFrequenciesAway() {
    double[][] known = {{0.8, 0.2}, {0.8, 0.2}, {0.8, 0.2}, {0.8, 0.2}, {0.8, 0.2}};
    double[] bias = Calibration.evenBias(known, new int[] {0, 0, 0, 0, 1});
    assertThat(bias[1] - bias[0]).isCloseTo(Math.log(4), within(1e-6));
    assertThat(bias[0] + bias[1]).isCloseTo(0, within(1e-9));
    // A class that none of the texts has says nothing about its bias.
    assertThat(Calibration.evenBias(known, new int[5])).containsExactly(0, 0);
  }

  @Test
  void anEvenAverageMovesBiasesAlone() {
    Path average = folder.resolve("even.zip");
    List<LabelledText> few = new ArrayList<>(held);
    few.removeIf(text -> text.label() == 2 && text.text().hashCode() % 3 != 0);
    AveragedClassifier.write(
        List.of(new WeightedFile(model, 1), new WeightedFile(model, 1)),
        few,
        1,
        average,
        WeightType.F32);
    try (SentimentClassifier found = SentimentClassifier.load(average)) {
      INDArray moved = found.network().params().sub(classifier.network().params());
      assertThat(moved.norm1Number().doubleValue()).isGreaterThan(1e-3);
      long biases = found.network().getParam("output_b").length();
      long others = moved.length() - biases;
      INDArray rest = moved.reshape(moved.length()).get(NDArrayIndex.interval(0, others));
      assertThat(rest.norm1Number().doubleValue()).isLessThan(1e-4);
    }
  }

  /** The temperature lies beside the shape; in old files it is part of the provenance. */
  @Test
  void theTemperatureIsKeptWhereverItLies() {
    ModelFile file = ModelFiles.read(model, "sentiment", "sentiment", m -> m);
    double value = file.config().path("temperature").asDouble();
    assertThat(value).isBetween(0.01, 100.0).isNotEqualTo(1.0);
    assertThat(file.provenance().has("temperature")).isFalse();
    assertThat(Temperature.of(file)).isEqualTo(new Temperature(value));
    assertThat(Temperature.shape(file)).isEqualTo(classifier.shape());
    ObjectNode config = file.config().deepCopy();
    config.remove("temperature");
    ObjectNode provenance = file.provenance().deepCopy();
    provenance.put("temperature", value);
    ModelFile old = file.as("sentiment", config, provenance, file.texts());
    assertThat(Temperature.of(old)).isEqualTo(new Temperature(value));
    Path oldFile = folder.resolve("old.zip");
    ModelFiles.write(oldFile, old, WeightType.F32);
    try (SentimentClassifier c = SentimentClassifier.load(oldFile)) {
      String text = held.get(0).text();
      assertThat(c.classify(text).probabilities())
          .isEqualTo(classifier.classify(text).probabilities());
      assertThat(c.provenance()).containsEntry("temperature", value).isUnmodifiable();
    }
    for (double wrong : new double[] {0, -1, 101, Double.NaN}) {
      config.put("temperature", wrong);
      assertThatThrownBy(() -> Temperature.of(old.as("sentiment", config, provenance, Map.of())))
          .isInstanceOf(ModelFileException.class);
    }
  }

  @Test
  void plotsAreWritten() {
    SentimentEvaluation e = SentimentEvaluation.of(classifier, held);
    ConfusionPlot.write(e.confusion(), e.labels(), folder.resolve("confusion.png"));
    Calibration.write(e.probabilities(), e.expected(), folder.resolve("reliability.png"));
    assertThat(folder.resolve("confusion.png")).isNotEmptyFile();
    assertThat(folder.resolve("reliability.png")).isNotEmptyFile();
  }

  @Test
  void badFilesAreNamed() throws IOException {
    Path three = Files.writeString(folder.resolve("three"), "a\nb\nc\n");
    Path labels = Files.writeString(folder.resolve("labels"), "0\n7\n");
    assertThatThrownBy(() -> TweetRecordReader.read(three, labels, 3))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("3 lines");
    Path two = Files.writeString(folder.resolve("two"), "a\nb\n");
    assertThatThrownBy(() -> TweetRecordReader.read(two, labels, 3))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("line 2: label '7'");
    byte[] whole = Files.readAllBytes(model);
    Path cut = Files.write(folder.resolve("cut.zip"), Arrays.copyOf(whole, whole.length / 2));
    assertThatThrownBy(() -> SentimentClassifier.load(cut))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("cut off");
  }
}
