package io.github.recurrent4j.kernels;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_FROM;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_TO;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.bytedeco.dnnl.IntMemoryMap;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.post_ops;
import org.bytedeco.dnnl.primitive;
import org.bytedeco.dnnl.primitive_attr;
import org.bytedeco.dnnl.reorder;
import org.bytedeco.dnnl.stream;
import org.bytedeco.javacpp.Pointer;

/**
 * Primitives that run one after another, with their operands. This is the one place from which
 * oneDNN is given memory to compute on: all owners are held until the last primitive has returned,
 * also if one fails. Belongs to one thread at a time.
 */
final class Program implements AutoCloseable {
  private record Step(primitive work, IntMemoryMap args) {}

  private static final AtomicInteger OPEN = new AtomicInteger();

  private final List<Step> steps = new ArrayList<>();
  private final Set<Operand> operands = new LinkedHashSet<>();
  private final List<Pointer> owned = new ArrayList<>();
  private final List<Operand> ownOperands = new ArrayList<>();
  private final stream queue;
  private Operand[] inUse;
  private Owner[] owners;

  Program() {
    // Before any class of oneDNN is touched: they would load the library in JavaCPP's own way.
    OneDnn.load();
    OpenMp.prepareThread();
    queue = own(new stream(OneDnn.cpu()));
    OPEN.incrementAndGet();
  }

  /** Programs that are kept at present. */
  static int open() {
    return OPEN.get();
  }

  /** Closes this native object with the program. */
  <P extends Pointer> P own(P pointer) {
    owned.add(pointer);
    return pointer;
  }

  /** An operand that is closed with the program. */
  Operand operand(memory.desc layout) {
    return operand(new Operand(layout));
  }

  /** A strided operand, see {@link Operand}. */
  Operand operand(memory.desc layout, long bytes) {
    return operand(new Operand(layout, bytes));
  }

  private Operand operand(Operand o) {
    ownOperands.add(o);
    return o;
  }

  /** Adds a primitive; the program closes it. */
  Program then(primitive work, Args args) {
    operands.addAll(args.operands);
    steps.add(new Step(own(work), own(args.map)));
    inUse = null;
    return this;
  }

  /** Adds a conversion between layouts or precisions. */
  Program convert(Operand from, Operand to) {
    return then(
        new reorder(from.handle(), to.handle()),
        new Args().put(DNNL_ARG_FROM, from).put(DNNL_ARG_TO, to));
  }

  /** The same, added to what the target holds if asked to. */
  Program convert(Operand from, Operand to, boolean add) {
    if (!add) {
      return convert(from, to);
    }
    try (primitive_attr attr = new primitive_attr();
        post_ops ops = new post_ops()) {
      ops.append_sum();
      attr.set_post_ops(ops);
      return then(
          new reorder(from.handle(), to.handle(), attr),
          new Args().put(DNNL_ARG_FROM, from).put(DNNL_ARG_TO, to));
    }
  }

  /** Runs all primitives and waits for them. */
  void run() {
    if (inUse == null) {
      inUse = operands.toArray(new Operand[0]);
      owners = new Owner[inUse.length];
    }
    OpenMp.prepareThread();
    int held = 0;
    try {
      for (Operand o : inUse) {
        Owner owner = o.region().owner();
        if (!holds(held, owner)) {
          owner.acquire();
          owners[held++] = owner;
        }
      }
      for (Step step : steps) {
        step.work.execute(queue, step.args);
      }
      queue._wait();
    } finally {
      while (held > 0) {
        owners[--held].release();
        owners[held] = null;
      }
    }
  }

  /** Whether an owner is among the first: most operands have the same, and counting is shared. */
  private boolean holds(int held, Owner owner) {
    for (int i = 0; i < held; i++) {
      if (owners[i] == owner) {
        return true;
      }
    }
    return false;
  }

  @Override
  public void close() {
    if (!owned.isEmpty()) {
      OPEN.decrementAndGet();
    }
    for (int i = owned.size() - 1; i >= 0; i--) {
      owned.get(i).close();
    }
    owned.clear();
    steps.clear();
    ownOperands.forEach(Operand::close);
    ownOperands.clear();
  }

  /** Operands by oneDNN's argument numbers. */
  static final class Args {
    private final IntMemoryMap map = new IntMemoryMap();
    private final List<Operand> operands = new ArrayList<>();

    Args put(int argument, Operand operand) {
      map.put(argument, operand.handle());
      operands.add(operand);
      return this;
    }
  }
}
