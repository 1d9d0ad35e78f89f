package io.github.recurrent4j.interchange;

import io.github.recurrent4j.kernels.Cell;
import java.util.Arrays;

/**
 * Weights of a recurrent cell as this suite and DL4J store them: gates as in {@link Gates}, a
 * column a unit, which is row by row a unit a row.
 *
 * <p>Biases: PyTorch and ONNX have one beside the input's product and one beside the recurrent one.
 * Their sum is all that a simple RNN, an LSTM and a GRU with reset before know, and so it is
 * stored. With reset after, the candidate's recurrent bias lies inside what the reset gate scales
 * and stays a bias of its own, the fourth block.
 *
 * @param cell the cell
 * @param in size of a step of the input, I
 * @param w input weights, gates·H times I
 * @param rw recurrent weights, gates·H times H
 * @param b biases, as many blocks of H as {@link Cell#biases}
 */
public record CellWeights(Cell cell, int in, float[] w, float[] rw, float[] b) {
  /** Size of the state, H. */
  public int out() {
    return b.length / cell.biases();
  }

  /** All of them in DL4J's order. */
  public float[] parameters() {
    return Rows.joined(w, rw, b);
  }

  /**
   * From another framework's.
   *
   * @throws IllegalArgumentException if the sizes are not those of the cell
   */
  public static CellWeights of(Convention convention, Cell cell, int in, ForeignCell foreign) {
    Gates gates = Gates.of(convention, cell);
    int blocks = foreign.inputBias().length;
    requireSizes(cell, in, foreign);
    float[] sum = new float[blocks];
    for (int i = 0; i < blocks; i++) {
      sum[i] = foreign.inputBias()[i] + foreign.recurrentBias()[i];
    }
    float[] b = gates.toOurs(sum);
    if (cell == Cell.GRU_RESET_AFTER) {
      int out = blocks / cell.gates();
      float[] input = gates.toOurs(foreign.inputBias());
      float[] recurrent = gates.toOurs(foreign.recurrentBias());
      b = Arrays.copyOf(b, 4 * out);
      System.arraycopy(input, 2 * out, b, 2 * out, out);
      System.arraycopy(recurrent, 2 * out, b, 3 * out, out);
    }
    return new CellWeights(cell, in, gates.toOurs(foreign.w()), gates.toOurs(foreign.rw()), b);
  }

  private static void requireSizes(Cell cell, int in, ForeignCell foreign) {
    int rows = foreign.inputBias().length;
    int out = rows / cell.gates();
    if (out * cell.gates() != rows
        || foreign.recurrentBias().length != rows
        || foreign.w().length != (long) rows * in
        || foreign.rw().length != (long) rows * out) {
      throw new IllegalArgumentException("these are not the weights of a " + cell);
    }
  }

  /** As another framework's; a bias that is not split lies beside the input's product. */
  public ForeignCell to(Convention convention) {
    Gates gates = Gates.of(convention, cell);
    int blocks = cell.gates() * out();
    float[] recurrent = new float[blocks];
    if (cell == Cell.GRU_RESET_AFTER) {
      System.arraycopy(b, 3 * out(), recurrent, 2 * out(), out());
    }
    return new ForeignCell(
        gates.fromOurs(w),
        gates.fromOurs(rw),
        gates.fromOurs(Arrays.copyOf(b, blocks)),
        gates.fromOurs(recurrent));
  }
}
