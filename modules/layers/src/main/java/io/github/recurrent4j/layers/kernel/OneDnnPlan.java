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
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SCRATCHPAD;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_ITER;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_ITER_C;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_LAYER;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS_ITER;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS_LAYER;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WORKSPACE;

import io.github.recurrent4j.layers.kernel.RecurrentKernel.Parameters;
import io.github.recurrent4j.layers.kernel.RecurrentKernel.State;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.dnnl.IntMemoryMap;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.reorder;
import org.bytedeco.dnnl.stream;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The primitives for one cell and one shape [T, B], and where in the kernel's memory they work. */
final class OneDnnPlan implements AutoCloseable {
  private final RecurrentSpec spec;
  private final int time;
  private final int batch;
  private final KernelMemory shared;
  private final RnnPrimitives primitives;
  private final List<Pointer> owned = new ArrayList<>();
  private final List<Work> work = new ArrayList<>();

  /** Work memory of a role, to be found in the kernel's memory before each pass. */
  private record Work(String role, memory handle, long bytes) {}

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

  OneDnnPlan(
      RecurrentSpec spec,
      boolean relu,
      int time,
      int batch,
      boolean training,
      boolean bf16,
      KernelMemory shared) {
    this.shared = shared;
    this.bf16 = bf16;
    this.spec = spec;
    this.time = time;
    this.batch = batch;
    int inputs = spec.inputSize();
    int hidden = spec.hiddenSize();
    int gates = spec.cell().gates();
    primitives = new RnnPrimitives(spec, relu, time, batch, training, bf16);
    packing = new GatePacking(spec);

    wUser = weights("w", desc(memory.format_tag.ldgoi, 1, 1, inputs, gates, hidden));
    rwUser = weights("rw", desc(memory.format_tag.ldgoi, 1, 1, hidden, gates, hidden));
    bias = weights("b", desc(memory.format_tag.ldgo, 1, 1, spec.cell().biases(), hidden));
    wForward = weights("w-forward", primitives.weightsLayer());
    rwForward = weights("rw-forward", primitives.weightsIter());
    packW = own(new reorder(wUser, wForward));
    packRw = own(new reorder(rwUser, rwForward));

    x = own(unbound(own(desc(memory.format_tag.tnc, time, batch, inputs))));
    xCell = bf16 ? work("x", desc(true, memory.format_tag.tnc, time, batch, inputs)) : x;
    xToCell = bf16 ? own(new reorder(x, xCell)) : null;
    // In training the layer's output is kept here: a layer above may change its input in place.
    memory.desc outDesc = own(desc(memory.format_tag.tnc, time, batch, hidden));
    out = training && !bf16 ? work("out", outDesc) : own(unbound(outDesc));
    outCell = bf16 ? work("out", desc(true, memory.format_tag.tnc, time, batch, hidden)) : out;
    outFromCell = bf16 ? own(new reorder(outCell, out)) : null;
    first = state("first", bf16);
    last = state("last", bf16);

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
    scratchpad(primitives.forwardScratchpad(), forwardArgs);
    backward = training ? new Backward() : null;
  }

  private memory weights(String role, memory.desc desc) {
    memory m = shared.weights(role, desc);
    desc.close();
    return m;
  }

  private memory work(String role, memory.desc desc) {
    memory m = own(unbound(own(desc)));
    work.add(new Work(role, m, desc.get_size()));
    return m;
  }

  private void scratchpad(memory.desc desc, IntMemoryMap to) {
    if (desc.get_size() > 0) {
      to.put(DNNL_ARG_SCRATCHPAD, work("scratchpad", desc));
    }
  }

  private StateMemory state(String role, boolean half) {
    return shared.state(role, batch, spec.hiddenSize(), spec.cell().hasCellState(), half);
  }

  /** Points the work memory at the kernel's, which may have moved when it grew. */
  private void bind() {
    // Two handles may share a role: grow first, then point.
    work.forEach(w -> shared.scratch(w.role, w.bytes));
    for (Work w : work) {
      w.handle.set_data_handle(shared.scratch(w.role, w.bytes));
    }
  }

