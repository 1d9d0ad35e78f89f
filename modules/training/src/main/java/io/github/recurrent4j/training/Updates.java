package io.github.recurrent4j.training;

import io.github.recurrent4j.layers.ParameterUpdate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.schedule.ISchedule;

/** One update of a network: what DL4J's fit does, or the sum of several minibatches' gradients. */
public final class Updates {
  private Updates() {}

  /** Fits one minibatch, a DataSet or a MultiDataSet, and returns its loss. */
  public static double fit(Model network, Object batch) {
    if (network instanceof MultiLayerNetwork n) {
      ParameterUpdate.fit(n, (DataSet) batch);
    } else if (batch instanceof MultiDataSet m) {
      ParameterUpdate.fit((ComputationGraph) network, m);
    } else {
      ParameterUpdate.fit((ComputationGraph) network, ((DataSet) batch).toMultiDataSet());
    }
    return network.score();
  }

  /**
   * Updates a MultiLayerNetwork by the mean gradient of several minibatches of one size.
   *
   * @return their mean loss
   */
  static double fitTogether(MultiLayerNetwork network, List<DataSet> batches) {
    INDArray sum = null;
    double loss = 0;
    for (DataSet batch : batches) {
      network.setInput(batch.getFeatures());
      network.setLabels(batch.getLabels());
      network.setLayerMaskArrays(batch.getFeaturesMaskArray(), batch.getLabelsMaskArray());
      network.computeGradientAndScore();
      network.clearLayerMaskArrays();
      INDArray gradient = network.getFlattenedGradients();
      sum = sum == null ? gradient.dup() : sum.addi(gradient);
      loss += network.score() / batches.size();
    }
    network.getFlattenedGradients().assign(sum.divi(batches.size()));
    network.getListeners().forEach(l -> l.onGradientCalculation(network));
    network
        .getUpdater()
        .update(
            network,
            network.gradient(),
            network.getIterationCount(),
            network.getEpochCount(),
            network.batchSize(),
            LayerWorkspaceMgr.noWorkspaces());
    network.params().subi(network.getFlattenedGradients().reshape(network.params().shape()));
    network.getLayerWiseConfigurations().setIterationCount(network.getIterationCount() + 1);
    return loss;
  }

  /**
   * Sets the learning rate of all layers; those with an updater of another kind keep theirs.
   *
   * @param factor what each layer, by its name, makes of the rate
   */
  static void setLearningRate(Model network, double rate, ToDoubleFunction<String> factor) {
    for (Layer layer : layers(network)) {
      RateSchedule schedule = schedule(layer);
      if (schedule != null) {
        schedule.setRate(rate * factor.applyAsDouble(layer.conf().getLayer().getLayerName()));
      }
    }
  }

  /** The learning rates of all layers, 0 for those without one that can be set. */
  public static List<Double> learningRates(Model network) {
    List<Double> rates = new ArrayList<>();
    for (Layer layer : layers(network)) {
      RateSchedule schedule = schedule(layer);
      rates.add(schedule == null ? 0 : schedule.getRate());
    }
    return rates;
  }

  /** Sets what {@link #learningRates} gave, in a network of the same layers. */
  public static void setLearningRates(Model network, List<Double> rates) {
    Layer[] layers = layers(network);
    for (int i = 0; i < layers.length; i++) {
      RateSchedule schedule = schedule(layers[i]);
      if (schedule != null) {
        schedule.setRate(rates.get(i));
      }
    }
  }

  private static Layer[] layers(Model network) {
    return network instanceof MultiLayerNetwork n
        ? n.getLayers()
        : ((ComputationGraph) network).getLayers();
  }

  /** A layer's schedule, or null if its rate cannot be set. */
  private static RateSchedule schedule(Layer layer) {
    return layer.conf().getLayer() instanceof BaseLayer conf
            && schedule(conf.getIUpdater()) instanceof RateSchedule schedule
        ? schedule
        : null;
  }

  private static ISchedule schedule(IUpdater updater) {
    if (updater instanceof Adam adam) {
      return adam.getLearningRateSchedule();
    }
    return updater instanceof Sgd sgd ? sgd.getLearningRateSchedule() : null;
  }
}
