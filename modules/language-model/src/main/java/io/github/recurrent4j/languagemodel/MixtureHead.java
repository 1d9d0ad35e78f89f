package io.github.recurrent4j.languagemodel;

import io.github.recurrent4j.inference.PackedNetwork;
import io.github.recurrent4j.inference.Slot;
import io.github.recurrent4j.inference.model.LayerDescription;
import io.github.recurrent4j.kernels.Floats;
import io.github.recurrent4j.kernels.PackedMatrix;
import io.github.recurrent4j.kernels.Precision;
import io.github.recurrent4j.kernels.Product;
import io.github.recurrent4j.kernels.Product.Strides;
import io.github.recurrent4j.kernels.Scope;
import io.github.recurrent4j.kernels.Squash;

/**
 * A mixture of softmaxes over the vocabulary (Yang et al., 2018); its logits are the logarithms of
 * the mixture's probabilities, none below that of the smallest normal float.
 */
final class MixtureHead implements Head {
  private final int components;
  private final int size;
  private final int vocabulary;
  private final PackedMatrix latent;
  private final SoftmaxHead softmaxes;

  /**
   * A head.
   *
   * @param latent dense layer from the top layer's outputs to what the softmaxes read and the
   *     logits of their shares
   */
  MixtureHead(PackedNetwork packed, LayerDescription latent, LayerDescription output) {
    this.components = output.inner();
    this.size = output.in();
    this.vocabulary = output.out();
    this.latent = packed.dense(latent);
    this.softmaxes = new SoftmaxHead(packed, output);
  }

  @Override
  public void logits(Slot slot, int rows, Floats top, Floats logits) {
    int width = components * (size + 1);
    try (Scope work = slot.scope()) {
      Floats read = work.floats((long) rows * width);
      slot.products().multiply(latent, rows, top, read);
      Floats states = work.floats((long) rows * components * size);
      Floats shares = work.floats((long) rows * components);
      float[] row = new float[width];
      for (int r = 0; r < rows; r++) {
        read.get((long) r * width, row);
        for (int i = 0; i < components * size; i++) {
          row[i] = (float) Math.tanh(row[i]);
        }
        states.put((long) r * components * size, row, 0, components * size);
        shares.put((long) r * components, row, components * size, components);
      }
      slot.products().softmax(rows, components, shares);
      Floats each = work.floats((long) rows * components * vocabulary);
      softmaxes.logits(slot, rows * components, states, each);
      slot.products().softmax((long) rows * components, vocabulary, each);
      slot.products().multiply(mix(rows), shares, each, null, logits);
    }
    float[] row = new float[vocabulary];
    for (int r = 0; r < rows; r++) {
      logits.get((long) r * vocabulary, row);
      for (int v = 0; v < vocabulary; v++) {
        row[v] = (float) Math.log(Math.max(row[v], Float.MIN_NORMAL));
      }
      logits.put((long) r * vocabulary, row);
    }
  }

  /** Each row's shares [1, K] times its probabilities [K, V]. */
  private Product mix(int rows) {
    return new Product(
        rows,
        1,
        vocabulary,
        components,
        Strides.rows(1, components),
        Strides.rows(components, vocabulary),
        Strides.rows(1, vocabulary),
        false,
        false,
        Squash.NONE,
        Precision.F32);
  }

  @Override
  public int floatsOfARow() {
    return Math.multiplyExact(components, vocabulary);
  }
}
