package io.github.recurrent4j.inference;

import io.github.recurrent4j.inference.model.LayerDescription;
import io.github.recurrent4j.inference.model.LayerDescription.Block;
import io.github.recurrent4j.inference.model.LayerDescription.Kind;
import io.github.recurrent4j.inference.model.ModelFile;
import io.github.recurrent4j.kernels.Cell;
import io.github.recurrent4j.kernels.ChannelNorm;
import io.github.recurrent4j.kernels.Floats;
import io.github.recurrent4j.kernels.GateOrder;
import io.github.recurrent4j.kernels.PackedMatrix;
import io.github.recurrent4j.kernels.Precision;
import io.github.recurrent4j.kernels.Product.Strides;
import io.github.recurrent4j.kernels.RecurrentSpec;
import io.github.recurrent4j.kernels.RecurrentWeights;
import io.github.recurrent4j.kernels.Scope;
import java.util.ArrayList;
import java.util.List;

/**
 * A network's weights as computing wants them: matrices are packed when they are first multiplied
 * with, once for all threads. Reads the model file's weights, which must stay open as long.
 */
public final class PackedNetwork implements AutoCloseable {
  private final ModelFile file;
  private final Precision precision;
  private final List<AutoCloseable> packed = new ArrayList<>();

  /**
   * Nothing is packed yet.
   *
   * @param precision of the packed matrices and what they are multiplied with
   */
  public PackedNetwork(ModelFile file, Precision precision) {
    this.file = file;
    this.precision = precision;
  }

  /** One of a layer's parameters, as it is stored. */
  public Floats values(LayerDescription layer, String key) {
    Block block = layer.block(key);
    return file.weights().floats().slice(block.offset(), block.length());
  }

  /** The weights of a recurrent layer. */
  public RecurrentWeights recurrent(LayerDescription layer) {
    RecurrentSpec spec =
        switch (layer.kind()) {
          case RNN -> new RecurrentSpec(Cell.RNN, GateOrder.SINGLE, layer.in(), layer.out());
          case LSTM, MOGRIFIED_LSTM ->
              new RecurrentSpec(Cell.LSTM, GateOrder.DL4J_LSTM, layer.in(), layer.out());
          case GRU -> new RecurrentSpec(Cell.GRU, GateOrder.GRU, layer.in(), layer.out());
          default ->
              new RecurrentSpec(Cell.GRU_RESET_AFTER, GateOrder.GRU, layer.in(), layer.out());
        };
    return kept(
        new RecurrentWeights(
            spec, false, precision, values(layer, "W"), values(layer, "RW"), values(layer, "b")));
  }

  /** The matrix [in, out] and bias of a dense layer, with its tanh. */
  public PackedMatrix dense(LayerDescription layer) {
    return matrix(layer.in(), layer.out(), values(layer, "W"), values(layer, "b"), layer.tanh());
  }

  /**
   * The matrix [kernel·kernel·in, out] and bias of a convolution over patches, into which its norm
   * is folded.
   */
  public PackedMatrix convolution(LayerDescription layer) {
    Floats w = values(layer, "W");
    Floats bias = values(layer, "b");
    int patch = layer.in() * layer.inner() * layer.inner();
    if (!layer.has("g")) {
      return matrix(patch, layer.out(), w, bias, false);
    }
    float[] gains = values(layer, "g").toArray();
    float[] biases = bias.toArray();
    ChannelNorm.fold(values(layer, "m").toArray(), values(layer, "s").toArray(), gains, biases);
    Scope folded = kept(new Scope("a convolution's weights"));
    Floats scaled = folded.floats(w.length());
    float[] column = new float[patch];
    for (int c = 0; c < layer.out(); c++) {
      w.get((long) c * patch, column);
      for (int i = 0; i < patch; i++) {
        column[i] *= gains[c];
      }
      scaled.put((long) c * patch, column);
    }
    return matrix(patch, layer.out(), scaled, folded.copyOf(biases), false);
  }

  /** The matrix [in, out] and bias of an output; a tied one has the embedding's weights. */
  public PackedMatrix output(LayerDescription layer) {
    return matrix(layer.in(), layer.out(), outputWeights(layer), values(layer, "b"), false);
  }

  /** The weights of an output, [in, out] column by column. */
  public Floats outputWeights(LayerDescription layer) {
    // An embedding [out, in] row by row is [in, out] column by column.
    return layer.tiedOffset() >= 0
        ? file.weights().floats().slice(layer.tiedOffset(), (long) layer.in() * layer.out())
        : values(layer, "W");
  }

  /** What turns a general attention's, or a pointer's, memory [·, out] into keys [·, in]. */
  public PackedMatrix generalKeys(LayerDescription attention) {
    if (attention.kind() != Kind.POINTER) {
      require(attention, Kind.ATTENTION_GENERAL);
    }
    // W [in, out] column by column is its transpose row by row.
    return kept(
        new PackedMatrix(
            attention.out(),
            attention.in(),
            values(attention, "W"),
            Strides.rows(attention.out(), attention.in()),
            null,
            false,
            Precision.F32));
  }

  /** What turns an MLP attention's memory [·, out] into keys [·, inner]. */
  public PackedMatrix mlpKeys(LayerDescription attention) {
    require(attention, Kind.ATTENTION_MLP);
    return plain(attention.out(), attention.inner(), values(attention, "U"));
  }

  /** What turns an MLP attention's queries [·, in] into their part of the hidden layer. */
  public PackedMatrix mlpQueries(LayerDescription attention) {
    require(attention, Kind.ATTENTION_MLP);
    return plain(attention.in(), attention.inner(), values(attention, "W"));
  }

  private static void require(LayerDescription layer, Kind kind) {
    if (layer.kind() != kind) {
      throw new IllegalArgumentException(layer.name() + " is not of kind " + kind);
    }
  }

  private PackedMatrix plain(int in, int out, Floats w) {
    return kept(new PackedMatrix(in, out, w, Strides.columns(in, out), null, false, Precision.F32));
  }

  private PackedMatrix matrix(int in, int out, Floats w, Floats bias, boolean tanh) {
    return kept(new PackedMatrix(in, out, w, Strides.columns(in, out), bias, tanh, precision));
  }

  private synchronized <T extends AutoCloseable> T kept(T resource) {
    packed.add(resource);
    return resource;
  }

  @Override
  public synchronized void close() {
    for (AutoCloseable resource : packed) {
      try {
        resource.close();
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
    packed.clear();
  }
}
