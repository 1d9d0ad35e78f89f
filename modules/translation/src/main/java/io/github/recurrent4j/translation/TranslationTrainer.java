package io.github.recurrent4j.translation;

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
import io.github.recurrent4j.vectorization.PairFilter;
import io.github.recurrent4j.vectorization.TextCodec;
import io.github.recurrent4j.vectorization.TextPair;
import io.github.recurrent4j.vectorization.settings.Settings;
import java.util.AbstractList;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Trains a translator, or any other network from text to text, on pairs of texts. */
public final class TranslationTrainer {
  private static final Logger LOG = LoggerFactory.getLogger(TranslationTrainer.class);

  private final TranslationShape shape;
  private final TranslationRegime regime;
  private final Optional<Translator> start;

  private TranslationTrainer(
      TranslationShape shape, TranslationRegime regime, Optional<Translator> start) {
    this.shape = Settings.check(shape);
    this.regime = Settings.check(regime);
    BadOptionException.require(
        !shape.copy() || regime.scheduledSampling() == 0,
        "--copy learns from the true words alone: leave --scheduled-sampling out");
    this.start = start;
  }

  /**
   * Trains, and writes the best model, a checkpoint, a log and a learning curve.
   *
   * @param data pairs to train on and to validate on
   * @param out where the model goes
   * @param listener told of what happens
   * @return the best model, by BLEU on the validation pairs
   * @throws BadInputException if the pairs cannot be trained on
   */
  public static Translator train(
      TranslationShape shape,
      TranslationRegime regime,
      TranslationData data,
      Output out,
      TrainingListener listener) {
    return new TranslationTrainer(shape, regime, Optional.empty()).run(data, out, listener);
  }

  /**
   * Trains a model on: its shape, tokens and weights are where training begins, and what is written
   * is never worse on the validation pairs. To learn a subject and forget nothing, mix its pairs
   * with such as the model was trained on, and take a smaller learning rate than the first training
   * had.
   *
   * @param start the model, which stays as it is
   * @see #train
   */
  public static Translator tune(
      Translator start,
      TranslationRegime regime,
      TranslationData data,
      Output out,
      TrainingListener listener) {
    return new TranslationTrainer(start.shape(), regime, Optional.of(start))
        .run(data, out, listener);
  }

  private Translator run(TranslationData data, Output out, TrainingListener listener) {
    try (OutputFiles files = out.take(data.files().values())) {
      train(data, files.output(), listener);
      return Translator.load(files.output().file());
    }
  }

  private void train(TranslationData data, Output out, TrainingListener listener) {
    BadOptionException.require(
        data.remote().isEmpty() || regime.scheduledSampling() == 0,
        "--scheduled-sampling is for pairs that this machine reads: leave it out");
    TranslationExamples examples =
        data.remote()
            .map(far -> TranslationExamples.of(far, data.valid(), shape.placeholders()))
            .orElseGet(() -> TranslationExamples.of(data, shape.placeholders()));
    List<TextPair> trained = examples.sample();
    TextCodec source = source(trained);
    TextCodec target = target(trained, source);
    PairReader reader = new PairReader(source, target, shape.mostOfSource(), shape.copy());
    PairFilter.Result filtered =
        new PairFilter(regime.maxTokens(), regime.maxRatio())
            .apply(trained, reader::sourceLength, reader::targetLength);
    LOG.info("{}{}", examples.remote().isPresent() ? "of a sample: " : "", filtered.report());
    if (filtered.kept().isEmpty()) {
      throw new BadInputException(
          "no pair is left to train on: raise --max-tokens or --max-ratio, or check --columns");
    }
    ComputationGraph graph =
        new ComputationGraph(
            TranslationNetwork.of(
                shape, regime, source.vocabulary().size(), target.vocabulary().size()));
    graph.init();
    start.ifPresent(model -> TrainedWeights.copy(model.network(), graph));
    LOG.info(
        "vocabularies {} and {}, {} parameters, {} validation pairs, {}",
        source.vocabulary().size(),
        target.vocabulary().size(),
        graph.numParams(),
        examples.valid().size(),
        Engine.describe());
    ObjectNode provenance = Provenance.of(data.files(), regime.training().seed());
    examples
        .remote()
        .ifPresent(ready -> Provenance.addTo(provenance, "train", "shards", ready.digest()));
    provenance.set("regime", Settings.of(TranslationRegime.class).toJson(regime));
    Translator translator =
        new Translator(ModelNetwork.ofTrained(graph), shape, source, target, provenance);
    TrainingTask.Batches batches =
        examples
            .remote()
            .map(ready -> ready.batches(PairMaker.of(reader, shape.placeholders(), regime)))
            .orElseGet(() -> PairBatches.of(translator, filtered.kept(), regime));
    TranslationTask task =
        new TranslationTask(translator, batches, examples.valid(), provenance, regime);
    new TrainingLoop(task, regime.training(), out, listener).trainedBefore(start.isPresent()).run();
  }

  private TextCodec source(List<TextPair> pairs) {
    return start
        .map(Translator::sourceCodec)
        .orElseGet(() -> shape.unitsOfSource().learn(sides(pairs, true), shape.sourceVocabulary()));
  }

  private TextCodec target(List<TextPair> pairs, TextCodec source) {
    return start
        .map(Translator::targetCodec)
        .orElseGet(
            () ->
                shape.joint()
                    ? source
                    : shape.unitsOfTarget().learn(sides(pairs, false), shape.targetVocabulary()));
  }

  /** Number of parameters of a model with all the tokens that are asked for. */
  public static long parameters(TranslationShape shape, TranslationRegime regime) {
    return ParameterCount.of(
        TranslationNetwork.of(shape, regime, shape.sourceVocabulary(), shape.targetVocabulary()));
  }

  /** Texts of one side, or with a joint vocabulary of both; none is copied. */
  private List<String> sides(List<TextPair> pairs, boolean source) {
    return new AbstractList<>() {
      @Override
      public String get(int i) {
        TextPair pair = pairs.get(i % pairs.size());
        return source && i < pairs.size() ? pair.source() : pair.target();
      }

      @Override
      public int size() {
        return shape.joint() ? 2 * pairs.size() : pairs.size();
      }
    };
  }
}
