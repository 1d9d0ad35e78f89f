package io.github.recurrent4j.languagemodel;

import io.github.recurrent4j.layers.kernel.Addresses;
import io.github.recurrent4j.layers.kernel.Engine;
import io.github.recurrent4j.layers.kernel.NativeMath;
import io.github.recurrent4j.layers.kernel.NativeMath.Product;
import io.github.recurrent4j.layers.kernel.RecurrentKernel;
import io.github.recurrent4j.layers.kernel.RecurrentKernel.State;
import io.github.recurrent4j.layers.runtime.FusedRecurrentLayer;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Runs a recurrent language model one token at a time, with weights packed once: what generation
 * needs. Each stepper has a state of its own and belongs to one thread; the network is only read.
 */
final class Stepper implements AutoCloseable {
  private final List<RecurrentKernel> kernels = new ArrayList<>();
  private final List<State> states = new ArrayList<>();
  private final List<INDArray> outputs = new ArrayList<>();
  private final INDArray embedding;
  private final INDArray input;
  private final INDArray weights;
  private final INDArray bias;
  private final INDArray logits;
  private final FloatBuffer inputFloats;
  private final FloatBuffer logitFloats;
  private final float[] result;
  private int lastHot;

  Stepper(MultiLayerNetwork network, LanguageModelConfig config, int vocabulary) {
    boolean embedded = config.embedding() > 0;
    embedding = embedded ? network.getLayer(0).getParam("W") : null;
    input = Nd4j.zeros(DataType.FLOAT, 1, 1, embedded ? config.embedding() : vocabulary);
    inputFloats = new FloatPointer(Addresses.of(input)).capacity(input.length()).asBuffer();
    for (Layer layer : network.getLayers()) {
      if (layer instanceof FusedRecurrentLayer<?> recurrent) {
        kernels.add(recurrent.frozenKernel());
        states.add(null);
        outputs.add(Nd4j.zeros(DataType.FLOAT, 1, 1, recurrent.spec().hiddenSize()));
      }
    }
    Layer out = network.getOutputLayer();
    weights = config.tied() ? embedding.transpose() : out.getParam("W");
    bias = out.getParam("b");
    logits = Nd4j.zeros(DataType.FLOAT, 1, vocabulary);
    logitFloats = new FloatPointer(Addresses.of(logits)).capacity(vocabulary).asBuffer();
    result = new float[vocabulary];
  }

  /** Reads a token and gives the logits of the next; the array is reused by the next call. */
  float[] step(int token) {
    if (embedding != null) {
      long size = input.length();
      Pointer.memcpy(
          Addresses.of(input), Addresses.of(embedding, token * size), size * Float.BYTES);
    } else {
      inputFloats.put(lastHot, 0f);
      inputFloats.put(token, 1f);
      lastHot = token;
    }
    INDArray x = input;
    for (int i = 0; i < kernels.size(); i++) {
      states.set(i, kernels.get(i).forward(x, null, states.get(i), null, false, outputs.get(i)));
      x = outputs.get(i);
    }
    if (Engine.usesOneDnn(DataType.FLOAT)) {
      // W [H, V] in Fortran order is [V, H] row by row.
      NativeMath.multiply(
          Product.of(1, logits.size(1), x.size(2)).b().withBias(),
          Addresses.of(x),
          Addresses.of(weights),
          Addresses.of(bias),
          Addresses.of(logits));
    } else {
      logits.assign(x.reshape(1, x.length()).mmul(weights).addi(bias.reshape(1, bias.length())));
    }
    logitFloats.get(0, result);
    return result;
  }

  @Override
  public void close() {
    kernels.forEach(RecurrentKernel::close);
  }
}
