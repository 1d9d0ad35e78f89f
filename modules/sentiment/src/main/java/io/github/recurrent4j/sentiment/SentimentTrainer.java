package io.github.recurrent4j.sentiment;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.recurrent4j.layers.kernel.Engine;
import io.github.recurrent4j.training.ModelNetwork;
import io.github.recurrent4j.training.ParameterCount;
import io.github.recurrent4j.training.TrainingExtension;
import io.github.recurrent4j.training.TrainingLoop;
import io.github.recurrent4j.training.TrainingSettings;
import io.github.recurrent4j.training.TrainingState;
import io.github.recurrent4j.vectorization.BadInputException;
import io.github.recurrent4j.vectorization.BytePairEncoding;
import io.github.recurrent4j.vectorization.LabelledText;
import io.github.recurrent4j.vectorization.TextCodec;
import io.github.recurrent4j.vectorization.TweetNormalizer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Trains a classifier on labelled texts. */
public final class SentimentTrainer {
  private static final Logger LOG = LoggerFactory.getLogger(SentimentTrainer.class);
  private static final int RARE_CHARACTER = 5;
  private static final int VALID_PART = 10;

  private final SentimentConfig config;
  private final TrainingSettings settings;
  private Path encoder;
  private List<String> moreText = List.of();
  private boolean extensions;
  private Predicate<TrainingState> stop = state -> false;

  /** A trainer for models of one shape. */
  public SentimentTrainer(SentimentConfig config, TrainingSettings settings) {
    this.config = config;
    this.settings = settings;
  }

  /**
   * Starts from the embedding and encoder of another model, of sentiment or translation; shape and
   * byte pairs are then that model's.
   */
  public SentimentTrainer withEncoder(Path model) {
    encoder = model;
    return this;
  }

  /** Further texts from which byte pairs are learned. */
  public SentimentTrainer withText(List<String> texts) {
    moreText = texts;
    return this;
  }

  /** Asks after each validation whether to end training. */
  public SentimentTrainer stoppingWhen(Predicate<TrainingState> condition) {
    stop = condition;
    return this;
  }

  /** Watches training with the extensions on the class path, such as the dashboard. */
  public SentimentTrainer withExtensions() {
    extensions = true;
    return this;
  }

  /**
   * Trains, and writes the model of the best macro-averaged recall, a checkpoint, a log and a
   * learning curve. Near copies of validation texts are taken out of training.
   *
   * @param train texts to train on
   * @param valid texts to validate on; empty to hold out a tenth of the training texts
   * @param provenance data and seed, to which the run's figures are added
   * @param out the model file
   * @param resume go on from the checkpoint beside {@code out}
   */
  public TrainingState train(
      List<LabelledText> train,
      List<LabelledText> valid,
      ObjectNode provenance,
      Path out,
      boolean resume) {
    List<LabelledText> trained = new ArrayList<>(train);
    List<LabelledText> held = valid;
    if (held.isEmpty()) {
      Collections.shuffle(trained, new Random(settings.seed()));
      int cut = trained.size() / VALID_PART;
      held = List.copyOf(trained.subList(0, cut));
      trained = trained.subList(cut, trained.size());
    }
    if (trained.isEmpty() || held.isEmpty()) {
      throw new BadInputException("there are too few texts to train on: ten at least are needed");
    }
    List<LabelledText> kept = NearCopies.remove(trained, held);
    LOG.info(
        "{} texts to train on, {} to validate; {} repeated or near copies of validation left out",
        kept.size(),
        held.size(),
        trained.size() - kept.size());
    PretrainedEncoder start = encoder == null ? null : PretrainedEncoder.read(encoder);
    SentimentConfig shape = start == null ? config : start.shape(config);
    TextCodec codec = start == null ? learned(kept) : start.codec();
    ComputationGraph graph =
        new ComputationGraph(SentimentNetwork.of(shape, settings, codec.vocabulary().size()));
    graph.init();
    if (start != null) {
      start.copyInto(graph);
      provenance.put("encoder", encoder.getFileName().toString());
    }
    LOG.info(
        "vocabulary {}, {} parameters, {}",
        codec.vocabulary().size(),
        graph.numParams(),
        Engine.describe());
    if (extensions && TrainingExtension.attachAll(graph) == 0) {
      throw new BadInputException(
          "--ui needs the artifact recurrent4j-dashboard on the class path: run through ./r4j");
    }
    SentimentClassifier classifier =
        new SentimentClassifier(ModelNetwork.ofTrained(graph), shape, codec, provenance);
    SentimentTask task = new SentimentTask(classifier, kept, held, provenance, settings);
    return new TrainingLoop(task, settings, out).stoppingWhen(stop).run(resume);
  }

  /** Number of parameters of a model with all the byte pairs that are asked for. */
  public long parameters() {
    if (encoder != null) {
      throw new BadInputException("an encoder's model gives the shape: its size cannot be chosen");
    }
    return ParameterCount.of(SentimentNetwork.of(config, settings, config.vocabulary()));
  }

  private TextCodec learned(List<LabelledText> texts) {
    List<String> all = new ArrayList<>();
    texts.forEach(t -> all.add(TweetNormalizer.normalize(t.text())));
    moreText.forEach(t -> all.add(TweetNormalizer.normalize(t)));
    return BytePairEncoding.learn(all, config.vocabulary(), all.size() > 1000 ? RARE_CHARACTER : 1);
  }
}
