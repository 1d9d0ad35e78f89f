package io.github.recurrent4j.layers;

import io.github.recurrent4j.kernels.AdamStep;
import io.github.recurrent4j.kernels.Floats;
import io.github.recurrent4j.layers.kernel.NativeArrays;
import io.github.recurrent4j.layers.runtime.FusedAdamUpdater;
import java.util.Collection;
import java.util.List;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.api.Trainable;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.updater.BaseMultiLayerUpdater;
import org.deeplearning4j.nn.updater.UpdaterBlock;
import org.deeplearning4j.nn.updater.UpdaterBlock.ParamState;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.DataSet;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.learning.regularization.Regularization;
import org.nd4j.linalg.learning.regularization.WeightDecay;

/**
 * What {@code fit} of a MultiLayerNetwork or ComputationGraph does with one minibatch, to the same
 * numbers, with the network's update as one pass over memory on all cores. DL4J takes five for it
 * (division by the size of the minibatch, clipping, Adam, weight decay, subtraction), two of them
 * on one core, and in large networks they are a tenth of the time.
 *
 * <p>Serves float32 networks with {@link FusedAdam} for all parameters, with or without {@link
 * GlobalNormClipping} and decoupled weight decay; anything else is given to DL4J.
 */
public final class ParameterUpdate {
  private final Model network;
  private final BaseMultiLayerUpdater<?> updater;
  private final INDArray parameters;
  private final INDArray gradient;
  private final Collection<TrainingListener> listeners;
  private final int iteration;
  private final int epoch;
  private final double divisor;

  private ParameterUpdate(MultiLayerNetwork n) {
    network = n;
    updater = (BaseMultiLayerUpdater<?>) n.getUpdater();
    parameters = n.params();
    gradient = n.getFlattenedGradients();
    listeners = n.getListeners();
    iteration = n.getIterationCount();
    epoch = n.getEpochCount();
    divisor = n.conf().isMiniBatch() ? n.batchSize() : 1;
  }

  private ParameterUpdate(ComputationGraph g) {
    network = g;
    updater = g.getUpdater();
    parameters = g.params();
    gradient = g.getFlattenedGradients();
    listeners = g.getListeners();
    iteration = g.getIterationCount();
    epoch = g.getEpochCount();
    divisor = g.getConfiguration().getDefaultConfiguration().isMiniBatch() ? g.batchSize() : 1;
  }

  /** Fits a network to one minibatch. */
  public static void fit(MultiLayerNetwork network, DataSet batch) {
    if (network.getLayerWiseConfigurations().getBackpropType() != BackpropType.Standard
        || !serves(network.params(), network.getListeners(), network.getLayers())
        || !serves((BaseMultiLayerUpdater<?>) network.getUpdater())) {
      network.fit(batch);
      return;
    }
    network.setInput(batch.getFeatures());
    network.setLabels(batch.getLabels());
    network.setLayerMaskArrays(batch.getFeaturesMaskArray(), batch.getLabelsMaskArray());
    network.computeGradientAndScore();
    new ParameterUpdate(network).run();
    var configuration = network.getLayerWiseConfigurations();
    configuration.setIterationCount(configuration.getIterationCount() + 1);
    network.clearLayerMaskArrays();
    network.clearLayersStates();
    count(network.getLayers(), network.getIterationCount(), network.getEpochCount());
  }

  /** Fits a graph to one minibatch. */
  public static void fit(ComputationGraph graph, MultiDataSet batch) {
    if (graph.getConfiguration().getBackpropType() != BackpropType.Standard
        || !serves(graph.params(), graph.getListeners(), graph.getLayers())
        || !serves(graph.getUpdater())) {
      graph.fit(batch);
      return;
    }
    graph.setInputs(batch.getFeatures());
    graph.setLabels(batch.getLabels());
    graph.setLayerMaskArrays(batch.getFeaturesMaskArrays(), batch.getLabelsMaskArrays());
    graph.computeGradientAndScore();
    new ParameterUpdate(graph).run();
    var configuration = graph.getConfiguration();
    configuration.setIterationCount(configuration.getIterationCount() + 1);
    if (batch.getFeaturesMaskArrays() != null || batch.getLabelsMaskArrays() != null) {
      graph.clearLayerMaskArrays();
    }
    graph.clearLayersStates();
    count(graph.getLayers(), graph.getIterationCount(), graph.getEpochCount());
  }

