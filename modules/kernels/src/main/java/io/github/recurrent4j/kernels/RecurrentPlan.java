package io.github.recurrent4j.kernels;

import static io.github.recurrent4j.kernels.OneDnn.desc;
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

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.dnnl.memory;

/**
 * The primitives for some rows of a batch of sequences, with their operands. Its work memory comes
 * from a scope that the caller opens before a forward pass and closes when nothing needs it any
 * more: after the pass, or after the backward pass that belongs to it. One thread at a time.
 */
final class RecurrentPlan implements SequencePlan {
  private final RecurrentWeights weights;
  private final RecurrentSpec spec;
  private final Rows rows;
  private final boolean bf16;
  private final RnnPrimitives primitives;
  private final Program forward = new Program();

  /** Operands that get memory from each pass's scope. */
  private final List<Operand> work = new ArrayList<>();

  /** Operands that stand for the caller's memory. */
  private final List<Operand> given = new ArrayList<>();

  private final Operand w;
  private final Operand rw;
  private final Operand bias;
  // What the caller's memory holds, and what the primitive reads: the same, or a copy.
  private final Operand x;
  private final Operand xCell;
  private final Operand out;
  private final Operand outCell;
  private final Operand h0;
  private final Operand h0Cell;
  private final Operand hT;
  private final Operand hTCell;
  private final Operand c0;
  private final Operand cT;
  private final Backward backward;
  private long prepared = -1;

  RecurrentPlan(RecurrentWeights weights, Rows rows, boolean training) {
    this.weights = weights;
    this.spec = weights.spec();
    this.rows = rows;
    this.bf16 = weights.bf16();
    int time = rows.time();
    int batch = rows.count();
    int inputs = spec.inputSize();
    int hidden = spec.hiddenSize();
    primitives = new RnnPrimitives(spec, weights.relu(), rows, training, bf16);

    w = operand(primitives.weightsLayer());
    rw = operand(primitives.weightsIter());
    bias = operand(desc(memory.format_tag.ldgo, 1, 1, spec.cell().biases(), hidden));
    x = sequence(inputs);
    xCell =
        bf16 || (training && rows.strided())
            ? work(desc(bf16, memory.format_tag.tnc, time, batch, inputs))
            : x;
    out = sequence(hidden);
    // In training the layer's output is kept: a layer above may change its input in place.
    outCell = bf16 || training ? work(desc(bf16, memory.format_tag.tnc, time, batch, hidden)) : out;
    h0 = given(state(false));
    h0Cell = bf16 ? work(state(true)) : h0;
    hT = given(state(false));
    hTCell = bf16 ? work(state(true)) : hT;
    boolean cell = spec.cell().hasCellState();
    c0 = cell ? given(state(false)) : null;
    cT = cell ? given(state(false)) : null;

    Program.Args args =
        new Program.Args()
            .put(DNNL_ARG_SRC_LAYER, xCell)
            .put(DNNL_ARG_SRC_ITER, h0Cell)
            .put(DNNL_ARG_WEIGHTS_LAYER, w)
            .put(DNNL_ARG_WEIGHTS_ITER, rw)
            .put(DNNL_ARG_BIAS, bias)
            .put(DNNL_ARG_DST_LAYER, outCell)
            .put(DNNL_ARG_DST_ITER, hTCell);
    if (cell) {
      args.put(DNNL_ARG_SRC_ITER_C, c0).put(DNNL_ARG_DST_ITER_C, cT);
    }
    scratchpad(primitives.forwardScratchpad(), args);
    backward = training ? new Backward(args) : null;
    if (xCell != x) {
      forward.convert(x, xCell);
    }
    if (bf16) {
      forward.convert(h0, h0Cell);
    }
    forward.then(primitives.forward(), args);
    if (outCell != out) {
      forward.convert(outCell, out);
    }
    if (bf16) {
      forward.convert(hTCell, hT);
    }
  }

  private memory.desc state(boolean half) {
    return desc(half, memory.format_tag.ldnc, 1, 1, rows.count(), spec.hiddenSize());
  }

  private Operand operand(memory.desc layout) {
    try (layout) {
      return forward.operand(layout);
    }
  }

