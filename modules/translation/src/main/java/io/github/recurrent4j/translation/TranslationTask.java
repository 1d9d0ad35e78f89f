package io.github.recurrent4j.translation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.recurrent4j.training.RegimeTask;
import io.github.recurrent4j.training.TrainingTask;
import io.github.recurrent4j.vectorization.TextPair;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.deeplearning4j.nn.api.Model;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A translator as the training loop sees it. */
final class TranslationTask extends RegimeTask<TranslationRegime> {
  private static final Logger LOG = LoggerFactory.getLogger(TranslationTask.class);
  private static final TranslationOptions GREEDY = TranslationOptions.greedy().withCopy(false);
  private static final int SAMPLES = 3;

  private final Translator translator;
  private final TrainingTask.Batches batches;
  private final List<TextPair> valid;
  private final List<String> validSources;
  private final Random samples;

  TranslationTask(
      Translator translator,
      TrainingTask.Batches batches,
      List<TextPair> valid,
      ObjectNode provenance,
      TranslationRegime regime) {
    super(regime, provenance);
    this.translator = translator;
    this.batches = batches;
    this.valid = valid;
    this.validSources = valid.stream().map(TextPair::source).toList();
    this.samples = new Random(regime.training().seed());
  }

  @Override
  public Model network() {
    return translator.network();
  }

  @Override
  public TrainingTask.Batches batches() {
    return batches;
  }

  @Override
  public double validate() {
    List<String> output =
        translator.translate(validSources, GREEDY).stream().map(Translation::text).toList();
    translator.release();
    for (int i = 0; i < SAMPLES; i++) {
      int n = samples.nextInt(output.size());
      LOG.info(
          "{}  →  {}  (wanted: {})", validSources.get(n), output.get(n), valid.get(n).target());
    }
    double score = regime().score().of(valid, output);
    provenance()
        .put(regime().score() == TextScore.BLEU ? "validBleuGreedy" : "validScoreGreedy", score);
    return score;
  }

  @Override
  public boolean higherIsBetter() {
    return true;
  }

  @Override
  public String metric() {
    return "validation " + regime().score().title();
  }

  @Override
  public void save(Path file) {
    translator.save(file);
  }
}
