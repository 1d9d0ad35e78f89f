package io.github.recurrent4j.layers.runtime;

import io.github.recurrent4j.kernels.Patches;
import io.github.recurrent4j.layers.ImagePatches;
import io.github.recurrent4j.layers.TimeMajor;
import io.github.recurrent4j.layers.kernel.Engine;
import io.github.recurrent4j.layers.kernel.NativeArrays;
import org.deeplearning4j.nn.api.MaskState;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.AbstractLayer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Runs {@link ImagePatches}. */
public final class ImagePatchesLayer extends AbstractLayer<ImagePatches> {
  private final transient Border border = new Border(this::layerId);
  private transient long[] shape;

  /** Creates the layer. */
  public ImagePatchesLayer(NeuralNetConfiguration conf, DataType type) {
    super(conf, type);
  }

  @Override
  public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
    assertInputSet(false);
    Patches patches = layerConf().patches();
    border.sequence(input);
    border.exactly(
        "The picture", input, input.size(0), layerConf().getChannels(), patches.inputs());
    INDArray x = TimeMajor.contiguous(input.castTo(dataType), RNNFormat.NCW);
    shape = x.shape();
    long size = shape[2] * patches.kernel() * patches.kernel();
    long[] given = {patches.outputs(), shape[1], size};
    if (Engine.usesOneDnn(dataType)) {
      INDArray out = workspaces.createUninitialized(ArrayType.ACTIVATIONS, dataType, given, 'c');
      patches.gather((int) shape[1], (int) shape[2], NativeArrays.of(x), NativeArrays.of(out));
      return TimeMajor.toFormat(out, RNNFormat.NCW);
    }
    INDArray out = workspaces.create(ArrayType.ACTIVATIONS, dataType, given, 'c');
    for (int o = 0; o < patches.outputs(); o++) {
      patches.eachInput(o, (output, tap, in) -> part(out, output, tap).assign(x.slice(in, 0)));
    }
    return TimeMajor.toFormat(out, RNNFormat.NCW);
  }

  @Override
  public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
    Patches patches = layerConf().patches();
    long size = shape[2] * patches.kernel() * patches.kernel();
    border.error(epsilon, RNNFormat.NCW, shape[1], size, patches.outputs());
    INDArray error = TimeMajor.contiguous(epsilon.castTo(dataType), RNNFormat.NCW);
    INDArray dX = workspaces.create(ArrayType.ACTIVATION_GRAD, dataType, shape, 'c');
    if (Engine.usesOneDnn(dataType)) {
      patches.scatter((int) shape[1], (int) shape[2], NativeArrays.of(error), NativeArrays.of(dX));
    } else {
      for (int o = 0; o < patches.outputs(); o++) {
        patches.eachInput(o, (output, tap, in) -> dX.slice(in, 0).addi(part(error, output, tap)));
      }
    }
    return new Pair<>(new DefaultGradient(), SequenceGradient.of(dX, RNNFormat.NCW));
  }

  /** One place of a patch, [B, C], as a view. */
  private INDArray part(INDArray patches, int output, int tap) {
    return patches
        .slice(output, 0)
        .get(NDArrayIndex.all(), NDArrayIndex.interval(tap * shape[2], (tap + 1) * shape[2]));
  }

  @Override
  public Pair<INDArray, MaskState> feedForwardMaskArray(
      INDArray mask, MaskState state, int minibatchSize) {
    // A picture is whole: no mask of its places goes on.
    return new Pair<>(null, state);
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
    return Type.CONVOLUTIONAL;
  }
}