  /** Brings a layer's parameters into the form that the forward primitive reads. */
  void pack(Parameters p) {
    packing.gather(p.w(), wUser.get_data_handle(), spec.inputSize(), spec.cell().gates());
    packing.gather(p.rw(), rwUser.get_data_handle(), spec.hiddenSize(), spec.cell().gates());
    packing.gather(p.b(), bias.get_data_handle(), 1, spec.cell().biases());
    stream s = OneDnn.stream();
    packW.execute(s, wUser, wForward);
    packRw.execute(s, rwUser, rwForward);
    s._wait();
  }

  /** Packs parameters that no longer change, unless another plan has done it. */
  void packOnce(Parameters p) {
    boolean w = shared.markPacked(wForward);
    boolean rw = shared.markPacked(rwForward);
    if (!w || !rw) {
      pack(p);
    }
  }

  /** See {@link RecurrentKernel#forward}; the state returned is overwritten by the next call. */
  State forward(INDArray input, State initial, INDArray result) {
    stream s = OneDnn.stream();
    bind();
    point(x, input);
    first.set(initial);
    if (bf16) {
      xToCell.execute(s, x, xCell);
    }
    first.toCell(s);
    if (bf16 || backward == null) {
      point(out, result);
    }
    primitives.forward().execute(s, forwardArgs);
    if (bf16) {
      outFromCell.execute(s, outCell, out);
    }
    last.fromCell(s);
    s._wait();
    if (!bf16 && backward != null) {
      Pointer.memcpy(Addresses.of(result), out.get_data_handle(), result.length() * Float.BYTES);
    }
    return last.state();
  }

  /** See {@link RecurrentKernel#backward}; the state returned is overwritten by the next call. */
  State backward(INDArray dOut, Parameters gradients, INDArray dX) {
    return backward.run(dOut, gradients, dX);
  }

  private <P extends Pointer> P own(P pointer) {
    owned.add(pointer);
    return pointer;
  }

  @Override
  public void close() {
    owned.forEach(Pointer::close);
    owned.clear();
    primitives.close();
  }

  /** What only training needs: the backward primitive and its memory. */
  private final class Backward {
    private final memory wBackward = weights("w-backward", primitives.backwardWeightsLayer());
    private final memory rwBackward = weights("rw-backward", primitives.backwardWeightsIter());
    private final memory dWPacked = weights("dw-packed", primitives.diffWeightsLayer());
    private final memory dRwPacked = weights("drw-packed", primitives.diffWeightsIter());
    private final memory dW = weights("dw", wUser.get_desc());
    private final memory dRw = weights("drw", rwUser.get_desc());
    private final memory dBias = weights("db", bias.get_desc());
    private final reorder packW = own(new reorder(wUser, wBackward));
    private final reorder packRw = own(new reorder(rwUser, rwBackward));
    private final reorder unpackW = own(new reorder(dWPacked, dW));
    private final reorder unpackRw = own(new reorder(dRwPacked, dRw));
    private final memory workspace = work("workspace", primitives.workspace());
    private final memory dOutMemory = own(unbound(own(out.get_desc())));
    private final memory dXMemory = own(unbound(own(x.get_desc())));
    private final StateMemory dFirst = state("d-first", false);
    private final StateMemory dLast = state("d-last", false);
    private final IntMemoryMap args = new IntMemoryMap();

    Backward() {
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
          .put(DNNL_ARG_DIFF_SRC_ITER, dFirst.hCell)
          .put(DNNL_ARG_DIFF_WEIGHTS_LAYER, dWPacked)
          .put(DNNL_ARG_DIFF_WEIGHTS_ITER, dRwPacked)
          .put(DNNL_ARG_DIFF_BIAS, dBias)
          .put(DNNL_ARG_DIFF_DST_LAYER, dOutMemory)
          .put(DNNL_ARG_DIFF_DST_ITER, dLast.hCell);
      if (spec.cell().hasCellState()) {
        args.put(DNNL_ARG_SRC_ITER_C, first.c)
            .put(DNNL_ARG_DST_ITER_C, last.c)
            .put(DNNL_ARG_DIFF_SRC_ITER_C, dFirst.c)
            .put(DNNL_ARG_DIFF_DST_ITER_C, dLast.c);
      }
      own(args);
      scratchpad(primitives.backwardScratchpad(), args);
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
