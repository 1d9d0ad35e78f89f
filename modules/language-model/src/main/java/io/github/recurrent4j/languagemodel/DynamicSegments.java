package io.github.recurrent4j.languagemodel;

import io.github.recurrent4j.kernels.Descent;
import io.github.recurrent4j.kernels.Floats;
import io.github.recurrent4j.kernels.Precision;
import io.github.recurrent4j.layers.Projection;
import io.github.recurrent4j.layers.TimeMajor;
import io.github.recurrent4j.layers.TrainingPrecision;
import io.github.recurrent4j.layers.kernel.NativeArrays;
import io.github.recurrent4j.vectorization.BadInputException;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.wrapper.BaseWrapperLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * Dynamic evaluation (Krause et al., 2018, "Dynamic Evaluation of Neural Sequence Models"): after
 * each segment a copy of the model's weights takes a step that makes it likelier. A segment is
 * measured before the step on it. The copy has no dropout and no other noise.
 *
 * <pre>
 * SGD:  θ ← θ − η·∇L + λ·(θ_g − θ)
 * RMS:  θ ← θ − η·∇L / (√MS + ε) + min(1, λ·√MS / mean √MS)·(θ_g − θ)
 * </pre>
 *
 * <p>L is the mean over the segment, θ_g the model's own weights, MS the mean square of the
 * segments' gradients on a training text.
 */
final class DynamicSegments implements SegmentReader {
  private static final double EPSILON = 2e-5;

  private final MultiLayerNetwork network;
  private final EvaluationOptions options;
  private final INDArray own;

  /** Layers above the topmost hidden one. */
  private final int above;

  private Descent descent;

  /**
   * A reader.
   *
   * @param model whose weights are copied; not used afterwards
   */
  DynamicSegments(MultiLayerNetwork model, EvaluationOptions options) {
    this.options = options;
    this.network = quietCopy(model);
    Layer belowOutput =
        network.getLayerWiseConfigurations().getConf(network.getnLayers() - 2).getLayer();
    this.above = belowOutput instanceof Projection ? 2 : 1;
    this.own = options.dynamicDecay() > 0 ? network.params().dup() : null;
    this.descent = Descent.plain(options.dynamicRate(), options.dynamicDecay(), home());
  }

  private static MultiLayerNetwork quietCopy(MultiLayerNetwork model) {
    MultiLayerConfiguration conf =
        MultiLayerConfiguration.fromJson(model.getLayerWiseConfigurations().toJson());
    for (NeuralNetConfiguration c : conf.getConfs()) {
      quieten(c.getLayer());
    }
    MultiLayerNetwork copy = new MultiLayerNetwork(conf);
    copy.init(model.params().dup(), false);
    copy.initGradientsView();
    TrainingPrecision.apply(copy, Precision.F32);
    return copy;
  }

  private static void quieten(Layer layer) {
    layer.setIDropout(null);
    if (layer instanceof BaseLayer weights) {
      weights.setWeightNoise(null);
      weights.setRegularization(new ArrayList<>());
      weights.setRegularizationBias(new ArrayList<>());
    } else if (layer instanceof BaseWrapperLayer wrapper) {
      quieten(wrapper.getUnderlying());
    }
  }

  /**
   * Measures the gradients' size on a text from training, which the RMS rule needs.
   *
   * @param segments tokens and next tokens, one after another
   */
  void measure(Iterable<int[][]> segments) {
    INDArray sum = network.params().like();
    long count = 0;
    for (int[][] segment : segments) {
      INDArray gradient = gradient(ids(segment[0]), ids(segment[1]));
      sum.addi(gradient.mul(gradient));
      count++;
    }
    network.rnnClearPreviousState();
    INDArray size = Transforms.sqrt(sum.divi(Math.max(1, count)), false);
    descent =
        Descent.scaled(
            options.dynamicRate(),
            options.dynamicDecay(),
            home(),
            NativeArrays.of(size),
            size.meanNumber().doubleValue(),
            EPSILON);
  }

  private Floats home() {
    return own == null ? null : NativeArrays.of(own);
  }

  @Override
  public int length() {
    return options.dynamicSegment();
  }

  @Override
  public int stateSize() {
    return network.layerInputSize(network.getnLayers() - above);
  }

  private static INDArray ids(int[] ids) {
    float[][][] values = new float[1][1][ids.length];
    for (int t = 0; t < ids.length; t++) {
      values[0][0][t] = ids[t];
    }
    return Nd4j.createFromArray(values);
  }

  @Override
  public Segment read(int[] tokens, int[] next) {
    INDArray features = ids(tokens);
    // The state that training carries, which this does not move.
    List<INDArray> activations = network.rnnActivateUsingStoredState(features, false, false);
    INDArray p = TimeMajor.contiguous(activations.get(activations.size() - 1), RNNFormat.NCW);
    Floats probabilities = NativeArrays.of(p);
    double[] logs = new double[next.length];
    for (int t = 0; t < logs.length; t++) {
      float one = probabilities.get(t * p.size(2) + next[t]);
      logs[t] = Math.log(Math.max(one, Float.MIN_NORMAL));
      if (Double.isNaN(logs[t])) {
        throw new BadInputException(
            "dynamic evaluation's weights are no numbers any more: use a smaller rate (--dynamic)");
      }
    }
    INDArray top =
        TimeMajor.contiguous(activations.get(activations.size() - 1 - above), RNNFormat.NCW);
    Segment segment = new Segment(logs, NativeArrays.of(top).toArray());
    descent.step(NativeArrays.of(network.params()), NativeArrays.of(gradient(features, ids(next))));
    activations.forEach(INDArray::close);
    return segment;
  }

  /** The gradient of the segment's mean loss; states are carried to the next. */
  private INDArray gradient(INDArray features, INDArray labels) {
    network.setInput(features);
    network.setLabels(labels);
    network.computeGradientAndScore();
    return network.getFlattenedGradients().reshape(network.params().shape());
  }

  @Override
  public void close() {
    network.close();
  }
}
