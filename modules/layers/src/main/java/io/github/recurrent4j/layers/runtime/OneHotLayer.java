package io.github.recurrent4j.layers.runtime;

import io.github.recurrent4j.kernels.Floats;
import io.github.recurrent4j.layers.OneHot;
import io.github.recurrent4j.layers.TimeMajor;
import io.github.recurrent4j.layers.kernel.NativeArrays;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.AbstractLayer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Runs a {@link OneHot}. */
public final class OneHotLayer extends AbstractLayer<OneHot> {
  private final transient Border border = new Border(this::layerId);

  /** Creates the layer. */
  public OneHotLayer(NeuralNetConfiguration conf, DataType type) {
    super(conf, type);
  }

  @Override
  public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
    assertInputSet(false);
    long size = layerConf().getSize();
    int[] ids = border.ids("The input", input, 0, size);
    long batch = input.size(0);
    INDArray out =
        workspaces.create(
            ArrayType.ACTIVATIONS, dataType, new long[] {ids.length / batch, batch, size}, 'c');
    Floats floats = dataType == DataType.FLOAT ? NativeArrays.of(out) : null;
    INDArray flat = out.reshape('c', new long[] {out.length()});
    for (int i = 0; i < ids.length; i++) {
      if (floats != null) {
        floats.put(i * size + ids[i], 1f);
      } else {
        flat.putScalar(i * size + ids[i], 1);
      }
    }
    return TimeMajor.toFormat(out, layerConf().getDataFormat());
  }

  @Override
  public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
    return new Pair<>(new DefaultGradient(), null);
  }

  @Override
  public boolean isPretrainLayer() {
    return false;
  }

  @Override
  public void clearNoiseWeightParams() {
    // No parameters.
  }

  @Override
  public Type type() {
    return Type.RECURRENT;
  }
}
