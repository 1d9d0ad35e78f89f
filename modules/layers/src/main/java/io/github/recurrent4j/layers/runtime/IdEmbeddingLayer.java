package io.github.recurrent4j.layers.runtime;

import io.github.recurrent4j.kernels.Floats;
import io.github.recurrent4j.layers.IdEmbedding;
import io.github.recurrent4j.layers.TimeMajor;
import io.github.recurrent4j.layers.kernel.NativeArrays;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.BaseLayer;
import org.deeplearning4j.nn.params.DefaultParamInitializer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Runs an {@link IdEmbedding}. */
public final class IdEmbeddingLayer extends BaseLayer<IdEmbedding> {
  private static final String W = DefaultParamInitializer.WEIGHT_KEY;

  private final transient Border border = new Border(this::layerId);
  private final transient Scratch errorCopy = new Scratch();
  private transient int[] ids;
  private transient long batch;

  /** Creates the layer. */
  public IdEmbeddingLayer(NeuralNetConfiguration conf, DataType type) {
    super(conf, type);
  }

  @Override
  public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
    assertInputSet(false);
    INDArray w = params.get(W);
    ids = border.ids("The input", input, 0, w.size(0));
    long size = w.size(1);
    batch = input.size(0);
    INDArray out =
        workspaces.createUninitialized(
            ArrayType.ACTIVATIONS, dataType, new long[] {ids.length / batch, batch, size}, 'c');
    long words = size * dataType.width() / Float.BYTES;
    Floats from = NativeArrays.words(w);
    Floats to = NativeArrays.words(out);
    for (int i = 0; i < ids.length; i++) {
      to.copy(i * words, from, ids[i] * words, words);
    }
    return TimeMajor.toFormat(out, layerConf().getDataFormat());
  }

  @Override
  public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
    RNNFormat format = layerConf().getDataFormat();
    border.error(epsilon, format, batch, gradientViews.get(W).size(1), ids.length / batch);
    INDArray view = TimeMajor.view(epsilon.castTo(dataType), format);
    INDArray error = TimeMajor.isContiguous(view) ? view : errorCopy.copy(view);
    INDArray gradient = gradientViews.get(W);
    if (!layerConf().isTied()) {
      gradient.assign(0);
    }
    int size = (int) gradient.size(1);
    if (dataType == DataType.FLOAT) {
      Floats from = NativeArrays.of(error);
      Floats to = NativeArrays.of(gradient);
      float[] row = new float[size];
      float[] sum = new float[size];
      for (int i = 0; i < ids.length; i++) {
        from.get((long) i * size, row);
        to.get((long) ids[i] * size, sum);
        for (int j = 0; j < size; j++) {
          sum[j] += row[j];
        }
        to.put((long) ids[i] * size, sum);
      }
    } else {
      INDArray rows = error.reshape('c', ids.length, size);
      for (int i = 0; i < ids.length; i++) {
        gradient.getRow(ids[i]).addi(rows.getRow(i));
      }
    }
    Gradient result = new DefaultGradient(gradientsFlattened);
    result.setGradientFor(W, gradient);
    return new Pair<>(result, null);
  }

  @Override
  public void setParam(String key, INDArray value) {
    border.parameter(key, params.get(key), value);
    super.setParam(key, value);
  }

  @Override
  public boolean hasBias() {
    return false;
  }

  @Override
  public boolean isPretrainLayer() {
    return false;
  }

  @Override
  public Type type() {
    return Type.RECURRENT;
  }
}
