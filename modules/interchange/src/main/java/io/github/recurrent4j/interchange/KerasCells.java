package io.github.recurrent4j.interchange;

import io.github.recurrent4j.interchange.file.Tensor;
import io.github.recurrent4j.kernels.Cell;
import io.github.recurrent4j.vectorization.BadInputException;
import java.util.Arrays;

/** Weights of Keras's recurrent layers, {@code kernel} [I, gates·H] and so on, as ours. */
final class KerasCells {
  private KerasCells() {}

  /**
   * A cell, told by its number of gates and of biases: a GRU with two rows of them resets after the
   * product.
   *
   * @param layer its name, for messages
   * @param kernel [I, gates·H]
   * @param recurrent [H, gates·H]
   * @param bias [gates·H] or [2, gates·H]; null without
   * @param after whether a GRU without bias resets after the product
   * @throws BadInputException if the shapes are of no cell
   */
  static CellWeights of(String layer, Tensor kernel, Tensor recurrent, Tensor bias, boolean after) {
    if (kernel.rank() != 2 || recurrent.rank() != 2 || recurrent.info().elements() == 0) {
      throw wrong(layer, kernel, recurrent);
    }
    int in = kernel.size(0);
    int out = recurrent.size(0);
    int columns = recurrent.size(1);
    boolean twoBiases = bias != null && bias.rank() == 2;
    Cell cell =
        switch (columns % out == 0 ? columns / out : 0) {
          case 1 -> Cell.RNN;
          case 3 -> twoBiases || (bias == null && after) ? Cell.GRU_RESET_AFTER : Cell.GRU;
          case 4 -> Cell.LSTM;
          default -> throw wrong(layer, kernel, recurrent);
        };
    boolean fits = kernel.size(1) == columns && in > 0;
    if (bias != null) {
      fits &=
          twoBiases
              ? cell == Cell.GRU_RESET_AFTER && bias.info().is(2, columns)
              : bias.info().is(columns);
    }
    if (!fits) {
      throw wrong(layer, kernel, recurrent);
    }
    float[] biases =
        bias == null ? new float[2 * columns] : Arrays.copyOf(bias.values(), 2 * columns);
    ForeignCell foreign =
        new ForeignCell(
            Rows.transposed(kernel.values(), in, columns),
            Rows.transposed(recurrent.values(), out, columns),
            Arrays.copyOf(biases, columns),
            Arrays.copyOfRange(biases, columns, 2 * columns));
    return CellWeights.of(Convention.KERAS, cell, in, foreign);
  }

  private static BadInputException wrong(String layer, Tensor kernel, Tensor recurrent) {
    return new BadInputException(
        "has weights of no SimpleRNN, GRU or LSTM in '"
            + layer
            + "': "
            + kernel.info().shapeText()
            + " and "
            + recurrent.info().shapeText());
  }
}
