package io.github.recurrent4j.layers.runtime;

import io.github.recurrent4j.kernels.Elementwise;
import io.github.recurrent4j.layers.Projection;
import io.github.recurrent4j.layers.TimeMajor;
import io.github.recurrent4j.layers.kernel.Engine;
import io.github.recurrent4j.layers.kernel.NativeArrays;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.dropout.IDropout;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.params.DefaultParamInitializer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.impl.ActivationTanH;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Runs a {@link Projection}. */
public final class ProjectionLayer extends SequenceLayer<Projection> {
  private static final String W = DefaultParamInitializer.WEIGHT_KEY;
  private static final String B = DefaultParamInitializer.BIAS_KEY;

  private final transient Scratch inputCopy = new Scratch();
  private final transient Scratch errorCopy = new Scratch();
  private final transient Scratch before = new Scratch();
  private transient INDArray x;
  private transient INDArray preActivation;

  /** What came out of tanh, which is all that its derivative needs. */
  private transient INDArray squashed;

  private transient boolean single;

  /** Creates the layer. */
  public ProjectionLayer(NeuralNetConfiguration conf, DataType type) {
    super(conf, type);
  }

  private INDArray sequence(INDArray given, Scratch copy) {
    return single ? copy.oneStep(given, dataType) : copy.timeMajor(given, dataType, RNNFormat.NCW);
  }

  @Override
  public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
    assertInputSet(false);
    border.sequenceOrVectors(input, layerConf().getNIn(), RNNFormat.NCW);
    single = input.rank() == 2;
    x = sequence(input, inputCopy);
    IDropout dropout = layerConf().getIDropout();
    if (training && !dropoutApplied && dropout != null) {
      input =
          TimeMajorDropout.apply(
              dropout, x, RNNFormat.NCW, getIterationCount(), getEpochCount(), workspaces);
      dropoutApplied = true;
      x = inputCopy.timeMajor(input, dataType, RNNFormat.NCW);
    }
    long[] shape = {x.size(0), x.size(1), layerConf().getNOut()};
    INDArray out = workspaces.createUninitialized(ArrayType.ACTIVATIONS, dataType, shape, 'c');
    INDArray rows = Sequences.rows(out);
    boolean isTanh = affine(rows, tanh(), training, workspaces);
    squashed = null;
    preActivation = null;
    if (isTanh) {
      if (training) {
        squashed = before.of(dataType, rows.shape());
        NativeArrays.of(squashed).copyFrom(NativeArrays.of(rows));
      }
    } else {
      if (training) {
        preActivation = before.copy(rows);
      }
      layerConf().getActivationFn().getActivation(rows, training);
    }
    return single ? rows : TimeMajor.toFormat(out, RNNFormat.NCW);
  }

  /** W x + b, or its tanh, into rows [N, nOut], see {@link Matrices#affine}. */
  private boolean affine(
      INDArray rows, boolean tanh, boolean training, LayerWorkspaceMgr workspaces) {
    return Matrices.affine(
        Sequences.rows(x),
        getParamWithNoise(W, training, workspaces),
        getParamWithNoise(B, training, workspaces),
        rows,
        tanh,
        precision(training));
  }

  private boolean tanh() {
    return layerConf().getActivationFn() instanceof ActivationTanH;
  }

  private INDArray throughActivation(INDArray error) {
    if (squashed == null) {
      return layerConf().getActivationFn().backprop(preActivation, error).getFirst();
    }
    Elementwise.tanhBackward(NativeArrays.of(squashed), NativeArrays.of(error));
    return error;
  }

  /** A copy, since the activation's backward pass writes into it. */
  private INDArray ownError(INDArray epsilon) {
    if (single) {
      return errorCopy.oneStep(epsilon, dataType);
    }
    INDArray view = TimeMajor.view(epsilon.castTo(dataType), RNNFormat.NCW);
    if (!Engine.usesOneDnn(dataType) || !TimeMajor.isContiguous(view)) {
      return errorCopy.copy(view);
    }
    INDArray copy = errorCopy.of(dataType, view.shape());
    NativeArrays.of(copy).copyFrom(NativeArrays.of(view));
    return copy;
  }

  @Override
  public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
    if (single) {
      border.error(epsilon, x.size(1), layerConf().getNOut());
    } else {
      border.error(epsilon, RNNFormat.NCW, x.size(1), layerConf().getNOut(), x.size(0));
    }
    boolean trained = preActivation != null || squashed != null;
    if (!trained) {
      // The forward pass was one for inference, as in a FrozenLayerWithBackprop.
      preActivation = before.of(dataType, x.size(0) * x.size(1), layerConf().getNOut());
      affine(preActivation, false, false, workspaces);
    }
    INDArray error = Sequences.rows(ownError(epsilon));
    INDArray dZ = throughActivation(error);
    Gradient gradient = new DefaultGradient(gradientsFlattened);
    INDArray dW = gradientViews.get(W);
    Matrices.multiply(Sequences.rows(x).transpose(), dZ, dW, false, precision(true));
    gradient.setGradientFor(W, dW);
    INDArray dB = gradientViews.get(B);
    if (Engine.usesOneDnn(dataType)) {
      Elementwise.sumOfSteps(NativeArrays.of(dZ), NativeArrays.of(dB));
    } else {
      dZ.sum(dB, 0);
    }
    gradient.setGradientFor(B, dB);
    INDArray dX =
        workspaces.createUninitialized(ArrayType.ACTIVATION_GRAD, dataType, x.shape(), 'c');
    Matrices.multiply(
        dZ,
        getParamWithNoise(W, trained, workspaces).transpose(),
        Sequences.rows(dX),
        false,
        precision(true));
    weightNoiseParams.clear();
    INDArray out = backpropDropOutIfPresent(SequenceGradient.of(dX, RNNFormat.NCW));
    return new Pair<>(gradient, single ? out.reshape(out.size(0), out.size(1)) : out);
  }

  @Override
  public boolean hasBias() {
    return true;
  }
}
