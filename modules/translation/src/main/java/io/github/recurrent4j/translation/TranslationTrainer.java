package io.github.recurrent4j.translation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.recurrent4j.layers.kernel.Engine;
import io.github.recurrent4j.training.ModelNetwork;
import io.github.recurrent4j.training.ParameterCount;
import io.github.recurrent4j.training.Provenance;
import io.github.recurrent4j.training.TrainingExtension;
import io.github.recurrent4j.training.TrainingLoop;
import io.github.recurrent4j.training.TrainingSettings;
import io.github.recurrent4j.training.TrainingState;
import io.github.recurrent4j.translation.TranslationConfig.Units;
import io.github.recurrent4j.vectorization.BadInputException;
import io.github.recurrent4j.vectorization.BytePairEncoding;
import io.github.recurrent4j.vectorization.PairFilter;
import io.github.recurrent4j.vectorization.PairRecordReader;
import io.github.recurrent4j.vectorization.TextCodec;
import io.github.recurrent4j.vectorization.TextPair;
import io.github.recurrent4j.vectorization.TokenCodec;
import io.github.recurrent4j.vectorization.Tokenizer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Trains a translator, or any other network from text to text, on pairs of texts. */
public final class TranslationTrainer {
  private static final Logger LOG = LoggerFactory.getLogger(TranslationTrainer.class);
  private static final int RARE_CHARACTER = 5;
  private static final int VALID_PART = 50;
  private static final int MOST_VALID = 2000;

  private final TranslationConfig config;
  private final TrainingSettings settings;
  private boolean extensions;
  private Predicate<TrainingState> stop = state -> false;

  /** A trainer for models of one shape. */
  public TranslationTrainer(TranslationConfig config, TrainingSettings settings) {
    this.config = config;
    this.settings = settings;
  }

  /** Asks after each validation whether to end training. */
  public TranslationTrainer stoppingWhen(Predicate<TrainingState> condition) {
    stop = condition;
    return this;
  }

  /** Watches training with the extensions on the class path, such as the dashboard. */
  public TranslationTrainer withExtensions() {
    extensions = true;
    return this;
  }

  /**
   * Trains, and writes the best model, a checkpoint, a log and a learning curve.
   *
   * @param train file of pairs with tabs, columns as the configuration says
   * @param valid the same for validation, or null to hold out the last fiftieth of the pairs
   * @param out the model file
   * @param resume go on from the checkpoint beside {@code out}
   * @return where training ended; {@code best} is BLEU on the validation pairs
   */
  public TrainingState train(Path train, Path valid, Path out, boolean resume) {
    Map<String, Path> data = new LinkedHashMap<>();
    data.put("train", train);
    data.put("valid", valid);
    return train(
        PairRecordReader.read(train, config.columns()),
        valid == null ? List.of() : PairRecordReader.read(valid, config.columns()),
        Provenance.of(data, settings.seed()),
        out,
        resume);
  }

  /** Trains on pairs; an empty list of validation pairs holds out the last training pairs. */
  public TrainingState train(
      List<TextPair> train, List<TextPair> valid, ObjectNode provenance, Path out, boolean resume) {
    List<TextPair> trained = train;
    List<TextPair> held = valid.stream().filter(p -> !p.source().isEmpty()).toList();
    if (held.isEmpty()) {
      int cut = train.size() - Math.min(MOST_VALID, Math.max(1, train.size() / VALID_PART));
      held = train.subList(Math.max(0, cut), train.size());
      trained = train.subList(0, Math.max(0, cut));
    }
    if (trained.isEmpty()) {
      throw new BadInputException("there are no pairs to train on: two at least are needed");
    }
    TextCodec source = codec(sides(trained, true), config.sourceVocabulary());
    TextCodec target =
        config.joint() ? source : codec(sides(trained, false), config.targetVocabulary());
    PairFilter.Result filtered =
        new PairFilter(config.maxTokens(), config.maxRatio()).apply(trained, source, target);
    LOG.info("{}", filtered.report());
    if (filtered.kept().isEmpty()) {
      throw new BadInputException(
          "no pair is left to train on: raise --max-tokens or --max-ratio, or check --columns");
    }
    ComputationGraph graph =
        new ComputationGraph(
            TranslationNetwork.of(
                config, settings, source.vocabulary().size(), target.vocabulary().size()));
    graph.init();
    LOG.info(
        "vocabularies {} and {}, {} parameters, {} validation pairs, {}",
        source.vocabulary().size(),
        target.vocabulary().size(),
        graph.numParams(),
        held.size(),
        Engine.describe());
    if (extensions && TrainingExtension.attachAll(graph) == 0) {
      throw new BadInputException(
          "--ui needs the artifact recurrent4j-dashboard on the class path: run through ./r4j");
    }
    Translator translator =
        new Translator(ModelNetwork.ofTrained(graph), config, source, target, provenance);
    TranslationTask task =
        new TranslationTask(translator, filtered.kept(), held, provenance, settings);
    return new TrainingLoop(task, settings, out).stoppingWhen(stop).run(resume);
  }

  /** Number of parameters of a model with all the tokens that are asked for. */
  public long parameters() {
    return ParameterCount.of(
        TranslationNetwork.of(
            config, settings, config.sourceVocabulary(), config.targetVocabulary()));
  }

  private List<String> sides(List<TextPair> pairs, boolean source) {
    Stream<String> wanted = pairs.stream().map(source ? TextPair::source : TextPair::target);
    List<String> texts = new ArrayList<>(wanted.toList());
    if (config.joint()) {
      pairs.forEach(p -> texts.add(p.target()));
    }
    return texts;
  }

  private TextCodec codec(List<String> texts, int size) {
    if (config.units() == Units.BPE) {
      return BytePairEncoding.learn(texts, size, texts.size() > 1000 ? RARE_CHARACTER : 1);
    }
    Tokenizer tokenizer = config.units() == Units.WORD ? Tokenizer.WORD : Tokenizer.CHARACTER;
    return TokenCodec.learn(texts, tokenizer, size);
  }
}