  private Operand given(memory.desc layout) {
    Operand o = operand(layout);
    given.add(o);
    return o;
  }

  private Operand sequence(int features) {
    try (memory.desc layout = rows.sequence(features)) {
      Operand o = forward.operand(layout, rows.bytes(features));
      given.add(o);
      return o;
    }
  }

  private Operand work(memory.desc layout) {
    Operand o = operand(layout);
    work.add(o);
    return o;
  }

  private void scratchpad(memory.desc layout, Program.Args args) {
    if (layout.get_size() > 0) {
      args.put(DNNL_ARG_SCRATCHPAD, work(layout));
    } else {
      layout.close();
    }
  }

  @Override
  public void prepare() {
    if (prepared == weights.version()) {
      return;
    }
    prepared = weights.version();
    w.bind(weights.input(primitives.weightsLayer()));
    rw.bind(weights.recurrent(primitives.weightsIter()));
    bias.bind(weights.bias());
    if (backward != null) {
      backward.prepare();
    }
  }

  @Override
  public void forward(Scope scope, Floats input, State first, Floats result, State last) {
    for (Operand o : work) {
      o.bind(scope.region(o.bytes()));
    }
    x.bind(input);
    h0.bind(first.h());
    out.bind(result);
    hT.bind(last.h());
    if (c0 != null) {
      c0.bind(first.c());
      cT.bind(last.c());
    }
    try {
      forward.run();
    } finally {
      if (backward == null) {
        release();
      }
    }
  }

  @Override
  public void backward(Floats dOut, Gradients gradients, Floats dX, State dFirst) {
    try {
      backward.run(dOut, gradients, dX, dFirst);
    } finally {
      release();
    }
  }

  @Override
  public void release() {
    given.forEach(Operand::release);
    work.forEach(Operand::release);
  }

  @Override
  public void close() {
    if (backward != null) {
      backward.close();
    }
    forward.close();
    primitives.close();
  }

  /** What only training needs: the backward primitive and its memory. */
  private final class Backward implements AutoCloseable {
    private final Program program = new Program();
    private final Operand wBackward = operand(primitives.backwardWeightsLayer());
    private final Operand rwBackward = operand(primitives.backwardWeightsIter());
    private final Operand dWPacked = work(primitives.diffWeightsLayer());
    private final Operand dRwPacked = work(primitives.diffWeightsIter());
    private final Unpacking dW = new Unpacking(dWPacked, spec.inputSize());
    private final Unpacking dRw = new Unpacking(dRwPacked, spec.hiddenSize());
    private final Operand dBias =
        work(desc(memory.format_tag.ldgo, 1, 1, spec.cell().biases(), spec.hiddenSize()));
    private final Operand dOutSequence = sequence(spec.hiddenSize());
    private final Operand dXSequence = sequence(spec.inputSize());
    private final Operand dOut = dense(dOutSequence, spec.hiddenSize());
    private final Operand dX = dense(dXSequence, spec.inputSize());
    private final Operand dH0 = given(state(false));
    private final Operand dHT = work(state(false));
    private final Operand dC0 = spec.cell().hasCellState() ? given(state(false)) : null;
    private final Operand dCT = spec.cell().hasCellState() ? work(state(false)) : null;

