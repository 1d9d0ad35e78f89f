package io.github.recurrent4j.translation;

import io.github.recurrent4j.training.BucketedBatches;
import io.github.recurrent4j.training.RemoteExamples;
import io.github.recurrent4j.vectorization.PairFilter;
import io.github.recurrent4j.vectorization.TextCodec;
import io.github.recurrent4j.vectorization.TextPair;
import java.util.List;
import java.util.Optional;

/**
 * Makes minibatches of pairs where they lie.
 *
 * @param source text of the codec that cuts sources
 * @param target that of the targets'
 * @param most tokens of a source that are read
 * @param copy whether the model copies tokens of the source
 * @param placeholders whether signs stand for values
 * @param regime how training goes
 */
record PairMaker(
    String source,
    String target,
    int most,
    boolean copy,
    boolean placeholders,
    TranslationRegime regime)
    implements RemoteExamples.Maker<TextPair> {

  static PairMaker of(PairReader reader, boolean placeholders, TranslationRegime regime) {
    return new PairMaker(
        reader.source().toText(),
        reader.target().toText(),
        reader.most(),
        reader.copy(),
        placeholders,
        regime);
  }

  @Override
  public BucketedBatches of(List<TextPair> part, long seed) {
    PairReader reader =
        new PairReader(TextCodec.fromText(source), TextCodec.fromText(target), most, copy);
    List<TextPair> learned = placeholders ? Placeholders.learnable(part) : part;
    List<TextPair> kept =
        new PairFilter(regime.maxTokens(), regime.maxRatio())
            .apply(learned, reader::sourceLength, reader::targetLength)
            .kept();
    return PairBatches.of(reader, Optional.empty(), kept, regime.training(t -> t.withSeed(seed)));
  }
}
