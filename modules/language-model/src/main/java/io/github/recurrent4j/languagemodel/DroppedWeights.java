package io.github.recurrent4j.languagemodel;

import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.api.layers.RecurrentLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.random.impl.DropOutInverted;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Dropout of weights, one mask a minibatch: of recurrent weights one by one (weight-dropped LSTM,
 * Merity et al., 2018; DropConnect, Wan et al., 2013), and of whole token vectors (embedding
 * dropout, Gal and Ghahramani, 2016). Those that stay are divided by the part that stays.
 *
 * <p>The network's weights are multiplied by the masks before its passes and put back when the
 * gradient is there, which gets the masks, too: {@code ∂L/∂W = ∂L/∂(m∘W) ∘ m}. Must be the
 * network's first listener, so that all others see the gradient as it is.
 */
final class DroppedWeights extends BaseTrainingListener {
  private static final String EMBEDDING = "0_W";
  private static final String RECURRENT = "_RW";

  private final MultiLayerNetwork network;
  private final List<Dropped> all = new ArrayList<>();

  /**
   * Attaches itself to a network.
   *
   * @param embeddingRate part of the token vectors that is dropped, in [0, 1)
   * @param recurrentRate part of the recurrent weights that is dropped, in [0, 1)
   */
  DroppedWeights(MultiLayerNetwork network, double embeddingRate, double recurrentRate) {
    this.network = network;
    if (embeddingRate > 0) {
      all.add(new Dropped(EMBEDDING, embeddingRate, true));
    }
    for (int i = 0; recurrentRate > 0 && i < network.getnLayers(); i++) {
      if (network.getLayer(i) instanceof RecurrentLayer
          && network.paramTable().containsKey(i + RECURRENT)) {
        all.add(new Dropped(i + RECURRENT, recurrentRate, false));
      }
    }
    network.addListeners(this);
  }

  /** Drops weights until the next gradient is there. */
  void drop() {
    all.forEach(Dropped::drop);
  }

  @Override
  public void onGradientCalculation(Model model) {
    all.forEach(Dropped::putBack);
  }

  /** A parameter. */
  private final class Dropped {
    private final String name;
    private final double rate;
    private final INDArray whole;
    private final INDArray mask;
    private boolean dropped;

    Dropped(String name, double rate, boolean rows) {
      this.name = name;
      this.rate = rate;
      // In the order of the weights: ND4J walks through two orders element by element.
      this.whole = weights().dup(weights().ordering());
      this.mask = rows ? Nd4j.create(whole.size(0), 1) : whole.like();
    }

    private INDArray weights() {
      return network.getParam(name);
    }

    void drop() {
      if (dropped) {
        throw new IllegalStateException("weights are dropped once a gradient");
      }
      whole.assign(weights());
      mask.assign(1);
      Nd4j.getExecutioner().exec(new DropOutInverted(mask, mask, 1 - rate));
      mask(weights());
      dropped = true;
    }

    void putBack() {
      if (dropped) {
        mask(network.gradient().getGradientFor(name));
        weights().assign(whole);
        dropped = false;
      }
    }

    private void mask(INDArray values) {
      if (mask.equalShapes(values)) {
        values.muli(mask);
      } else {
        values.muliColumnVector(mask);
      }
    }
  }
}
