package io.github.recurrent4j.layers.runtime;

import java.util.Collection;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.LayerValidation;
import org.deeplearning4j.nn.layers.BaseLayer;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What every configuration does after it has created its running layer. */
public final class Instantiation {
  private Instantiation() {}

  /** Gives a running layer its parameters, listeners and index. */
  public static <L extends BaseLayer<?>> L finish(
      L layer,
      FeedForwardLayer settings,
      NeuralNetConfiguration conf,
      Collection<TrainingListener> listeners,
      int index,
      INDArray parameters,
      boolean initialize) {
    LayerValidation.assertNInNOutSet(
        settings.getClass().getSimpleName(),
        settings.getLayerName(),
        index,
        settings.getNIn(),
        settings.getNOut());
    layer.setListeners(listeners);
    layer.setIndex(index);
    layer.setParamsViewArray(parameters);
    layer.setParamTable(settings.initializer().init(conf, parameters, initialize));
    layer.setConf(conf);
    return layer;
  }
}
