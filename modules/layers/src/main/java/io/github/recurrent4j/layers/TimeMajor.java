package io.github.recurrent4j.layers;

import org.deeplearning4j.nn.conf.RNNFormat;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The order in which the fused layers keep sequences: [T, B, C], contiguous. DL4J's own shapes, NCW
 * [B, C, T] and NWC [B, T, C], are views of it, so that fused layers hand sequences to each other
 * without copying.
 */
public final class TimeMajor {
  private TimeMajor() {}

  /** A view of a DL4J sequence as [T, B, C], not necessarily contiguous. */
  public static INDArray view(INDArray sequence, RNNFormat format) {
    return format == RNNFormat.NWC ? sequence.permute(1, 0, 2) : sequence.permute(2, 0, 1);
  }

  /** A [T, B, C] array as a DL4J sequence, without copying. */
  public static INDArray toFormat(INDArray timeMajor, RNNFormat format) {
    return format == RNNFormat.NWC ? timeMajor.permute(1, 0, 2) : timeMajor.permute(1, 2, 0);
  }

  /** Whether [T, B, C] lies in memory in that order without gaps. */
  public static boolean isContiguous(INDArray timeMajor) {
    long expected = 1;
    for (int d = timeMajor.rank() - 1; d >= 0; d--) {
      if (timeMajor.size(d) != 1 && timeMajor.stride(d) != expected) {
        return false;
      }
      expected *= timeMajor.size(d);
    }
    return true;
  }

  /** The sequence as a contiguous [T, B, C]: itself where it already is, else a detached copy. */
  public static INDArray contiguous(INDArray sequence, RNNFormat format) {
    INDArray view = view(sequence, format);
    if (isContiguous(view)) {
      return view;
    }
    try (MemoryWorkspace ws = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
      return view.dup('c');
    }
  }
}
