package io.github.recurrent4j.search.layers;

import io.github.recurrent4j.layers.GRU;
import org.deeplearning4j.arbiter.layers.FeedForwardLayerSpace;
import org.deeplearning4j.arbiter.optimize.api.ParameterSpace;
import org.deeplearning4j.arbiter.optimize.parameter.FixedValue;
import org.deeplearning4j.arbiter.util.LeafUtils;

/** An Arbiter space of {@link GRU} layers. */
public final class GRULayerSpace extends FeedForwardLayerSpace<GRU> {
  /** Found by Arbiter, which collects the fields that are spaces. */
  private final ParameterSpace<Boolean> resetAfter;

  private GRULayerSpace(Builder builder) {
    super(builder);
    this.resetAfter = builder.resetAfter;
    this.numParameters = LeafUtils.countUniqueParameters(collectLeaves());
  }

  @Override
  public GRU getValue(double[] values) {
    GRU.Builder layer = new GRU.Builder();
    setLayerOptionsBuilder(layer, values);
    return layer.resetAfter(resetAfter.getValue(values)).build();
  }

  /** Builds a {@link GRULayerSpace}. */
  @SuppressWarnings("unchecked") // Arbiter\'s build() has a type parameter of its own.
  public static final class Builder extends FeedForwardLayerSpace.Builder<Builder> {
    private ParameterSpace<Boolean> resetAfter = new FixedValue<>(false);

    /** Whether the reset gate acts after the recurrent product; default false. */
    public Builder resetAfter(ParameterSpace<Boolean> space) {
      this.resetAfter = space;
      return this;
    }

    @Override
    public GRULayerSpace build() {
      return new GRULayerSpace(this);
    }
  }
}
