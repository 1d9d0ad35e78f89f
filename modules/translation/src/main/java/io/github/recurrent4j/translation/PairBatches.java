package io.github.recurrent4j.translation;

import io.github.recurrent4j.training.BucketedBatches;
import io.github.recurrent4j.vectorization.LengthBuckets;
import io.github.recurrent4j.vectorization.TextPair;
import io.github.recurrent4j.vectorization.TypingNoise;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;

/** Minibatches of text pairs: teacher forcing, with the noise that the configuration asks for. */
final class PairBatches extends BucketedBatches {
  private final PairReader reader;
  private final Optional<Translator> translator;
  private final TranslationRegime regime;
  private final List<TextPair> pairs;

  private PairBatches(
      PairReader reader,
      Optional<Translator> translator,
      List<TextPair> pairs,
      TranslationRegime regime,
      int[] sourceLengths,
      int[] targetLengths) {
    super(targetLengths, sourceLengths, regime.batchTokens(), regime.training().seed());
    this.reader = reader;
    this.translator = translator;
    this.regime = regime;
    this.pairs = pairs;
  }

  static PairBatches of(Translator translator, List<TextPair> pairs, TranslationRegime regime) {
    return of(translator.reader(), Optional.of(translator), pairs, regime);
  }

  /**
   * Minibatches of pairs.
   *
   * @param translator whose network makes the predictions of scheduled sampling
   */
  static PairBatches of(
      PairReader reader,
      Optional<Translator> translator,
      List<TextPair> pairs,
      TranslationRegime regime) {
    int[] sourceLengths = pairs.stream().mapToInt(p -> reader.sourceLength(p.source())).toArray();
    int[] targetLengths =
        pairs.stream().mapToInt(p -> reader.targetLength(p.target()) + 1).toArray();
    return new PairBatches(reader, translator, pairs, regime, sourceLengths, targetLengths);
  }

  @Override
  protected MultiDataSet batch(int[] examples, double progress, Random random) {
    int[][] sources = new int[examples.length][];
    int[][] words = new int[examples.length][];
    int[][] targets = new int[examples.length][];
    int sourceSteps = 0;
    int targetSteps = 0;
    long tokens = 0;
    for (int i = 0; i < examples.length; i++) {
      TextPair pair = pairs.get(examples[i]);
      if (regime.typingNoise() > 0 && random.nextDouble() < regime.typingNoise()) {
        pair = TypingNoise.careless(pair, random);
      }
      SourceText source = reader.read(pair.source(), regime.bpeDropout(), random);
      sources[i] = source.ids();
      targets[i] = reader.target().encode(pair.target(), regime.bpeDropout(), random);
      if (reader.copy()) {
        CopyVocabulary own = new CopyVocabulary(reader.target(), source.tokens());
        words[i] = own.words();
        targets[i] = own.wanted(pair.target(), targets[i]);
      }
      sourceSteps = Math.max(sourceSteps, LengthBuckets.padded(sources[i].length));
      targetSteps = Math.max(targetSteps, LengthBuckets.padded(targets[i].length + 1));
      tokens += targets[i].length + 1;
    }
    setTokens(tokens);
    MultiDataSet batch =
        reader.copy()
            ? Batch.copying(
                sources,
                words,
                targets,
                reader.target().vocabulary().size(),
                sourceSteps,
                targetSteps)
            : Batch.of(sources, targets, sourceSteps, targetSteps);
    if (regime.wordDropout() > 0) {
      hideWords(batch.getFeatures(1), random);
    }
    if (regime.scheduledSampling() > 0) {
      double rate = regime.scheduledSampling() * Math.min(1, progress / regime.training().epochs());
      readPredictions(batch, rate, random);
    }
    return batch;
  }

  private void hideWords(INDArray input, Random random) {
    for (int r = 0; r < input.size(0); r++) {
      for (int t = 1; t < input.size(1); t++) {
        if (random.nextDouble() < regime.wordDropout()) {
          input.putScalar(r, t, Batch.PAD);
        }
      }
    }
  }

  /**
   * Replaces some of the decoder's true tokens by the network's predictions from a first pass over
   * the whole sequence (Duckworth et al., 2019, "Parallel Scheduled Sampling").
   */
  private void readPredictions(MultiDataSet batch, double rate, Random random) {
    INDArray predicted =
        translator
            .orElseThrow()
            .network()
            .output(false, batch.getFeatures(), batch.getFeaturesMaskArrays(), null)[0]
            .argMax(1);
    INDArray input = batch.getFeatures(1);
    for (int r = 0; r < input.size(0); r++) {
      for (int t = 1; t < input.size(1); t++) {
        if (random.nextDouble() < rate) {
          input.putScalar(r, t, predicted.getInt(r, t - 1));
        }
      }
    }
  }
}
