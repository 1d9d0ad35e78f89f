package io.github.recurrent4j.translation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.recurrent4j.layers.kernel.Engine;
import io.github.recurrent4j.training.ModelNetwork;
import io.github.recurrent4j.training.Output;
import io.github.recurrent4j.training.OutputFiles;
import io.github.recurrent4j.training.ParameterCount;
import io.github.recurrent4j.training.Provenance;
import io.github.recurrent4j.training.TrainingListener;
import io.github.recurrent4j.training.TrainingLoop;
import io.github.recurrent4j.vectorization.BadInputException;
import io.github.recurrent4j.vectorization.PairFilter;
import io.github.recurrent4j.vectorization.TextCodec;
import io.github.recurrent4j.vectorization.TextPair;
import io.github.recurrent4j.vectorization.settings.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Trains a translator, or any other network from text to text, on pairs of texts. */
public final class TranslationTrainer {
  private static final Logger LOG = LoggerFactory.getLogger(TranslationTrainer.class);
  private static final int VALID_PART = 50;
  private static final int MOST_VALID = 2000;

  private final TranslationShape shape;
  private final TranslationRegime regime;

  private TranslationTrainer(TranslationShape shape, TranslationRegime regime) {
    this.shape = shape;
    this.regime = regime;
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
    TranslationTrainer trainer =
        new TranslationTrainer(Settings.check(shape), Settings.check(regime));
    try (OutputFiles files = out.take(data.files().values())) {
      trainer.run(data, files.output(), listener);
      return Translator.load(files.output().file());
    }
  }

  private void run(TranslationData data, Output out, TrainingListener listener) {
    List<TextPair> train = data.train();
    List<TextPair> trained = train;
    List<TextPair> held = data.valid().stream().filter(p -> !p.source().isEmpty()).toList();
    if (held.isEmpty()) {
      int cut = train.size() - Math.min(MOST_VALID, Math.max(1, train.size() / VALID_PART));
      held = train.subList(Math.max(0, cut), train.size());
      trained = train.subList(0, Math.max(0, cut));
    }
    if (trained.isEmpty()) {
      throw new BadInputException("there are no pairs to train on: two at least are needed");
    }
    TextCodec source = shape.units().learn(sides(trained, true), shape.sourceVocabulary());
    TextCodec target =
        shape.joint()
            ? source
            : shape.units().learn(sides(trained, false), shape.targetVocabulary());
    PairFilter.Result filtered =
        new PairFilter(regime.maxTokens(), regime.maxRatio()).apply(trained, source, target);
    LOG.info("{}", filtered.report());
    if (filtered.kept().isEmpty()) {
      throw new BadInputException(
          "no pair is left to train on: raise --max-tokens or --max-ratio, or check --columns");
    }
    ComputationGraph graph =
        new ComputationGraph(
            TranslationNetwork.of(
                shape, regime, source.vocabulary().size(), target.vocabulary().size()));
    graph.init();
    LOG.info(
        "vocabularies {} and {}, {} parameters, {} validation pairs, {}",
        source.vocabulary().size(),
        target.vocabulary().size(),
        graph.numParams(),
        held.size(),
        Engine.describe());
    ObjectNode provenance = Provenance.of(data.files(), regime.training().seed());
    provenance.set("regime", Settings.of(TranslationRegime.class).toJson(regime));
    Translator translator =
        new Translator(ModelNetwork.ofTrained(graph), shape, source, target, provenance);
    TranslationTask task =
        new TranslationTask(translator, filtered.kept(), held, provenance, regime);
    new TrainingLoop(task, regime.training(), out, listener).run();
  }

  /** Number of parameters of a model with all the tokens that are asked for. */
  public static long parameters(TranslationShape shape, TranslationRegime regime) {
    return ParameterCount.of(
        TranslationNetwork.of(shape, regime, shape.sourceVocabulary(), shape.targetVocabulary()));
  }

  private List<String> sides(List<TextPair> pairs, boolean source) {
    Stream<String> wanted = pairs.stream().map(source ? TextPair::source : TextPair::target);
    List<String> texts = new ArrayList<>(wanted.toList());
    if (shape.joint()) {
      pairs.forEach(p -> texts.add(p.target()));
    }
    return texts;
  }
}
