package io.github.recurrent4j.layers.runtime;

import io.github.recurrent4j.layers.TimeMajor;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * A work array that grows to the largest size asked for and is then reused, outside of DL4J's
 * workspaces. Its contents last until the next request.
 */
final class Scratch {
  private INDArray memory;

  /** An uninitialized contiguous array of this shape. */
  INDArray of(DataType type, long... shape) {
    long length = 1;
    for (long s : shape) {
      length *= s;
    }
    try (MemoryWorkspace ws = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
      if (memory == null || memory.length() < length || memory.dataType() != type) {
        if (memory != null) {
          memory.close();
        }
        memory = Nd4j.createUninitialized(type, new long[] {length}, 'c');
      }
      return memory.get(NDArrayIndex.interval(0, length)).reshape('c', shape);
    }
  }

  /** A contiguous copy. */
  INDArray copy(INDArray source) {
    INDArray result = of(source.dataType(), source.shape());
    result.assign(source);
    return result;
  }

  /** A sequence as [T, B, C]: a view where it lies so, else a copy. */
  INDArray timeMajor(INDArray sequence, DataType type, RNNFormat format) {
    INDArray view = TimeMajor.view(sequence.castTo(type), format);
    return TimeMajor.isContiguous(view) ? view : copy(view);
  }

  /** Single vectors [B, C] as a sequence of one step, [1, B, C]: a copy, which outlasts them. */
  INDArray oneStep(INDArray vectors, DataType type) {
    return copy(vectors.castTo(type).reshape('c', 1, vectors.size(0), vectors.size(1)));
  }
}
