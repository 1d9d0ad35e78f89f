package io.github.recurrent4j.layers.kernel;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Recurrent layers on oneDNN's rnn primitives: one native call per sequence and direction.
 * Primitives are cached per shape, the least recently used freed past {@link #MAX_PLANS}; weights
 * and work memory are shared by all shapes.
 */
final class OneDnnKernel implements RecurrentKernel {
  private static final int MAX_PLANS = 256;

  private record Shape(int time, int batch, boolean training, boolean bf16) {}

  private final RecurrentSpec spec;
  private final Activations activations;
  private final Map<Shape, OneDnnPlan> plans = new LinkedHashMap<>(16, 0.75f, true);
  // Apart, so that inference between a forward and its backward pass does no harm.
  private final KernelMemory trainingMemory = new KernelMemory();
  private final KernelMemory inferenceMemory = new KernelMemory();
  private OneDnnPlan forwardPlan;
  private ReferenceKernel masked;
  private boolean lastWasMasked;
  private Parameters frozen;
  private boolean frozenInBf16;

  OneDnnKernel(RecurrentSpec spec, Activations activations) {
    this.spec = spec;
    this.activations = activations;
  }

  @Override
  public State forward(
      INDArray x, Parameters p, State initial, boolean[][] mask, boolean training, INDArray out) {
    lastWasMasked = mask != null;
    if (lastWasMasked) {
      if (masked == null) {
        masked = new ReferenceKernel(spec, activations);
      }
      return masked.forward(x, p, initial, mask, training, out);
    }
    boolean bf16 = training ? Engine.bf16Training() : frozenInBf16;
    OneDnnPlan plan = plan(new Shape((int) x.size(0), (int) x.size(1), training, bf16));
    if (training) {
      forwardPlan = plan;
    }
    if (frozen == null) {
      plan.pack(p);
    } else {
      plan.packOnce(frozen);
    }
    return plan.forward(x, initial, out);
  }

  @Override
  public State backward(INDArray dOut, Parameters gradients, INDArray dX) {
    if (lastWasMasked) {
      return masked.backward(dOut, gradients, dX);
    }
    if (forwardPlan == null) {
      throw new IllegalStateException("backward without a forward pass in training mode");
    }
    return forwardPlan.backward(dOut, gradients, dX);
  }

  private OneDnnPlan plan(Shape shape) {
    OneDnnPlan plan = plans.get(shape);
    if (plan == null) {
      plan =
          new OneDnnPlan(
              spec,
              activations.isRelu(),
              shape.time,
              shape.batch,
              shape.training,
              shape.bf16,
              shape.training ? trainingMemory : inferenceMemory);
      plans.put(shape, plan);
      evict();
    }
    return plan;
  }

  private void evict() {
    Iterator<OneDnnPlan> oldest = plans.values().iterator();
    while (plans.size() > MAX_PLANS) {
      OneDnnPlan plan = oldest.next();
      oldest.remove();
      if (plan == forwardPlan) {
        forwardPlan = null;
      }
      plan.close();
    }
  }

  @Override
  public void freeze(Parameters parameters) {
    frozen = parameters;
    frozenInBf16 = Engine.bf16Inference();
  }

  @Override
  public String name() {
    return "onednn";
  }

  @Override
  public void close() {
    plans.values().forEach(OneDnnPlan::close);
    plans.clear();
    trainingMemory.close();
    inferenceMemory.close();
    forwardPlan = null;
  }
}
