package io.github.recurrent4j.translation;

import io.github.recurrent4j.inference.Decoding;
import io.github.recurrent4j.inference.Encoder;
import io.github.recurrent4j.inference.PackedNetwork;
import io.github.recurrent4j.inference.Slot;
import io.github.recurrent4j.inference.StepDecoder;
import io.github.recurrent4j.inference.model.ModelFile;
import io.github.recurrent4j.kernels.Precision;
import io.github.recurrent4j.kernels.Scope;
import io.github.recurrent4j.training.WorkingModel;

/**
 * A translator's network for decoding: the encoder over whole sentences, then the decoder step by
 * step, on {@code kernels} alone. Its twin for training is {@link TranslationNetwork}; {@code
 * TranslatorTest} holds the two equal. Serves any number of threads, each with a {@link Slot}.
 */
final class TranslationPlan implements WorkingModel.Plan {
  private final PackedNetwork packed;
  private final Encoder encoder;
  private final StepDecoder decoder;

  TranslationPlan(ModelFile file, TranslationLayers layers, Precision precision) {
    packed = new PackedNetwork(file, precision);
    encoder = new Encoder(packed, layers.encoder());
    decoder = new StepDecoder(packed, layers.decoder());
  }

  /** Number of target tokens. */
  int targetTokens() {
    return decoder.tokens();
  }

  /**
   * Reads sentences.
   *
   * @param slot the caller's as long as it decodes
   * @param sources ids of each sentence, none empty
   * @param words what a network that copies may copy: an id for each token of each sentence
   * @param beam hypotheses that will be followed for each
   */
  Decoding decode(Slot slot, int[][] sources, int[][] words, int beam) {
    Scope scope = slot.scope();
    Encoder.Encoded encoded;
    try {
      encoded = encoder.encode(slot, scope, sources);
    } catch (RuntimeException | Error e) {
      scope.close();
      throw e;
    }
    return decoder.begin(slot, scope, encoded, beam, words);
  }

  @Override
  public void close() {
    packed.close();
  }
}
