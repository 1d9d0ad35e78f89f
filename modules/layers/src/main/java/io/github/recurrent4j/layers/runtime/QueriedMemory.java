package io.github.recurrent4j.layers.runtime;

import org.deeplearning4j.exception.DL4JInvalidInputException;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The memory that a layer's queries are put to, measured on its way in. */
final class QueriedMemory {
  private final Border border;
  private final Scratch copy = new Scratch();
  private INDArray steps;
  private int[] lengths;

  QueriedMemory(Border border) {
    this.border = border;
  }

  /**
   * Takes a memory.
   *
   * @param given [B, size, S]
   * @param mask [B, S], or null; only its end may be padded
   * @param layer what to call the layer in messages
   */
  void take(INDArray given, INDArray mask, long size, DataType type, String layer) {
    border.sequence(given, size, RNNFormat.NCW);
    steps = copy.timeMajor(given, type, RNNFormat.NCW);
    border.mask(mask, steps.size(1), steps.size(0));
    StepMask read = StepMask.of(mask);
    if (read != null && (read.leading() || read.holes())) {
      throw new IllegalStateException("the memory may only be padded at its end " + layer);
    }
    lengths = read == null ? null : read.end();
  }

  /** Refuses queries of another number of examples. */
  void requireBatch(long batch, INDArray queries, String layer) {
    if (steps == null || steps.size(1) != batch) {
      throw new DL4JInvalidInputException(
          "queries are of shape "
              + Border.shape(queries)
              + " and the memory has "
              + (steps == null ? 0 : steps.size(1))
              + " examples "
              + layer);
    }
  }

  /** The memory, [S, B, size]. */
  INDArray steps() {
    return steps;
  }

  /** Steps that count, for each example; null for all. */
  int[] lengths() {
    return lengths;
  }
}
