package io.github.recurrent4j.layers.runtime;

import java.util.Arrays;
import java.util.function.Supplier;
import org.deeplearning4j.exception.DL4JInvalidInputException;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * What a layer or vertex lets in. Native code believes the shapes it is told, so that every array
 * that comes from outside is measured here first: features, masks, states, errors, ids and labels.
 *
 * <p>Each check is done in constant time, except for ids, which are read once. What does not fit
 * throws {@link DL4JInvalidInputException}, as DL4J's own layers do; where DL4J's recurrent layers
 * throw {@link IllegalStateException} (a wrong rank, a stored state of another batch), so does
 * this. Messages say what came, what was expected, and to whom.
 */
final class Border {
  private final Supplier<String> where;

  /** The border of a layer or vertex, which messages call by this name. */
  Border(Supplier<String> where) {
    this.where = where;
  }

  private DL4JInvalidInputException refused(String what, INDArray came, String expected) {
    return new DL4JInvalidInputException(
        what + " is of shape " + shape(came) + ", expected " + expected + " " + where.get());
  }

  static String shape(INDArray array) {
    return array == null ? "(none)" : Arrays.toString(array.shape());
  }

  private static String text(long... shape) {
    return Arrays.toString(shape);
  }

  /** A sequence of any number of features, with at least one example and one step. */
  void sequence(INDArray input) {
    if (input.rank() != 3) {
      throw new IllegalStateException(
          "The input is of shape "
              + shape(input)
              + ", expected a sequence of rank 3: [batch, size, time] for NCW, [batch, time, size]"
              + " for NWC "
              + where.get());
    }
    if (input.isEmpty() || input.length() == 0) {
      throw new IllegalArgumentException(
          "The input is of shape "
              + shape(input)
              + ": a sequence has at least one example and one step "
              + where.get());
    }
  }

  /** A sequence whose vectors have {@code features} entries. */
  void sequence(INDArray input, long features, RNNFormat format) {
    sequence(input);
    int at = format == RNNFormat.NWC ? 2 : 1;
    if (input.size(at) != features) {
      throw new DL4JInvalidInputException(
          "Received input with size("
              + at
              + ") = "
              + input.size(at)
              + " (input array shape = "
              + shape(input)
              + ", "
              + format
              + "); it must match the layer's nIn = "
              + features
              + " "
              + where.get());
    }
  }

  /** A sequence or single vectors [B, features]. */
  void sequenceOrVectors(INDArray input, long features, RNNFormat format) {
    if (input.rank() != 2) {
      sequence(input, features, format);
    } else if (input.isEmpty() || input.size(1) != features) {
      throw refused("The input", input, "[batch, " + features + "]");
    }
  }

  /** A mask over the steps of sequences, or null. */
  void mask(INDArray mask, long batch, long time) {
    if (mask != null && (mask.rank() != 2 || mask.size(0) != batch || mask.size(1) != time)) {
      throw refused("The mask", mask, text(batch, time) + " like the sequences it masks");
    }
  }

  /** Any array of which the whole shape is known. */
  void exactly(String what, INDArray array, long... expected) {
    if (array == null || !Arrays.equals(array.shape(), expected)) {
      throw refused(what, array, text(expected));
    }
  }

  /** Labels that are ids, one for each of batch x time outputs; one-hot labels are refused. */
  void labels(INDArray labels, long batch, long time) {
    if (labels == null || labels.size(0) != batch || labels.length() != batch * time) {
      throw refused(
          "The labels array",
          labels,
          "one id for each output, ["
              + batch
              + ", "
              + time
              + "] (a SparseOutput takes ids, not one-hot vectors)");
    }
  }

  /** One number for each of batch x time outputs. */
  void weights(String what, INDArray array, long batch, long time) {
    if (array.size(0) != batch || array.length() != batch * time) {
      throw refused(what, array, text(batch, time));
    }
  }

  /** A new value for a parameter; null where the layer has no parameter of that name. */
  void parameter(String key, INDArray present, INDArray value) {
    if (present == null) {
      throw new DL4JInvalidInputException("There is no parameter '" + key + "' " + where.get());
    }
    boolean vectors = present.isVector() && value != null && value.isVector();
    if (!vectors || present.length() != value.length()) {
      exactly("The new value of parameter '" + key + "'", value, present.shape());
    }
  }

  /** The gradient with respect to an output of this shape. */
  void error(INDArray epsilon, long... expected) {
    exactly("The error (epsilon)", epsilon, expected);
  }

  /** The gradient with respect to an output sequence [batch, size, time], in a format. */
  void error(INDArray epsilon, RNNFormat format, long batch, long size, long time) {
    if (format == RNNFormat.NWC) {
      error(epsilon, batch, time, size);
    } else {
      error(epsilon, batch, size, time);
    }
  }

  /** A state that an earlier call, or somebody's hand, has stored, or null. */
  void storedState(String name, INDArray state, long batch, long size) {
    if (state == null) {
      return;
    }
    if (state.rank() == 2 && state.size(1) == size && state.size(0) != batch) {
      throw otherBatch(state.size(0), batch);
    }
    exactly("The stored state '" + name + "'", state, batch, size);
  }

  /** The steps that a window has stored, [steps, batch, size]. */
  void storedSteps(INDArray past, long steps, long batch, long size) {
    if (past.rank() == 3 && past.size(1) != batch) {
      throw otherBatch(past.size(1), batch);
    }
    exactly("The stored past", past, steps, batch, size);
  }

  private IllegalStateException otherBatch(long stored, long batch) {
    return new IllegalStateException(
        "The stored state is of batch size "
            + stored
            + " and the input of "
            + batch
            + ": call rnnClearPreviousState between batches "
            + where.get());
  }

  /**
   * Reads ids in time-major order.
   *
   * @param what their name in messages
   * @param array [B, T], [B, 1, T] or [B, T, 1]; a vector [B] is one id per example
   * @param from smallest id
   * @param to one past the largest id
   * @return T·B ids, the id of step t of example b at t·B + b
   */
  int[] ids(String what, INDArray array, long from, long to) {
    boolean single = array.rank() == 3 && array.size(1) != 1 && array.size(2) != 1;
    if (array.rank() > 3 || array.rank() == 0 || single || array.isEmpty()) {
      throw refused(what, array, "ids of shape [batch, time] or [batch, 1, time]");
    }
    int batch = (int) array.size(0);
    int time = (int) (array.length() / batch);
    double[] values;
    try (MemoryWorkspace ws = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
      values = array.reshape(batch, time).permute(1, 0).dup('c').data().asDouble();
    }
    int[] ids = new int[values.length];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = (int) values[i];
      // Not a number, fractions and what an int cannot hold differ from what the cast made of them.
      if (ids[i] != values[i] || ids[i] < from || ids[i] >= to) {
        throw new DL4JInvalidInputException(
            what
                + " holds "
                + number(values[i])
                + " at step "
                + i / batch
                + " of example "
                + i % batch
                + ", outside the "
                + to
                + " ids from 0 to "
                + (to - 1)
                + " "
                + where.get());
      }
    }
    return ids;
  }

  private static String number(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : Double.toString(value);
  }
}
