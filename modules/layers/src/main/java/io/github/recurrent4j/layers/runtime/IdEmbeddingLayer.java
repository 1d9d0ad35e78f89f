package io.github.recurrent4j.layers.runtime;

import io.github.recurrent4j.kernels.Elementwise;
import io.github.recurrent4j.kernels.Floats;
import io.github.recurrent4j.kernels.Workers;
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

  /** Floats below which a second thread costs more than it brings. */
  private static final long FLOATS_OF_A_PART = 1 << 15;

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
    inParts(
        ids.length,
        words,
        (first, end) -> {
          for (int i = first; i < end; i++) {
            to.copy(i * words, from, ids[i] * words, words);
          }
        });
    return TimeMajor.toFormat(out, layerConf().getDataFormat());
  }

  @Override
  public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
    RNNFormat format = layerConf().getDataFormat();
    border.error(epsilon, format, batch, gradientViews.get(W).size(1), ids.length / batch);
    INDArray view = TimeMajor.view(epsilon.castTo(dataType), format);
    INDArray error = TimeMajor.isContiguous(view) ? view : errorCopy.copy(view);
    INDArray gradient = gradientViews.get(W);
    boolean adds = layerConf().isTied();
    int size = (int) gradient.size(1);
    if (dataType == DataType.FLOAT) {
      Floats from = NativeArrays.of(error);
      Floats to = NativeArrays.of(gradient);
      if (!adds) {
        Elementwise.clear(to);
      }
      inParts(size, ids.length, (first, end) -> add(from, to, size, first, end));
    } else {
      if (!adds) {
        gradient.assign(0);
      }
      INDArray rows = error.reshape('c', ids.length, size);
      for (int i = 0; i < ids.length; i++) {
        gradient.getRow(ids[i]).addi(rows.getRow(i));
      }
    }
    Gradient result = new DefaultGradient(gradientsFlattened);
    result.setGradientFor(W, gradient);
    return new Pair<>(result, null);
  }

  /** Adds some columns of each error to its word's. */
  private void add(Floats errors, Floats gradient, int size, int first, int end) {
    int count = end - first;
    float[] row = new float[count];
    float[] sum = new float[count];
    for (int i = 0; i < ids.length; i++) {
      long word = (long) ids[i] * size + first;
      errors.get((long) i * size + first, row);
      gradient.get(word, sum);
      for (int j = 0; j < count; j++) {
        sum[j] += row[j];
      }
      gradient.put(word, sum);
    }
  }

  /** What is done from one place to another. */
  private interface Part {
    void run(int first, int end);
  }

  /**
   * Cuts places into parts that are done side by side.
   *
   * @param floats that are moved at each
   */
  private static void inParts(int places, long floats, Part part) {
    int parts = (int) Math.max(1, Math.min(Workers.count(), places * floats / FLOATS_OF_A_PART));
    Workers.run(
        parts, i -> part.run((int) ((long) places * i / parts), (int) (places * (i + 1L) / parts)));
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
