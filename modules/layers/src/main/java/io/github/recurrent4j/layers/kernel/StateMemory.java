package io.github.recurrent4j.layers.kernel;

import static io.github.recurrent4j.layers.kernel.OneDnn.desc;
import static io.github.recurrent4j.layers.kernel.OneDnn.point;
import static io.github.recurrent4j.layers.kernel.OneDnn.unbound;

import io.github.recurrent4j.layers.TimeMajor;
import io.github.recurrent4j.layers.kernel.RecurrentKernel.State;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.reorder;
import org.bytedeco.dnnl.stream;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Memory for h and c of one time, [B, H] each; in bf16 mode h has a bf16 copy for the primitive.
 */
final class StateMemory implements AutoCloseable {
  final memory hCell;
  final memory c;
  private final INDArray hArray;
  private final INDArray cArray;
  private final memory h;
  private final reorder hToCell;
  private final reorder hFromCell;

  StateMemory(int batch, int hidden, boolean cell, boolean bf16) {
    hArray = zeros(batch, hidden);
    cArray = cell ? zeros(batch, hidden) : null;
    try (memory.desc d = desc(memory.format_tag.ldnc, 1, 1, batch, hidden);
        memory.desc half = desc(true, memory.format_tag.ldnc, 1, 1, batch, hidden)) {
      h = unbound(d);
      c = unbound(d);
      hCell = bf16 ? new memory(half, OneDnn.CPU) : h;
    }
    hToCell = bf16 ? new reorder(h, hCell) : null;
    hFromCell = bf16 ? new reorder(hCell, h) : null;
    point(h, hArray);
    if (cell) {
      point(c, cArray);
    }
  }

  private static INDArray zeros(int batch, int hidden) {
    try (MemoryWorkspace ws = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
      return Nd4j.zeros(DataType.FLOAT, batch, hidden);
    }
  }

  void toCell(stream s) {
    if (hToCell != null) {
      hToCell.execute(s, h, hCell);
    }
  }

  void fromCell(stream s) {
    if (hFromCell != null) {
      hFromCell.execute(s, hCell, h);
    }
  }

  void set(State state) {
    copy(state == null ? null : state.h(), hArray);
    if (cArray != null) {
      copy(state == null ? null : state.c(), cArray);
    }
  }

  private static void copy(INDArray from, INDArray to) {
    long length = to.length() * Float.BYTES;
    if (from == null) {
      Pointer.memset(Addresses.of(to), 0, length);
    } else if (from.dataType() == DataType.FLOAT
        && from.ordering() == 'c'
        && TimeMajor.isContiguous(from)) {
      Pointer.memcpy(Addresses.of(to), Addresses.of(from), length);
    } else {
      to.assign(from);
    }
  }

  State state() {
    return new State(hArray, cArray);
  }

  @Override
  public void close() {
    if (hToCell != null) {
      hToCell.close();
      hFromCell.close();
      hCell.close();
    }
    h.close();
    c.close();
    hArray.close();
    if (cArray != null) {
      cArray.close();
    }
  }
}
