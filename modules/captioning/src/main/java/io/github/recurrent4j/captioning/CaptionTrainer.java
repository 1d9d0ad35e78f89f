package io.github.recurrent4j.captioning;

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
import io.github.recurrent4j.vectorization.BadInputException;
import io.github.recurrent4j.vectorization.TextCodec;
import io.github.recurrent4j.vectorization.settings.Settings;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Trains a captioner on pictures, or features, with captions. */
public final class CaptionTrainer {
  private static final Logger LOG = LoggerFactory.getLogger(CaptionTrainer.class);
  private static final int VALID_PART = 20;
  private static final int MOST_VALID = 1000;

  private final CaptionShape shape;
  private final CaptionRegime regime;
  private final Optional<Captioner> start;

  private CaptionTrainer(CaptionShape shape, CaptionRegime regime, Optional<Captioner> start) {
    this.shape = Settings.check(shape);
    this.regime = Settings.check(regime);
    this.start = start;
  }

  /**
   * Trains, and writes the model of the best CIDEr, a checkpoint, a log and a learning curve.
   *
   * @param data examples to train on and to validate on, read for this shape
   * @param out where the model goes
   * @param listener told of what happens
   * @return the best model
   * @throws BadInputException if the examples cannot be trained on
   */
  public static Captioner train(
      CaptionShape shape,
      CaptionRegime regime,
      CaptionData data,
      Output out,
      TrainingListener listener) {
    return new CaptionTrainer(shape, regime, Optional.empty()).run(data, out, listener);
  }

  /**
   * Trains a captioner on: its shape, languages, tokens and weights are where training begins, and
   * what is written is never worse on the validation examples.
   *
   * @param start the captioner, which stays as it is
   * @see #train
   */
  public static Captioner tune(
      Captioner start,
      CaptionRegime regime,
      CaptionData data,
      Output out,
      TrainingListener listener) {
    if (!start.languages().equals(data.languages())) {
      throw new BadInputException(
          "the data has captions in "
              + String.join(", ", data.languages())
              + ", the model that is trained on in "
              + String.join(", ", start.languages())
              + ": give it columns of the same names in the same order");
    }
    return new CaptionTrainer(start.shape(), regime, Optional.of(start)).run(data, out, listener);
  }

  private Captioner run(CaptionData data, Output out, TrainingListener listener) {
    try (OutputFiles files = out.take(data.files().values())) {
      train(data, files.output(), listener);
      return Captioner.load(files.output().file());
    }
  }

  private void train(CaptionData data, Output out, TrainingListener listener) {
    List<CaptionExample> trained = new ArrayList<>(data.train());
    List<CaptionExample> held = data.valid();
    if (held.isEmpty()) {
      Collections.shuffle(trained, new Random(regime.training().seed()));
      int cut = Math.min(MOST_VALID, (trained.size() + VALID_PART - 1) / VALID_PART);
      held = List.copyOf(trained.subList(0, cut));
      trained = trained.subList(cut, trained.size());
    }
    if (trained.isEmpty() || held.isEmpty()) {
      throw new BadInputException(
          "there are too few examples to train on: two at least are needed");
    }
    CaptionWords words = start.map(Captioner::words).orElse(null);
    words = words == null ? learned(trained, data.languages()) : words;
    int tokens = words.codec().vocabulary().size();
    ComputationGraph graph =
        new ComputationGraph(
            CaptionNetwork.of(shape, regime, tokens, words.languages().size(), words.known()));
    graph.init();
    start.ifPresent(model -> TrainedWeights.copy(model.network(), graph));
    LOG.info(
        "{} examples to train on, {} to validate, {} tokens, {} parameters, {}",
        trained.size(),
        held.size(),
        tokens,
        graph.numParams(),
        Engine.describe());
    ObjectNode provenance = Provenance.of(data.files(), regime.training().seed());
    provenance.set("regime", Settings.of(CaptionRegime.class).toJson(regime));
    Captioner captioner = new Captioner(ModelNetwork.ofTrained(graph), shape, words, provenance);
    CaptionTask task = new CaptionTask(captioner, trained, held, provenance, regime);
    new TrainingLoop(task, regime.training(), out, listener).trainedBefore(start.isPresent()).run();
  }

  private CaptionWords learned(List<CaptionExample> examples, List<String> languages) {
    List<String> captions = examples.stream().flatMap(e -> e.captions().stream()).toList();
    TextCodec codec = shape.units().learn(captions, shape.vocabulary());
    return new CaptionWords(
        codec, languages, shape.known() ? KnownCaptions.of(examples) : KnownCaptions.NONE);
  }

  /**
   * Number of parameters of a model with all the tokens that are asked for, of one language,
   * without what tells known captions apart.
   */
  public static long parameters(CaptionShape shape, CaptionRegime regime) {
    CaptionShape plain = shape.withKnown(false);
    return ParameterCount.of(
        CaptionNetwork.of(plain, regime, shape.vocabulary(), 1, KnownCaptions.NONE));
  }
}
