package io.github.recurrent4j.layers.kernel;

import static io.github.recurrent4j.layers.kernel.OneDnn.desc;
import static io.github.recurrent4j.layers.kernel.OneDnn.point;
import static io.github.recurrent4j.layers.kernel.OneDnn.unbound;
import static io.github.recurrent4j.layers.kernel.OneDnn.zero;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST_ITER;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST_ITER_C;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST_LAYER;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC_ITER;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC_ITER_C;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC_LAYER;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_WEIGHTS_ITER;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_WEIGHTS_LAYER;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST_ITER;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST_ITER_C;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST_LAYER;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_ITER;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_ITER_C;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_LAYER;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS_ITER;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS_LAYER;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WORKSPACE;

import io.github.recurrent4j.layers.TimeMajor;
import io.github.recurrent4j.layers.kernel.RecurrentKernel.Parameters;
import io.github.recurrent4j.layers.kernel.RecurrentKernel.State;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.dnnl.IntMemoryMap;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.reorder;
import org.bytedeco.dnnl.stream;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The primitives, packed weights and work memory for one cell and one shape [T, B]. Owns its native
 * memory until {@link #close}.
 */
final class OneDnnPlan implements AutoCloseable {
  private final RecurrentSpec spec;
  private final int time;
  private final int batch;
  private final RnnPrimitives primitives;
  private final List<Pointer> owned = new ArrayList<>();
  private final List<INDArray> arrays = new ArrayList<>();
  private final long bytes;

  // Parameters in the canonical gate order, [gate, H, I]: each gate is one contiguous block.
  private final GatePacking packing;
  private final memory wUser;
  private final memory rwUser;
  private final memory bias;
  private final memory wForward;
  private final memory rwForward;
  private final reorder packW;
  private final reorder packRw;

  // What the user's arrays hold, and what the primitive reads: the same memory, or a bf16 copy.
  private final boolean bf16;
  private final memory x;
  private final memory xCell;
  private final reorder xToCell;
  private final memory out;
  private final memory outCell;
  private final reorder outFromCell;
  private final StateMemory first;
  private final StateMemory last;
  private final IntMemoryMap forwardArgs = new IntMemoryMap();
  private final Backward backward;
  private boolean packed;

  OneDnnPlan(
      RecurrentSpec spec, boolean relu, int time, int batch, boolean training, boolean bf16) {
    this.bf16 = bf16;
    this.spec = spec;
    this.time = time;
    this.batch = batch;
    int inputs = spec.inputSize();
    int hidden = spec.hiddenSize();
    int gates = spec.cell().gates();
    primitives = new RnnPrimitives(spec, relu, time, batch, training, bf16);
    packing = new GatePacking(spec);

    memory.desc wDesc = desc(memory.format_tag.ldgoi, 1, 1, inputs, gates, hidden);
    memory.desc rwDesc = desc(memory.format_tag.ldgoi, 1, 1, hidden, gates, hidden);
    wUser = allocate(wDesc);
    rwUser = allocate(rwDesc);
    bias = allocate(desc(memory.format_tag.ldgo, 1, 1, spec.cell().biases(), hidden));
    wForward = allocate(primitives.weightsLayer());
    rwForward = allocate(primitives.weightsIter());
    packW = own(new reorder(wUser, wForward));
    packRw = own(new reorder(rwUser, rwForward));

    memory.desc state = desc(memory.format_tag.ldnc, 1, 1, batch, hidden);
    x = own(unbound(desc(memory.format_tag.tnc, time, batch, inputs)));
    xCell = bf16 ? allocate(desc(true, memory.format_tag.tnc, time, batch, inputs)) : x;
    xToCell = bf16 ? own(new reorder(x, xCell)) : null;
    // In training the layer's output is kept here: a layer above may change its input in place.
    memory.desc outDesc = desc(memory.format_tag.tnc, time, batch, hidden);
    out = training && !bf16 ? allocate(outDesc) : own(unbound(outDesc));
    outCell = bf16 ? allocate(desc(true, memory.format_tag.tnc, time, batch, hidden)) : out;
    outFromCell = bf16 ? own(new reorder(outCell, out)) : null;
    first = new StateMemory(state, bf16);
    last = new StateMemory(state, bf16);

    forwardArgs
        .put(DNNL_ARG_SRC_LAYER, xCell)
        .put(DNNL_ARG_SRC_ITER, first.hCell)
        .put(DNNL_ARG_WEIGHTS_LAYER, wForward)
        .put(DNNL_ARG_WEIGHTS_ITER, rwForward)
        .put(DNNL_ARG_BIAS, bias)
        .put(DNNL_ARG_DST_LAYER, outCell)
        .put(DNNL_ARG_DST_ITER, last.hCell);
    if (spec.cell().hasCellState()) {
      forwardArgs.put(DNNL_ARG_SRC_ITER_C, first.c).put(DNNL_ARG_DST_ITER_C, last.c);
    }
    own(forwardArgs);
    backward = training ? new Backward(state) : null;
    bytes = owned.stream().filter(memory.class::isInstance).mapToLong(OneDnnPlan::ownedBytes).sum();
  }

  private static long ownedBytes(Pointer p) {
    return ((memory) p).get_desc().get_size();
  }

  /** Native memory held, in bytes. */
  long bytes() {
    return bytes;
  }

  /** Brings a layer's parameters into the form that the forward primitive reads. */
  void pack(Parameters p) {
    packing.gather(p.w(), wUser.get_data_handle(), spec.inputSize(), spec.cell().gates());
    packing.gather(p.rw(), rwUser.get_data_handle(), spec.hiddenSize(), spec.cell().gates());
    packing.gather(p.b(), bias.get_data_handle(), 1, spec.cell().biases());
    stream s = OneDnn.stream();
    packW.execute(s, wUser, wForward);
    packRw.execute(s, rwUser, rwForward);
    packed = true;
  }

  boolean isPacked() {
    return packed;
  }

  /** See {@link RecurrentKernel#forward}; the state returned is overwritten by the next call. */
  State forward(INDArray input, State initial, INDArray result) {
    stream s = OneDnn.stream();
    point(x, input);
    first.set(initial);
    if (bf16) {
      xToCell.execute(s, x, xCell);
      first.toCell(s);
    }
    if (bf16 || backward == null) {
      point(out, result);
    }
    primitives.forward().execute(s, forwardArgs);
    if (bf16) {
      outFromCell.execute(s, outCell, out);
      last.fromCell(s);
    }
    s._wait();
    if (!bf16 && backward != null) {
      Pointer.memcpy(Addresses.of(result), out.get_data_handle(), out.get_desc().get_size());
    }
    return last.state();
  }

  /** See {@link RecurrentKernel#backward}; the state returned is overwritten by the next call. */
  State backward(INDArray dOut, Parameters gradients, INDArray dX) {
    return backward.run(dOut, gradients, dX);
  }

  /** Memory for h and c of one time, [B, H] each. */
  private final class StateMemory {
    final INDArray hArray = zeros();
    final INDArray cArray = spec.cell().hasCellState() ? zeros() : null;
    final memory h;
    final memory c;
    final memory hCell;
    final reorder hToCell;
    final reorder hFromCell;

    StateMemory(memory.desc desc, boolean half) {
      h = own(unbound(desc));
      hCell =
          half ? allocate(desc(true, memory.format_tag.ldnc, 1, 1, batch, spec.hiddenSize())) : h;
      hToCell = half ? own(new reorder(h, hCell)) : null;
      hFromCell = half ? own(new reorder(hCell, h)) : null;
      c = own(unbound(desc));
      point(h, hArray);
      if (cArray != null) {
        point(c, cArray);
      }
    }

    private INDArray zeros() {
      try (MemoryWorkspace ws = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
        INDArray a = Nd4j.zeros(DataType.FLOAT, batch, spec.hiddenSize());
        arrays.add(a);
        return a;
      }
    }

    void toCell(stream s) {
      hToCell.execute(s, h, hCell);
    }

    void fromCell(stream s) {
      hFromCell.execute(s, hCell, h);
    }

    void set(State state) {
      copy(state == null ? null : state.h(), hArray);
      if (cArray != null) {
        copy(state == null ? null : state.c(), cArray);
      }
    }

    private void copy(INDArray from, INDArray to) {
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
  }

  private memory allocate(memory.desc desc) {
    return own(new memory(desc, OneDnn.CPU));
  }

  private <P extends Pointer> P own(P pointer) {
    owned.add(pointer);
    return pointer;
  }

  @Override
  public void close() {
    owned.forEach(Pointer::close);
    owned.clear();
    arrays.forEach(INDArray::close);
    arrays.clear();
    primitives.close();
  }

  /** What only training needs: the backward primitive and its memory. */
  private final class Backward {
    private final memory wBackward = allocate(primitives.backwardWeightsLayer());
    private final memory rwBackward = allocate(primitives.backwardWeightsIter());
    private final memory dWPacked = allocate(primitives.diffWeightsLayer());
    private final memory dRwPacked = allocate(primitives.diffWeightsIter());
    private final memory dW = allocate(wUser.get_desc());
    private final memory dRw = allocate(rwUser.get_desc());
    private final memory dBias = allocate(bias.get_desc());
    private final reorder packW = own(new reorder(wUser, wBackward));
    private final reorder packRw = own(new reorder(rwUser, rwBackward));
    private final reorder unpackW = own(new reorder(dWPacked, dW));
    private final reorder unpackRw = own(new reorder(dRwPacked, dRw));
    private final memory workspace = allocate(primitives.workspace());
    private final memory dOutMemory;
    private final memory dXMemory;
    private final StateMemory dFirst;
    private final IntMemoryMap args = new IntMemoryMap();

    Backward(memory.desc state) {
      dOutMemory = own(unbound(out.get_desc()));
      dXMemory = own(unbound(x.get_desc()));
      dFirst = new StateMemory(state, false);
      StateMemory dLast = new StateMemory(state, false);
      forwardArgs.put(DNNL_ARG_WORKSPACE, workspace);
      args.put(DNNL_ARG_SRC_LAYER, xCell)
          .put(DNNL_ARG_SRC_ITER, first.hCell)
          .put(DNNL_ARG_WEIGHTS_LAYER, wBackward)
          .put(DNNL_ARG_WEIGHTS_ITER, rwBackward)
          .put(DNNL_ARG_BIAS, bias)
          .put(DNNL_ARG_DST_LAYER, outCell)
          .put(DNNL_ARG_DST_ITER, last.hCell)
          .put(DNNL_ARG_WORKSPACE, workspace)
          .put(DNNL_ARG_DIFF_SRC_LAYER, dXMemory)
          .put(DNNL_ARG_DIFF_SRC_ITER, dFirst.h)
          .put(DNNL_ARG_DIFF_WEIGHTS_LAYER, dWPacked)
          .put(DNNL_ARG_DIFF_WEIGHTS_ITER, dRwPacked)
          .put(DNNL_ARG_DIFF_BIAS, dBias)
          .put(DNNL_ARG_DIFF_DST_LAYER, dOutMemory)
          .put(DNNL_ARG_DIFF_DST_ITER, dLast.h);
      if (spec.cell().hasCellState()) {
        args.put(DNNL_ARG_SRC_ITER_C, first.c)
            .put(DNNL_ARG_DST_ITER_C, last.c)
            .put(DNNL_ARG_DIFF_SRC_ITER_C, dFirst.c)
            .put(DNNL_ARG_DIFF_DST_ITER_C, dLast.c);
      }
      own(args);
    }

    State run(INDArray dOut, Parameters gradients, INDArray dX) {
      stream s = OneDnn.stream();
      packW.execute(s, wUser, wBackward);
      packRw.execute(s, rwUser, rwBackward);
      zero(dWPacked);
      zero(dRwPacked);
      zero(dBias);
      point(dOutMemory, dOut);
      point(dXMemory, dX);
      primitives.backward().execute(s, args);
      unpackW.execute(s, dWPacked, dW);
      unpackRw.execute(s, dRwPacked, dRw);
      s._wait();
      packing.scatter(dW.get_data_handle(), gradients.w(), spec.inputSize(), spec.cell().gates());
      packing.scatter(
          dRw.get_data_handle(), gradients.rw(), spec.hiddenSize(), spec.cell().gates());
      packing.scatter(dBias.get_data_handle(), gradients.b(), 1, spec.cell().biases());
      return dFirst.state();
    }
  }

  @Override
  public String toString() {
    return spec + " T=" + time + " B=" + batch;
  }
}
