package io.github.recurrent4j.layers.kernel;

import io.github.recurrent4j.kernels.RecurrentSpec;
import io.github.recurrent4j.layers.kernel.RecurrentKernel.State;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A state that a kernel gives to its caller, of the batch size that was last asked for. */
final class NativeStates {
  private final RecurrentSpec spec;
  private State state;

  NativeStates(RecurrentSpec spec) {
    this.spec = spec;
  }

  /** As the kernels take it. */
  static io.github.recurrent4j.kernels.State of(State s) {
    return new io.github.recurrent4j.kernels.State(
        NativeArrays.of(s.h()), s.c() == null ? null : NativeArrays.of(s.c()));
  }

  /** A caller's state, likewise; null is null. */
  static io.github.recurrent4j.kernels.State given(State s) {
    return s == null ? null : of(new State(plain(s.h()), plain(s.c())));
  }

  /** The array, or a copy, as contiguous float32. */
  private static INDArray plain(INDArray a) {
    if (a == null || (a.dataType() == DataType.FLOAT && a.ordering() == 'c' && !a.isView())) {
      return a;
    }
    try (MemoryWorkspace ws = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
      return a.castTo(DataType.FLOAT).dup('c');
    }
  }

  State of(int batch) {
    if (state == null || state.h().size(0) != batch) {
      close();
      try (MemoryWorkspace ws = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
        state = new State(zeros(batch), spec.cell().hasCellState() ? zeros(batch) : null);
      }
    }
    return state;
  }

  private INDArray zeros(int batch) {
    return Nd4j.zeros(DataType.FLOAT, batch, spec.hiddenSize());
  }

  void close() {
    if (state != null) {
      state.h().close();
      if (state.c() != null) {
        state.c().close();
      }
      state = null;
    }
  }
}
