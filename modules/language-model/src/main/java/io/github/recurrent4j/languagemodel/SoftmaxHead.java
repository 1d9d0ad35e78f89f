package io.github.recurrent4j.languagemodel;

import io.github.recurrent4j.inference.PackedNetwork;
import io.github.recurrent4j.inference.Slot;
import io.github.recurrent4j.inference.model.LayerDescription;
import io.github.recurrent4j.kernels.Floats;
import io.github.recurrent4j.kernels.Product;

/** One softmax over the vocabulary. */
final class SoftmaxHead implements Head {
  private final int hidden;
  private final int vocabulary;
  private final Floats weights;
  private final Floats bias;
  private final Product one;

  SoftmaxHead(PackedNetwork packed, LayerDescription output) {
    hidden = output.in();
    vocabulary = output.out();
    // One row by a small matrix: packing it would cost more than it brings.
    weights = packed.outputWeights(output);
    bias = packed.values(output, "b");
    one = product(1);
  }

  private Product product(int rows) {
    return Product.of(rows, vocabulary, hidden).transposeB().withBias();
  }

  @Override
  public void logits(Slot slot, int rows, Floats top, Floats logits) {
    slot.products().multiply(rows == 1 ? one : product(rows), top, weights, bias, logits);
  }

  @Override
  public int floatsOfARow() {
    return vocabulary;
  }
}
