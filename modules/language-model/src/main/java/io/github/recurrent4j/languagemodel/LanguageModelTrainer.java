package io.github.recurrent4j.languagemodel;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.recurrent4j.layers.kernel.Engine;
import io.github.recurrent4j.training.ModelNetwork;
import io.github.recurrent4j.training.ParameterCount;
import io.github.recurrent4j.training.Provenance;
import io.github.recurrent4j.training.RecurrentStates;
import io.github.recurrent4j.training.TrainingExtension;
import io.github.recurrent4j.training.TrainingLoop;
import io.github.recurrent4j.training.TrainingSettings;
import io.github.recurrent4j.training.TrainingState;
import io.github.recurrent4j.training.TrainingTask;
import io.github.recurrent4j.vectorization.BadInputException;
import io.github.recurrent4j.vectorization.IdSequence;
import io.github.recurrent4j.vectorization.LaneIterator;
import io.github.recurrent4j.vectorization.TextFile;
import io.github.recurrent4j.vectorization.Tokenizer;
import io.github.recurrent4j.vectorization.Vocabulary;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Trains a language model on a text file. */
public final class LanguageModelTrainer {
  private static final Logger LOG = LoggerFactory.getLogger(LanguageModelTrainer.class);
  private static final int VALID_PART = 20;

  private final LanguageModelConfig config;
  private final TrainingSettings settings;
  private boolean extensions;
  private Predicate<TrainingState> stop = state -> false;

  /** Asks after each validation whether to end training. */
  public LanguageModelTrainer stoppingWhen(Predicate<TrainingState> condition) {
    stop = condition;
    return this;
  }

  /** Watches training with the extensions on the class path, such as the dashboard. */
  public LanguageModelTrainer withExtensions() {
    extensions = true;
    return this;
  }

  /** A trainer for models of one shape. */
  public LanguageModelTrainer(LanguageModelConfig config, TrainingSettings settings) {
    this.config = config;
    this.settings = settings;
  }

  /**
   * Trains, and writes the best model, a checkpoint, a log and a learning curve.
   *
   * @param train training text
   * @param valid validation text, or null to hold out the last twentieth of the training text
   * @param out the model file
   * @param resume go on from the checkpoint beside {@code out}
   * @return where training ended; {@code best} is nats per token on the validation text
   */
  public TrainingState train(Path train, Path valid, Path out, boolean resume) {
    Vocabulary vocabulary = vocabulary(train, valid);
    IdSequence all = IdSequence.read(train, config.level(), vocabulary);
    IdSequence held;
    if (valid == null) {
      long cut = all.size() - all.size() / VALID_PART;
      held = part(all, cut, all.size(), vocabulary.size());
      all = part(all, 0, cut, vocabulary.size());
    } else {
      held = IdSequence.read(valid, config.level(), vocabulary);
    }
    LaneIterator lanes = new LaneIterator(all, config.batchSize(), config.bptt());
    MultiLayerNetwork network =
        new MultiLayerNetwork(LanguageModelNetwork.of(config, settings, vocabulary.size()));
    network.init();
    LOG.info(
        "{} tokens to train on, {} to validate, vocabulary {}, {} parameters, {}",
        all.size(),
        held.size(),
        vocabulary.size(),
        network.numParams(),
        Engine.describe());
    if (extensions && TrainingExtension.attachAll(network) == 0) {
      throw new BadInputException(
          "--ui needs the artifact recurrent4j-dashboard on the class path: run through ./r4j");
    }
    Map<String, Path> data = new LinkedHashMap<>();
    data.put("train", train);
    data.put("valid", valid);
    ObjectNode provenance = Provenance.of(data, settings.seed());
    Task task = new Task(network, lanes, held, vocabulary, provenance);
    return new TrainingLoop(task, settings, out).stoppingWhen(stop).run(resume);
  }

  /** Number of parameters of the model that {@link #train} would make of these texts. */
  public long parameters(Path train, Path valid) {
    return ParameterCount.of(
        LanguageModelNetwork.of(config, settings, vocabulary(train, valid).size()));
  }

  private static IdSequence part(IdSequence ids, long from, long to, int vocabulary) {
    IdSequence part = new IdSequence(vocabulary);
    for (long i = from; i < to; i++) {
      part.add(ids.get(i));
    }
    return part;
  }

  private Vocabulary vocabulary(Path train, Path valid) {
    Vocabulary.Builder counts = new Vocabulary.Builder();
    TextFile.read(train, text -> config.level().tokenize(text, counts::add));
    if (config.level() == Tokenizer.WORD) {
      return counts.build(
          List.of(Vocabulary.UNKNOWN, Vocabulary.END),
          config.minFrequency(),
          config.maxVocabulary());
    }
    if (valid != null) {
      // Every character of the validation text needs an id.
      TextFile.read(valid, text -> config.level().tokenize(text, counts::add));
    }
    return counts.build(List.of(), 1, config.maxVocabulary());
  }

  /** A language model as the training loop sees it. */
  private final class Task implements TrainingTask, TrainingTask.Batches {
    private final MultiLayerNetwork network;
    private final LaneIterator lanes;
    private final IdSequence held;
    private final Vocabulary vocabulary;
    private final ObjectNode provenance;
    private double lastValidation;
    private long lastTokens;

    Task(
        MultiLayerNetwork network,
        LaneIterator lanes,
        IdSequence held,
        Vocabulary vocabulary,
        ObjectNode provenance) {
      this.network = network;
      this.lanes = lanes;
      this.held = held;
      this.vocabulary = vocabulary;
      this.provenance = provenance;
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
      Map<String, INDArray> states = RecurrentStates.copy(network);
      lastValidation = StreamEvaluator.nats(network, held) / (held.size() - 1);
      RecurrentStates.set(network, states);
      return lastValidation;
    }

    @Override
    public String metric() {
      return "validation nats/token";
    }

    @Override
    public void save(Path file) {
      provenance.put("validNats", lastValidation);
      new LanguageModel(ModelNetwork.ofTrained(network), config, vocabulary, provenance)
          .save(file, false);
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
      DataSet batch = lanes.next();
      lastTokens = batch.getFeatures().length();
      return batch;
    }

    @Override
    public long tokens() {
      return lastTokens;
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
}