  private static void count(Layer[] layers, int iteration, int epoch) {
    for (Layer layer : layers) {
      layer.setIterationCount(iteration);
      layer.setEpochCount(epoch);
    }
  }

  /** Listeners of others may look for the updates where DL4J leaves them. */
  private static boolean serves(
      INDArray parameters, Collection<TrainingListener> listeners, Layer[] layers) {
    String ours = ParameterUpdate.class.getPackageName().replaceFirst("\\.layers$", ".");
    if (parameters.dataType() != DataType.FLOAT
        || listeners.stream().anyMatch(l -> !l.getClass().getName().startsWith(ours))
        || listeners.stream().filter(GlobalNormClipping.class::isInstance).count() > 1) {
      return false;
    }
    boolean clips = listeners.stream().anyMatch(GlobalNormClipping.class::isInstance);
    for (Layer layer : layers) {
      if (layer.numParams() == 0) {
        continue;
      }
      GradientNormalization own = layer.getConfig().getGradientNormalization();
      List<?> constraints = layer.conf().getLayer().getConstraints();
      if ((own != null && own != GradientNormalization.None)
          || (constraints != null && !constraints.isEmpty())) {
        return false;
      }
      for (String name : layer.paramTable().keySet()) {
        if (!layer.updaterDivideByMinibatch(name)
            || !regularizations(layer, name).stream()
                .allMatch(
                    r -> r instanceof WeightDecay || (clips && r instanceof GlobalNormLimit))) {
          return false;
        }
      }
    }
    return true;
  }

  private static boolean serves(BaseMultiLayerUpdater<?> updater) {
    return updater.getUpdaterBlocks().stream()
        .allMatch(
            b ->
                b.getGradientUpdater() instanceof FusedAdamUpdater u
                    && u.isContiguous()
                    && !b.isPretrainUpdaterBlock());
  }

  private static List<Regularization> regularizations(Trainable layer, String parameter) {
    List<Regularization> all = layer.getConfig().getRegularizationByParam(parameter);
    return all == null ? List.of() : all;
  }

  private void run() {
    double factor = 1;
    for (TrainingListener listener : listeners) {
      if (listener instanceof GlobalNormClipping clipping) {
        factor = clipping.factor(gradient, divisor);
      } else {
        listener.onGradientCalculation(network);
      }
    }
    Floats all = NativeArrays.of(parameters);
    Floats gradients = NativeArrays.of(gradient);
    for (UpdaterBlock block : updater.getUpdaterBlocks()) {
      FusedAdamUpdater adam = (FusedAdamUpdater) block.getGradientUpdater();
      double rate = adam.getConfig().getLearningRate(iteration, epoch);
      // Neighbours with the same decay are one range.
      List<ParamState> states = block.getLayersAndVariablesInBlock();
      int from = block.getParamOffsetStart();
      for (int i = 0; i < states.size(); i++) {
        double decay = decay(states.get(i), rate);
        int end = states.get(i).getParamOffsetEnd();
        if (i + 1 < states.size() && decay(states.get(i + 1), rate) == decay) {
          continue;
        }
        adam.update(
            all.slice(from, end - from),
            gradients.slice(from, end - from),
            from - block.getParamOffsetStart(),
            new AdamStep.Scale((float) factor, (float) divisor, (float) decay),
            iteration,
            epoch);
        from = end;
      }
    }
    for (TrainingListener listener : listeners) {
      listener.iterationDone(network, iteration, epoch);
    }
  }

  private double decay(ParamState state, double rate) {
    double sum = 0;
    for (Regularization r : regularizations(state.getLayer(), state.getParamName())) {
      if (r instanceof WeightDecay d) {
        sum += d.getCoeff().valueAt(iteration, epoch) * (d.isApplyLR() ? rate : 1);
      }
    }
    return sum;
  }
}