    Backward(Program.Args forwardArgs) {
      Operand workspace = work(primitives.workspace());
      forwardArgs.put(DNNL_ARG_WORKSPACE, workspace);
      Program.Args args =
          new Program.Args()
              .put(DNNL_ARG_SRC_LAYER, xCell)
              .put(DNNL_ARG_SRC_ITER, h0Cell)
              .put(DNNL_ARG_WEIGHTS_LAYER, wBackward)
              .put(DNNL_ARG_WEIGHTS_ITER, rwBackward)
              .put(DNNL_ARG_BIAS, bias)
              .put(DNNL_ARG_DST_LAYER, outCell)
              .put(DNNL_ARG_DST_ITER, hTCell)
              .put(DNNL_ARG_WORKSPACE, workspace)
              .put(DNNL_ARG_DIFF_SRC_LAYER, dX)
              .put(DNNL_ARG_DIFF_SRC_ITER, dH0)
              .put(DNNL_ARG_DIFF_WEIGHTS_LAYER, dWPacked)
              .put(DNNL_ARG_DIFF_WEIGHTS_ITER, dRwPacked)
              .put(DNNL_ARG_DIFF_BIAS, dBias)
              .put(DNNL_ARG_DIFF_DST_LAYER, dOut)
              .put(DNNL_ARG_DIFF_DST_ITER, dHT);
      if (dC0 != null) {
        args.put(DNNL_ARG_SRC_ITER_C, c0)
            .put(DNNL_ARG_DST_ITER_C, cT)
            .put(DNNL_ARG_DIFF_SRC_ITER_C, dC0)
            .put(DNNL_ARG_DIFF_DST_ITER_C, dCT);
      }
      scratchpad(primitives.backwardScratchpad(), args);
      if (dOut != dOutSequence) {
        program.convert(dOutSequence, dOut);
      }
      program.then(primitives.backward(), args);
      if (dX != dXSequence) {
        program.convert(dX, dXSequence);
      }
    }

    private Operand dense(Operand sequence, int features) {
      return rows.strided()
          ? work(desc(memory.format_tag.tnc, rows.time(), rows.count(), features))
          : sequence;
    }

    void prepare() {
      wBackward.bind(weights.input(primitives.backwardWeightsLayer()));
      rwBackward.bind(weights.recurrent(primitives.backwardWeightsIter()));
    }

    void run(Floats errors, Gradients gradients, Floats inputGradient, State dFirst) {
      dOutSequence.bind(errors);
      dXSequence.bind(inputGradient);
      dH0.bind(dFirst.h());
      if (dC0 != null) {
        dC0.bind(dFirst.c());
        dCT.region().zero();
      }
      // The primitive adds to what the gradients of the weights hold.
      dWPacked.region().zero();
      dRwPacked.region().zero();
      dBias.region().zero();
      dHT.region().zero();
      program.run();
      dW.run(gradients.w());
      dRw.run(gradients.rw());
      weights.packing().scatter(dBias.floats(), gradients.b(), 1, spec.cell().biases());
    }

    @Override
    public void close() {
      dW.program.close();
      dRw.program.close();
      program.close();
    }
  }

  /** A matrix's gradients from the primitive's layout to the layer's, gate by gate. */
  private final class Unpacking {
    private final GatePacking packing = weights.packing();
    private final Program program = new Program();
    private final Operand packed;
    private final int size;
    private final int gates = spec.cell().gates();
    private final List<Operand> parts = new ArrayList<>();
    private final List<Operand> blocks = new ArrayList<>();

    /** All gates in the canonical order, where the primitive's layout mixes them; else null. */
    private final Operand canonical;

    Unpacking(Operand packed, int size) {
      this.packed = packed;
      this.size = size;
      try (memory.desc whole = packed.handle().get_desc()) {
        for (int gate = 0; gate < gates; gate++) {
          try (memory.desc part = packing.part(whole, size, gate)) {
            if (part == null) {
              break;
            }
            add(part);
          }
        }
      }
      canonical = parts.isEmpty() ? work(weights.canonical(size)) : null;
      if (canonical != null) {
        program.convert(packed, canonical);
      }
    }

    private void add(memory.desc part) {
      try (memory.desc block = packing.block(size)) {
        Operand from = program.operand(part, packed.bytes());
        Operand to = program.operand(block);
        parts.add(from);
        blocks.add(to);
        given.add(from);
        given.add(to);
        program.convert(from, to);
      }
    }

    void run(Floats gradients) {
      for (int gate = 0; gate < parts.size(); gate++) {
        parts.get(gate).bind(packed.region());
        blocks.get(gate).bind(block(gradients, gate));
      }
      program.run();
      if (canonical != null) {
        packing.scatter(canonical.floats(), gradients, size, gates);
        return;
      }
      for (int gate = 0; gate < gates; gate++) {
        if (packing.negated(gate)) {
          GatePacking.negate(block(gradients, gate), block(gradients, gate));
        }
      }
    }

    private Floats block(Floats gradients, int gate) {
      return gradients.slice(packing.place(gate, size), packing.size(size));
    }
  }
}
