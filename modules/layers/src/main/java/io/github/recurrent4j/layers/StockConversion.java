package io.github.recurrent4j.layers;

import java.util.function.UnaryOperator;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.conf.layers.wrapper.BaseWrapperLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/**
 * Turns fused LSTM and simple RNN layers into DL4J's own and back: parameters have the same layout,
 * so a trained network gives the same outputs. Layers inside Bidirectional and other wrappers are
 * converted too; GRU and all other layers stay as they are, since DL4J has no GRU.
 */
public final class StockConversion {
  private StockConversion() {}

  /** A copy of the network with DL4J's own LSTM and SimpleRnn layers. */
  public static MultiLayerNetwork toStock(MultiLayerNetwork network) {
    return convert(network, StockConversion::stock);
  }

  /** A copy of the network with fused layers in place of DL4J's LSTM and SimpleRnn. */
  public static MultiLayerNetwork toFused(MultiLayerNetwork network) {
    return convert(network, StockConversion::fused);
  }

  /** A copy of the network with DL4J's own LSTM and SimpleRnn layers. */
  public static ComputationGraph toStock(ComputationGraph network) {
    return convert(network, StockConversion::stock);
  }

  /** A copy of the network with fused layers in place of DL4J's LSTM and SimpleRnn. */
  public static ComputationGraph toFused(ComputationGraph network) {
    return convert(network, StockConversion::fused);
  }

  private static Layer stock(Layer layer) {
    if (layer instanceof FusedLSTM lstm) {
      return lstm.toStock();
    }
    return layer instanceof FusedSimpleRnn rnn ? rnn.toStock() : layer;
  }

  private static Layer fused(Layer layer) {
    if (layer instanceof LSTM lstm) {
      return FusedLSTM.of(lstm);
    }
    return layer instanceof SimpleRnn rnn ? FusedSimpleRnn.of(rnn) : layer;
  }

  private static Layer deep(Layer layer, UnaryOperator<Layer> conversion) {
    if (layer instanceof Bidirectional b) {
      b.setFwd(deep(b.getFwd(), conversion));
      b.setBwd(deep(b.getBwd(), conversion));
    } else if (layer instanceof BaseWrapperLayer w) {
      w.setUnderlying(deep(w.getUnderlying(), conversion));
    }
    return conversion.apply(layer);
  }

  private static MultiLayerNetwork convert(
      MultiLayerNetwork network, UnaryOperator<Layer> conversion) {
    MultiLayerConfiguration configuration = network.getLayerWiseConfigurations().clone();
    for (NeuralNetConfiguration c : configuration.getConfs()) {
      c.setLayer(deep(c.getLayer(), conversion));
    }
    MultiLayerNetwork result = new MultiLayerNetwork(configuration);
    result.init(network.params().dup(), false);
    if (network.getUpdater() != null && network.getUpdater().getStateViewArray() != null) {
      result
          .getUpdater()
          .setStateViewArray(result, network.getUpdater().getStateViewArray().dup(), false);
    }
    return result;
  }

  private static ComputationGraph convert(
      ComputationGraph network, UnaryOperator<Layer> conversion) {
    ComputationGraphConfiguration configuration = network.getConfiguration().clone();
    configuration
        .getVertices()
        .values()
        .forEach(
            v -> {
              if (v instanceof LayerVertex vertex) {
                NeuralNetConfiguration c = vertex.getLayerConf();
                c.setLayer(deep(c.getLayer(), conversion));
              }
            });
    ComputationGraph result = new ComputationGraph(configuration);
    result.init(network.params().dup(), false);
    if (network.getUpdater() != null && network.getUpdater().getStateViewArray() != null) {
      result.getUpdater().setStateViewArray(network.getUpdater().getStateViewArray().dup());
    }
    return result;
  }
}
