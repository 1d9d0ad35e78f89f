package io.github.recurrent4j.interchange;

import io.github.recurrent4j.inference.model.LayerDescription;
import io.github.recurrent4j.inference.model.LayerDescription.Block;
import io.github.recurrent4j.inference.model.LayerDescription.Kind;
import io.github.recurrent4j.inference.model.ModelFile;
import io.github.recurrent4j.kernels.Cell;
import io.github.recurrent4j.kernels.Floats;

/** The weights of a model file's layers, row by row. */
public final class StoredLayers {
  private final Floats weights;

  /** The weights of a file, which must stay open. */
  public StoredLayers(ModelFile file) {
    weights = file.weights().floats();
  }

  /**
   * A parameter as it is stored: an embedding [in, out] row by row; any other matrix [rows,
   * columns] column by column, which is [columns, rows] row by row.
   */
  public float[] values(LayerDescription layer, String key) {
    Block block = layer.block(key);
    return values(block.offset(), block.length());
  }

  private float[] values(int offset, int length) {
    return weights.slice(offset, length).toArray();
  }

  /** The weights of an output [out, in], row by row; a tied one has the embedding's. */
  public float[] output(LayerDescription layer) {
    return layer.tiedOffset() >= 0
        ? values(layer.tiedOffset(), Math.multiplyExact(layer.in(), layer.out()))
        : values(layer, "W");
  }

  /** The cell of a recurrent layer; null for another kind. */
  public static Cell cell(LayerDescription layer) {
    return switch (layer.kind()) {
      case RNN -> Cell.RNN;
      case LSTM -> Cell.LSTM;
      case GRU -> Cell.GRU;
      case GRU_RESET_AFTER -> Cell.GRU_RESET_AFTER;
      default -> null;
    };
  }

  /** A recurrent layer's weights in another framework's order. */
  public ForeignCell recurrent(LayerDescription layer, Convention convention) {
    return new CellWeights(
            cell(layer), layer.in(), values(layer, "W"), values(layer, "RW"), values(layer, "b"))
        .to(convention);
  }

  /** Whether it is an attention. */
  public static boolean attends(LayerDescription layer) {
    return layer.kind() == Kind.ATTENTION_DOT
        || layer.kind() == Kind.ATTENTION_GENERAL
        || layer.kind() == Kind.ATTENTION_MLP;
  }
}
