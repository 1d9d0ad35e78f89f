package io.github.recurrent4j.layers.runtime;

import io.github.recurrent4j.kernels.Precision;
import io.github.recurrent4j.layers.SparseOutput;
import io.github.recurrent4j.layers.TimeMajor;
import io.github.recurrent4j.layers.kernel.PassPrecision;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.dropout.IDropout;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.BaseOutputLayer;
import org.deeplearning4j.nn.params.DefaultParamInitializer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataBuffer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Runs a {@link SparseOutput}. */
public final class SparseOutputLayer extends BaseOutputLayer<SparseOutput>
    implements ComputesInPrecision {
  private static final String W = DefaultParamInitializer.WEIGHT_KEY;
  private static final String B = DefaultParamInitializer.BIAS_KEY;

  private final transient Border border = new Border(this::layerId);
  private final transient Scratch inputCopy = new Scratch();
  private final transient PassPrecision precision = new PassPrecision();
  private transient INDArray tiedWeights;
  private transient INDArray tiedGradient;
  private transient double lossOfBackward = Double.NaN;

  /** Creates the layer. */
  public SparseOutputLayer(NeuralNetConfiguration conf, DataType type) {
    super(conf, type);
  }

  @Override
  public void computeIn(Precision wanted) {
    precision.set(wanted);
  }

  @Override
  public void setInput(INDArray in, LayerWorkspaceMgr workspaces) {
    super.setInput(in, workspaces);
    lossOfBackward = Double.NaN;
  }

  @Override
  public void setParamsViewArray(INDArray view) {
    super.setParamsViewArray(view);
    tiedWeights = tied(view);
  }

  @Override
  public void setBackpropGradientsViewArray(INDArray view) {
    super.setBackpropGradientsViewArray(view);
    tiedGradient = tied(view);
  }

  /** The embedding's part of the network's parameters (or gradients), as W [nIn, nOut]. */
  private INDArray tied(INDArray view) {
    SparseOutput c = layerConf();
    if (c.getTiedOffset() < 0 || view == null) {
      return null;
    }
    DataBuffer original = view.data().originalDataBuffer();
    DataBuffer whole = original == null ? view.data() : original;
    long size = c.getNIn() * c.getNOut();
    if (c.getTiedOffset() > whole.length() - size) {
      throw new DL4JInvalidConfigException(
          "tiedOffset is "
              + c.getTiedOffset()
              + ": "
              + size
              + " tied weights from there on are not inside the network's "
              + whole.length()
              + " parameters "
              + layerId());
    }
    try (MemoryWorkspace ws = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
      return Nd4j.create(
          whole,
          new long[] {c.getNIn(), c.getNOut()},
          new long[] {1, c.getNIn()},
          c.getTiedOffset(),
          'f');
    }
  }

  private INDArray weights(boolean training, LayerWorkspaceMgr workspaces) {
    return tiedWeights != null ? tiedWeights : getParamWithNoise(W, training, workspaces);
  }

  private INDArray bias() {
    return hasBias() ? getParam(B) : null;
  }

  /**
   * Probabilities with the present parameters, apart from the network's own passes.
   *
   * @param rows [N, nIn]
   * @param out receives softmax(x·W + b), [N, nOut]
   */
  public void probabilities(INDArray rows, INDArray out) {
    SparseCrossEntropy.probabilities(
        rows, tiedWeights != null ? tiedWeights : params.get(W), bias(), precision.of(false), out);
  }

  /** Replaces each row by its softmax. */
  public static void softmax(INDArray rows) {
    SparseCrossEntropy.softmax(rows);
  }

  private long features() {
    SparseOutput c = layerConf();
    if (c.getComponents() > 1) {
      return c.getComponents() * (c.getNIn() + 1);
    }
    return c.getNIn() + (c.isCopying() ? CopyCrossEntropy.EXTRA : 0);
  }

  /** The input as [N, features] in time-major order, after dropout. */
  private INDArray rows(boolean training, LayerWorkspaceMgr workspaces) {
    assertInputSet(false);
    border.sequenceOrVectors(input, features(), layerConf().getDataFormat());
    if (input.rank() == 2) {
      applyDropOutIfNecessary(training, workspaces);
      INDArray x = input.castTo(dataType);
      return TimeMajor.isContiguous(x) ? x : inputCopy.copy(x);
    }
    IDropout dropout = layerConf().getIDropout();
    if (training && !dropoutApplied && dropout != null) {
      input =
          TimeMajorDropout.apply(
              dropout,
              inputCopy.timeMajor(input, dataType, layerConf().getDataFormat()),
              layerConf().getDataFormat(),
              getIterationCount(),
              getEpochCount(),
              workspaces);
      dropoutApplied = true;
    }
    INDArray x = inputCopy.timeMajor(input, dataType, layerConf().getDataFormat());
    return x.reshape('c', x.size(0) * x.size(1), x.size(2));
  }

  private RowLoss loss(int rows) {
    long batch = input.size(0);
    long time = rows / batch;
    border.labels(labels, batch, time);
    int classes = (int) layerConf().getNOut();
    boolean copying = layerConf().isCopying();
    int[] ids =
        border.ids("The labels", labels, Integer.MIN_VALUE, copying ? classes + 1L : classes);
    float[] weights = null;
    if (maskArray != null) {
      border.weights("The labels mask", maskArray, batch, time);
      INDArray mask = maskArray.reshape(batch, time);
      weights = mask.permute(1, 0).dup('c').data().asFloat();
    }
    if (layerConf().getComponents() > 1) {
      return new MixtureCrossEntropy(ids, weights, classes, layerConf().getComponents());
    }
    return copying
        ? new CopyCrossEntropy(ids, weights, classes, layerConf().getCoverage())
        : new SparseCrossEntropy(ids, weights, classes, layerConf().getLabelSmoothing());
  }

  private double scale(RowLoss loss) {
    // DL4J's updater divides gradients by the minibatch size; the score is divided here.
    return layerConf().isPerToken() ? batch() / Math.max(loss.totalWeight(), 1e-12) : 1;
  }

  private double batch() {
    return conf().isMiniBatch() ? input.size(0) : 1;
  }

  @Override
  public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
    INDArray x = rows(true, workspaces);
    RowLoss loss = loss((int) x.size(0));
    double scale = scale(loss);
    long time = input.rank() == 2 ? 1 : x.size(0) / input.size(0);
    INDArray dX =
        workspaces.createUninitialized(
            ArrayType.ACTIVATION_GRAD, dataType, new long[] {time, input.size(0), x.size(1)}, 'c');
    INDArray dW = tiedGradient != null ? tiedGradient : gradientViews.get(W);
    INDArray dB = hasBias() ? gradientViews.get(B) : null;
    double sum =
        loss.backward(
            x,
            weights(true, workspaces),
            bias(),
            scale,
            precision.of(true),
            dW,
            dB,
            dX.reshape('c', x.size(0), x.size(1)));
    lossOfBackward = sum * scale / batch();
    Gradient result = new DefaultGradient(gradientsFlattened);
    if (tiedGradient == null) {
      result.setGradientFor(W, dW);
    }
    if (dB != null) {
      result.setGradientFor(B, dB);
    }
    weightNoiseParams.clear();
    INDArray out =
        input.rank() == 2
            ? dX.reshape('c', x.size(0), x.size(1))
            : SequenceGradient.of(dX, layerConf().getDataFormat());
    return new Pair<>(result, backpropDropOutIfPresent(out));
  }

  @Override
  public double computeScore(double regularization, boolean training, LayerWorkspaceMgr ws) {
    if (!training || Double.isNaN(lossOfBackward)) {
      INDArray x = rows(training, ws);
      RowLoss loss = loss((int) x.size(0));
      lossOfBackward =
          loss.forward(x, weights(training, ws), bias(), precision.of(training))
              * scale(loss)
              / batch();
    }
    score = lossOfBackward + regularization;
    return score;
  }

  @Override
  public INDArray computeScoreForExamples(double regularization, LayerWorkspaceMgr workspaces) {
    INDArray x = rows(false, workspaces);
    RowLoss loss = loss((int) x.size(0));
    double[] each = loss.perRow(x, weights(false, workspaces), bias(), precision.of(false));
    int batch = (int) input.size(0);
    INDArray result = workspaces.create(ArrayType.ACTIVATIONS, dataType, batch, 1);
    for (int i = 0; i < each.length; i++) {
      int b = i % batch;
      result.putScalar(b, 0, result.getDouble(b, 0) + each[i]);
    }
    return result.addi(regularization);
  }

  @Override
  public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
    INDArray x = rows(training, workspaces);
    long batch = input.size(0);
    boolean copying = layerConf().isCopying();
    long classes = layerConf().getNOut() + (copying ? 1 : 0);
    INDArray out =
        workspaces.createUninitialized(
            ArrayType.ACTIVATIONS, dataType, new long[] {x.size(0) / batch, batch, classes}, 'c');
    INDArray flat = out.reshape('c', x.size(0), classes);
    if (copying) {
      CopyCrossEntropy.probabilities(
          x, weights(training, workspaces), bias(), precision.of(training), flat);
    } else if (layerConf().getComponents() > 1) {
      MixtureCrossEntropy.probabilities(
          x,
          weights(training, workspaces),
          bias(),
          precision.of(training),
          layerConf().getComponents(),
          flat);
    } else {
      SparseCrossEntropy.probabilities(
          x, weights(training, workspaces), bias(), precision.of(training), flat);
    }
    return input.rank() == 2 ? flat : TimeMajor.toFormat(out, layerConf().getDataFormat());
  }

  @Override
  public void setParam(String key, INDArray value) {
    border.parameter(key, params.get(key), value);
    super.setParam(key, value);
  }

  @Override
  protected INDArray getLabels2d(LayerWorkspaceMgr workspaces, ArrayType type) {
    throw new IllegalStateException("labels of a SparseOutput are ids, not vectors");
  }

  @Override
  public Type type() {
    return Type.RECURRENT;
  }
}
