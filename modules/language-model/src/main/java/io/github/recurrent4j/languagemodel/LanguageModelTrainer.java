package io.github.recurrent4j.languagemodel;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.recurrent4j.kernels.Precision;
import io.github.recurrent4j.layers.kernel.Engine;
import io.github.recurrent4j.training.ModelNetwork;
import io.github.recurrent4j.training.Output;
import io.github.recurrent4j.training.OutputFiles;
import io.github.recurrent4j.training.ParameterCount;
import io.github.recurrent4j.training.Provenance;
import io.github.recurrent4j.training.RecurrentStates;
import io.github.recurrent4j.training.RegimeTask;
import io.github.recurrent4j.training.TrainedWeights;
import io.github.recurrent4j.training.TrainingListener;
import io.github.recurrent4j.training.TrainingLoop;
import io.github.recurrent4j.training.TrainingTask;
import io.github.recurrent4j.vectorization.BadInputException;
import io.github.recurrent4j.vectorization.BadOptionException;
import io.github.recurrent4j.vectorization.BytePairEncoding;
import io.github.recurrent4j.vectorization.BytePairLearner;
import io.github.recurrent4j.vectorization.IdSequence;
import io.github.recurrent4j.vectorization.LaneCuts;
import io.github.recurrent4j.vectorization.TextFile;
import io.github.recurrent4j.vectorization.Tokenizer;
import io.github.recurrent4j.vectorization.Units;
import io.github.recurrent4j.vectorization.Vocabulary;
import io.github.recurrent4j.vectorization.settings.Settings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Trains a language model on a text file. */
public final class LanguageModelTrainer {
  private static final Logger LOG = LoggerFactory.getLogger(LanguageModelTrainer.class);

  private final LanguageModelShape shape;
  private final LanguageModelRegime regime;
  private final Optional<LanguageModel> start;

  private LanguageModelTrainer(
      LanguageModelShape shape, LanguageModelRegime regime, Optional<LanguageModel> start) {
    this.shape = Settings.check(shape);
    this.regime = Settings.check(regime);
    this.start = start;
  }

  /**
   * Trains, and writes the best model, a checkpoint, a log and a learning curve.
   *
   * @param data training text and validation text
   * @param out where the model goes
   * @param listener told of what happens
   * @return the best model
   * @throws BadInputException if the texts cannot be trained on
   */
  public static LanguageModel train(
      LanguageModelShape shape,
      LanguageModelRegime regime,
      LanguageModelData data,
      Output out,
      TrainingListener listener) {
    return new LanguageModelTrainer(shape, regime, Optional.empty()).run(data, out, listener);
  }

  /**
   * Trains a model on: its shape, tokens and weights are where training begins, and what is written
   * is never worse on the validation text. To forget nothing, put text like that it was trained on
   * beside the new text, and take a smaller learning rate than the first training had.
   *
   * @param start the model, which stays as it is
   * @throws BadInputException also for a character that the model does not know
   * @see #train
   */
  public static LanguageModel tune(
      LanguageModel start,
      LanguageModelRegime regime,
      LanguageModelData data,
      Output out,
      TrainingListener listener) {
    return new LanguageModelTrainer(start.shape(), regime, Optional.of(start))
        .run(data, out, listener);
  }

  private LanguageModel run(LanguageModelData data, Output out, TrainingListener listener) {
    try (OutputFiles files = out.take(data.files().values())) {
      train(data, files.output(), listener);
      return LanguageModel.load(files.output().file());
    }
  }

  private void train(LanguageModelData data, Output out, TrainingListener listener) {
    BadOptionException.require(
        !regime.dropsWeights() || listener.rounds().isEmpty(),
        "--embedding-dropout and --weight-dropout are for one machine: leave them out");
    Tokens tokens = start.map(LanguageModel::tokens).orElseGet(() -> tokens(shape, data));
    Vocabulary vocabulary = tokens.vocabulary();
    TrainingText text = TrainingText.of(data, tokens, shape.level());
    LaneCuts lanes = new LaneCuts(text.size(), regime.batchSize(), regime.bptt());
    MultiLayerNetwork network =
        new MultiLayerNetwork(LanguageModelNetwork.of(shape, regime, vocabulary.size()));
    network.init();
    start.ifPresent(model -> TrainedWeights.copy(model.network(), network));
    LOG.info(
        "{} tokens to train on, {} to validate, vocabulary {}, {} parameters, {}",
        text.size(),
        text.held().size(),
        vocabulary.size(),
        network.numParams(),
        Engine.describe());
    ObjectNode provenance = Provenance.of(data.files(), regime.training().seed());
    text.digest().ifPresent(hash -> Provenance.addTo(provenance, "train", "shards", hash));
    provenance.set("regime", Settings.of(LanguageModelRegime.class).toJson(regime));
    Task task = new Task(network, lanes, text, tokens, provenance);
    task.dropped =
        regime.dropsWeights()
            ? new DroppedWeights(network, regime.embeddingDropout(), regime.weightDropout())
            : null;
    new TrainingLoop(task, regime.training(), out, listener).trainedBefore(start.isPresent()).run();
  }

