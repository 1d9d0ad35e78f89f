package io.github.recurrent4j.sentiment;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.recurrent4j.layers.kernel.Engine;
import io.github.recurrent4j.training.ModelNetwork;
import io.github.recurrent4j.training.Output;
import io.github.recurrent4j.training.OutputFiles;
import io.github.recurrent4j.training.ParameterCount;
import io.github.recurrent4j.training.Provenance;
import io.github.recurrent4j.training.TrainedWeights;
import io.github.recurrent4j.training.TrainingListener;
import io.github.recurrent4j.training.TrainingLoop;
import io.github.recurrent4j.training.TrainingTask;
import io.github.recurrent4j.vectorization.BadInputException;
import io.github.recurrent4j.vectorization.BadOptionException;
import io.github.recurrent4j.vectorization.LabelledText;
import io.github.recurrent4j.vectorization.Labels;
import io.github.recurrent4j.vectorization.TextCodec;
import io.github.recurrent4j.vectorization.TweetNormalizer;
import io.github.recurrent4j.vectorization.Units;
import io.github.recurrent4j.vectorization.settings.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Trains a classifier on labelled texts. */
public final class SentimentTrainer {
  private static final Logger LOG = LoggerFactory.getLogger(SentimentTrainer.class);

  private final SentimentShape shape;
  private final SentimentRegime regime;
  private final Optional<SentimentClassifier> start;

  private SentimentTrainer(
      SentimentShape shape, SentimentRegime regime, Optional<SentimentClassifier> start) {
    this.shape = Settings.check(shape);
    this.regime = Settings.check(regime);
    this.start = start;
  }

  /**
   * Trains, and writes the model of the best macro-averaged recall, a checkpoint, a log and a
   * learning curve. Near copies of validation texts are taken out of training.
   *
   * @param data labelled texts to train on and to validate on
   * @param out where the model goes
   * @param listener told of what happens
   * @return the best model
   * @throws BadInputException if the texts cannot be trained on
   */
  public static SentimentClassifier train(
      SentimentShape shape,
      SentimentRegime regime,
      SentimentData data,
      Output out,
      TrainingListener listener) {
    return new SentimentTrainer(shape, regime, Optional.empty()).run(data, out, listener);
  }

  /**
   * Trains a classifier on: its shape, tokens and weights are where training begins, and what is
   * written is never worse on the validation texts. To forget nothing, mix texts like those it was
   * trained on with the new ones, and take a smaller learning rate than the first training had.
   *
   * @param start the classifier, which stays as it is
   * @param data without an encoder
   * @see #train
   */
  public static SentimentClassifier tune(
      SentimentClassifier start,
      SentimentRegime regime,
      SentimentData data,
      Output out,
      TrainingListener listener) {
    if (data.encoder().isPresent()) {
      throw new BadOptionException("a model that is trained on has an encoder: give no other");
    }
    return new SentimentTrainer(start.shape(), regime, Optional.of(start)).run(data, out, listener);
  }

  private SentimentClassifier run(SentimentData data, Output out, TrainingListener listener) {
    try (OutputFiles files = out.take(data.files().values())) {
      train(data, files.output(), listener);
      return SentimentClassifier.load(files.output().file());
    }
  }

  private void train(SentimentData data, Output out, TrainingListener listener) {
    SentimentExamples examples =
        data.remote()
            .map(far -> SentimentExamples.of(far, data.valid()))
            .orElseGet(() -> SentimentExamples.of(data, regime.training().seed()));
    Labels labels = labels(data);
    PretrainedEncoder encoder = data.encoder().map(PretrainedEncoder::read).orElse(null);
    SentimentShape actual = encoder == null ? shape : encoder.shape(shape);
    TextCodec codec =
        start
            .map(SentimentClassifier::codec)
            .orElseGet(
                () ->
                    encoder == null
                        ? learned(examples.sample(), data.moreText())
                        : encoder.codec());
    ComputationGraph graph =
        new ComputationGraph(SentimentNetwork.of(actual, regime, codec.vocabulary().size()));
    graph.init();
    if (encoder != null) {
      encoder.copyInto(graph);
    }
    start.ifPresent(model -> TrainedWeights.copy(model.network(), graph));
    LOG.info(
        "vocabulary {}, {} parameters, {}",
        codec.vocabulary().size(),
        graph.numParams(),
        Engine.describe());
    ObjectNode provenance = Provenance.of(data.files(), regime.training().seed());
    data.encoder().ifPresent(file -> provenance.put("encoder", file.getFileName().toString()));
    examples.digest().ifPresent(d -> Provenance.addTo(provenance, "train", "shards", d));
    provenance.set("regime", Settings.of(SentimentRegime.class).toJson(regime));
    SentimentClassifier classifier =
        new SentimentClassifier(ModelNetwork.ofTrained(graph), actual, codec, labels, provenance);
    TrainingTask.Batches batches = examples.batches(classifier, regime);
    SentimentTask task =
        new SentimentTask(classifier, batches, examples.valid(), provenance, regime);
    new TrainingLoop(task, regime.training(), out, listener).trainedBefore(start.isPresent()).run();
  }

  /** Those of the model that is trained on, of the data, or the numbers. */
  private Labels labels(SentimentData data) {
    Labels usual =
        start.map(SentimentClassifier::labels).orElseGet(() -> Labels.numbered(shape.classes()));
    Labels given = data.labels().orElse(usual);
    if (given.size() != shape.classes() || (start.isPresent() && !given.equals(usual))) {
      throw new BadOptionException(
          "the model tells " + shape.classes() + " classes apart, and the labels are other ones");
    }
    return given;
  }

  /** Number of parameters of a model with all the byte pairs that are asked for. */
  public static long parameters(SentimentShape shape, SentimentRegime regime) {
    return ParameterCount.of(SentimentNetwork.of(shape, regime, shape.vocabulary()));
  }

  private TextCodec learned(List<LabelledText> texts, List<String> moreText) {
    List<String> all = new ArrayList<>();
    texts.forEach(t -> all.add(TweetNormalizer.normalize(t.text())));
    moreText.forEach(t -> all.add(TweetNormalizer.normalize(t)));
    return Units.BPE.learn(all, shape.vocabulary());
  }
}
