package io.github.recurrent4j.search.layers;

import io.github.recurrent4j.layers.FusedSimpleRnn;
import org.deeplearning4j.arbiter.layers.FeedForwardLayerSpace;
import org.deeplearning4j.arbiter.util.LeafUtils;

/** An Arbiter space of {@link FusedSimpleRnn} layers. */
public final class FusedSimpleRnnLayerSpace extends FeedForwardLayerSpace<FusedSimpleRnn> {
  private FusedSimpleRnnLayerSpace(Builder builder) {
    super(builder);
    this.numParameters = LeafUtils.countUniqueParameters(collectLeaves());
  }

  @Override
  public FusedSimpleRnn getValue(double[] values) {
    FusedSimpleRnn.Builder layer = new FusedSimpleRnn.Builder();
    setLayerOptionsBuilder(layer, values);
    return layer.build();
  }

  /** Builds a {@link FusedSimpleRnnLayerSpace}. */
  @SuppressWarnings("unchecked") // Arbiter\'s build() has a type parameter of its own.
  public static final class Builder extends FeedForwardLayerSpace.Builder<Builder> {
    @Override
    public FusedSimpleRnnLayerSpace build() {
      return new FusedSimpleRnnLayerSpace(this);
    }
  }
}
