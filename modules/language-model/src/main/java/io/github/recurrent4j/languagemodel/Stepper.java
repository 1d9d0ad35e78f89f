package io.github.recurrent4j.languagemodel;

import io.github.recurrent4j.kernels.Arena;
import io.github.recurrent4j.kernels.Floats;
import io.github.recurrent4j.kernels.Product;
import io.github.recurrent4j.kernels.Products;
import io.github.recurrent4j.layers.kernel.Engine;
import io.github.recurrent4j.layers.kernel.NativeArrays;
import io.github.recurrent4j.layers.kernel.RecurrentKernel;
import io.github.recurrent4j.layers.kernel.RecurrentKernel.State;
import io.github.recurrent4j.layers.runtime.FusedRecurrentLayer;
import java.util.ArrayList;
import java.util.List;
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
  private final Floats inputFloats;
  private final Floats logitFloats;
  private final Products products = new Products(Arena.shared());
  private final float[] result;
  private int lastHot;

  Stepper(MultiLayerNetwork network, LanguageModelShape shape, int vocabulary) {
    boolean embedded = shape.embedding() > 0;
    embedding = embedded ? network.getLayer(0).getParam("W") : null;
    input = Nd4j.zeros(DataType.FLOAT, 1, 1, embedded ? shape.embedding() : vocabulary);
    inputFloats = NativeArrays.of(input);
    for (Layer layer : network.getLayers()) {
      if (layer instanceof FusedRecurrentLayer<?> recurrent) {
        kernels.add(recurrent.packedKernel());
        states.add(null);
        outputs.add(Nd4j.zeros(DataType.FLOAT, 1, 1, recurrent.spec().hiddenSize()));
      }
    }
    Layer out = network.getOutputLayer();
    weights = shape.tied() ? embedding.transpose() : out.getParam("W");
    bias = out.getParam("b");
    logits = Nd4j.zeros(DataType.FLOAT, 1, vocabulary);
    logitFloats = NativeArrays.of(logits);
    result = new float[vocabulary];
  }

  /** Reads a token and gives the logits of the next; the array is reused by the next call. */
  float[] step(int token) {
    if (embedding != null) {
      long size = input.length();
      inputFloats.copyFrom(NativeArrays.of(embedding).slice(token * size, size));
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
      products.multiply(
          Product.of(1, logits.size(1), x.size(2)).transposeB().withBias(),
          NativeArrays.of(x),
          NativeArrays.of(weights),
          NativeArrays.of(bias),
          NativeArrays.of(logits));
    } else {
      logits.assign(x.reshape(1, x.length()).mmul(weights).addi(bias.reshape(1, bias.length())));
    }
    logitFloats.get(0, result);
    return result;
  }

  @Override
  public void close() {
    kernels.forEach(RecurrentKernel::close);
    products.close();
  }
}