  /** Number of parameters of the model that {@link #train} would make of these texts. */
  public static long parameters(
      LanguageModelShape shape, LanguageModelRegime regime, LanguageModelData data) {
    return ParameterCount.of(
        LanguageModelNetwork.of(shape, regime, tokens(shape, data).vocabulary().size()));
  }

  private static Tokens tokens(LanguageModelShape shape, LanguageModelData data) {
    return shape.level() == Units.BPE
        ? new BytePairTokens(bytePairs(shape, data))
        : new WholeTokens(shape.level(), vocabulary(shape, data));
  }

  private static BytePairEncoding bytePairs(LanguageModelShape shape, LanguageModelData data) {
    BytePairLearner learner = new BytePairLearner();
    if (data.remote().isPresent()) {
      data.remote().get().sample().forEach(learner::add);
    } else {
      TextFile.read(data.train(), text -> text.toString().lines().forEach(learner::add));
    }
    return learner.learn(shape.maxVocabulary());
  }

  private static Vocabulary vocabulary(LanguageModelShape shape, LanguageModelData data) {
    Vocabulary.Builder counts = new Vocabulary.Builder();
    Tokenizer tokenizer = shape.level().tokenizer();
    boolean words = shape.level() == Units.WORD;
    if (data.remote().isPresent()) {
      Units level = shape.level();
      data.remote()
          .get()
          .counts(
              (text, sink) -> level.tokenizer().tokenize(text, sink),
              words ? shape.minFrequency() : 1,
              shape.maxVocabulary())
          .forEach(counts::add);
    } else {
      TextFile.read(data.train(), text -> tokenizer.tokenize(text, counts::add));
    }
    if (words) {
      return counts.build(
          List.of(Vocabulary.UNKNOWN, Vocabulary.END), shape.minFrequency(), shape.maxVocabulary());
    }
    // Every character of the validation text needs an id.
    data.valid()
        .ifPresent(valid -> TextFile.read(valid, text -> tokenizer.tokenize(text, counts::add)));
    return counts.build(List.of(), 1, shape.maxVocabulary());
  }

  /** A language model as the training loop sees it. */
  private final class Task extends RegimeTask<LanguageModelRegime> implements TrainingTask.Batches {
    private final MultiLayerNetwork network;
    private final LaneCuts lanes;
    private final Function<LaneCuts.Cut, Object> reader;
    private final IdSequence held;
    private final Tokens tokens;
    private DroppedWeights dropped;
    private double lastValidation;
    private long lastTokens;

    Task(
        MultiLayerNetwork network,
        LaneCuts lanes,
        TrainingText text,
        Tokens tokens,
        ObjectNode provenance) {
      super(regime, provenance);
      this.network = network;
      this.lanes = lanes;
      this.reader = text.reader().apply(lanes);
      this.held = text.held();
      this.tokens = tokens;
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
      lastValidation = StreamEvaluator.nats(network, held, () -> {}) / (held.size() - 1);
      RecurrentStates.set(network, states);
      return lastValidation;
    }

    @Override
    public String metric() {
      return "validation nats/token";
    }

    @Override
    public void save(Path file) {
      provenance().put("validNats", lastValidation);
      ModelNetwork stored = ModelNetwork.ofTrained(network);
      new LanguageModel(stored, shape, tokens, provenance(), Precision.F32).save(file);
      stored.forget();
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
      LaneCuts.Cut cut = lanes.next();
      Object batch = reader.apply(cut);
      if (dropped != null) {
        dropped.drop();
      }
      lastTokens = (long) lanes.batch() * cut.time();
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
      if (regime.randomBptt()) {
        lanes.vary(new Random(regime.training().seed() * 1_000_003 + epoch));
      }
      lanes.seek(position);
    }
  }
}
