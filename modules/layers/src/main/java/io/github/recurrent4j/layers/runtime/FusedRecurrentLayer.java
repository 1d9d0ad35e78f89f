package io.github.recurrent4j.layers.runtime;

import io.github.recurrent4j.kernels.Cell;
import io.github.recurrent4j.kernels.Precision;
import io.github.recurrent4j.kernels.RecurrentSpec;
import io.github.recurrent4j.layers.TimeMajor;
import io.github.recurrent4j.layers.kernel.Activations;
import io.github.recurrent4j.layers.kernel.Engine;
import io.github.recurrent4j.layers.kernel.NativeArrays;
import io.github.recurrent4j.layers.kernel.RecurrentKernel;
import io.github.recurrent4j.layers.kernel.RecurrentKernel.Parameters;
import io.github.recurrent4j.layers.kernel.RecurrentKernel.State;
import java.util.Map;
import org.deeplearning4j.exception.DL4JInvalidInputException;
import org.deeplearning4j.nn.api.MaskState;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.dropout.IDropout;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.recurrent.BaseRecurrentLayer;
import org.deeplearning4j.nn.params.LSTMParamInitializer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The running layer behind every recurrent configuration of this module: it brings DL4J's sequences
 * into time-major order, applies masks and dropout, keeps states, and leaves the recurrence to a
 * {@link RecurrentKernel}. The forward pass is not repeated in the backward pass.
 *
 * @param <C> the configuration
 */
public final class FusedRecurrentLayer<
        C extends org.deeplearning4j.nn.conf.layers.BaseRecurrentLayer>
    extends BaseRecurrentLayer<C> implements SideInputs, ComputesInPrecision {
  static final String W = LSTMParamInitializer.INPUT_WEIGHT_KEY;
  static final String RW = LSTMParamInitializer.RECURRENT_WEIGHT_KEY;
  static final String B = LSTMParamInitializer.BIAS_KEY;

  /** What a mogrifier's gates are made of. */
  static final String Q = "Q";

  static final String R = "R";
  private static final String H_STATE = "prevAct";
  private static final String C_STATE = "prevMem";

  private final RecurrentSpec spec;
  private final boolean carryState;
  private final transient RecurrentKernel kernel;
  private final transient Border border = new Border(this::layerId);
  private final transient Scratch inputCopy = new Scratch();
  private final transient Scratch errorCopy = new Scratch();
  private final transient Scratch rolled = new Scratch();
  private final transient Scratch firstH = new Scratch();
  private final transient Scratch firstC = new Scratch();
  private final transient Scratch repeated = new Scratch();
  private transient StepMask stepMask;
  private transient boolean moved;

  /** The mask that came through the network; {@link #maskArray} is one that was set directly. */
  private transient INDArray networkMask;

  private transient long[] shape;
  private transient State first;
  private transient boolean[][] resets;
  private transient boolean readyForBackward;
  private transient INDArray[] initialState = {};
  private transient State initialGradient;

  /** Creates the layer; {@code carryState} as in the configurations. */
  public FusedRecurrentLayer(
      NeuralNetConfiguration conf,
      DataType type,
      RecurrentSpec spec,
      Activations activations,
      boolean carryState) {
    this(conf, type, spec, Engine.kernel(spec, activations, type), carryState);
  }

  /** Creates a layer that another kernel computes. */
  public FusedRecurrentLayer(
      NeuralNetConfiguration conf,
      DataType type,
      RecurrentSpec spec,
      RecurrentKernel kernel,
      boolean carryState) {
    super(conf, type);
    this.spec = spec;
    this.carryState = carryState;
    this.kernel = kernel;
  }

  @Override
  public void computeIn(Precision precision) {
    kernel.computeIn(precision);
  }

  /** What the layer computes. */
  public RecurrentSpec spec() {
    return spec;
  }

  /** Name of the implementation that computes this layer. */
  public String kernelName() {
    return kernel.name();
  }

  /** The state before the first step: h_0 [B, H] and, for cells that have one, c_0 [B, H]. */
  @Override
  public void setSideInputs(INDArray[] states, INDArray[] masks) {
    if (states.length > (spec.cell().hasCellState() ? 2 : 1)) {
      throw new DL4JInvalidInputException(
          "a " + spec.cell() + " has no " + states.length + " initial states " + layerId());
    }
    initialState = states;
  }

  @Override
  public INDArray[] sideGradients(LayerWorkspaceMgr workspaces) {
    INDArray[] result = new INDArray[initialState.length];
    for (int i = 0; i < result.length; i++) {
      INDArray g = i == 0 ? initialGradient.h() : initialGradient.c();
      result[i] = workspaces.dup(ArrayType.ACTIVATION_GRAD, g, 'c');
    }
    return result;
  }

  private State given() {
    if (initialState.length == 0) {
      return null;
    }
    long batch = input.size(0);
    for (int i = 0; i < initialState.length; i++) {
      border.exactly(i == 0 ? "h_0" : "c_0", initialState[i], batch, spec.hiddenSize());
    }
    INDArray h = firstH.of(dataType, batch, spec.hiddenSize()).assign(initialState[0]);
    if (!spec.cell().hasCellState()) {
      return new State(h, null);
    }
    INDArray c = firstC.of(dataType, h.shape());
    return new State(h, initialState.length > 1 ? c.assign(initialState[1]) : c.assign(0));
  }

  @Override
  public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
    enter();
    if (initialState.length > 0) {
      return run(given(), training, null, workspaces);
    }
    boolean carry = carryState && training;
    return run(
        carry ? stored(tBpttStateMap) : null, training, carry ? tBpttStateMap : null, workspaces);
  }

  @Override
  public INDArray rnnTimeStep(INDArray in, LayerWorkspaceMgr workspaces) {
    setInput(in, workspaces);
    enter();
    return run(stored(stateMap), false, stateMap, workspaces);
  }

  @Override
  public INDArray rnnActivateUsingStoredState(
      INDArray in, boolean training, boolean storeLast, LayerWorkspaceMgr workspaces) {
    setInput(in, workspaces);
    enter();
    return run(stored(tBpttStateMap), training, storeLast ? tBpttStateMap : null, workspaces);
  }

  /** Checks the input, before anything else looks at it. */
  private void enter() {
    assertInputSet(false);
    border.sequence(input, spec.inputSize(), getDataFormat());
  }

  /**
   * Reads the masks, which mean two things, as in DL4J. One that was set directly ({@code
   * setMaskArray}, as MaskZeroLayer and LastTimeStep do), and any mask of a simple RNN, sets the
   * state to zero after each masked step. One that came to a gated cell through the network says
   * where the sequences begin: from its first step that counts a row is read to its end, masked
   * steps like any other, and a row that goes on from an earlier call has begun already.
   */
  private void readMask(long batch, long time, boolean begun) {
    INDArray mask = maskArray != null ? maskArray : networkMask;
    border.mask(mask, batch, time);
    StepMask read = StepMask.of(mask);
    boolean zeroes = maskArray != null || read == null;
    stepMask = zeroes ? read : begun ? null : read.beginnings();
  }

  private INDArray run(
      State initial, boolean training, Map<String, INDArray> store, LayerWorkspaceMgr workspaces) {
    int timeAt = getDataFormat() == RNNFormat.NWC ? 1 : 2;
    shape = new long[] {input.size(timeAt), input.size(0)};
    boolean given = initialState.length > 0;
    readMask(shape[1], shape[0], initial != null && !given);
    applyDropOutIfNecessary(training, workspaces);
    boolean leading = stepMask != null && stepMask.leading();
    boolean erases = initial != null && maskArray != null;
    moved = leading && !stepMask.holes() && store == null && !erases;
    boolean byReference = stepMask != null && !moved && (leading || stepMask.holes());
    resets = byReference ? stepMask.steps() : null;
    first = initial;
    readyForBackward = training;
    INDArray x = kernelInput();
    INDArray out =
        workspaces.createUninitialized(
            ArrayType.ACTIVATIONS,
            dataType,
            new long[] {x.size(0), x.size(1), spec.hiddenSize()},
            'c');
    State last =
        kernel.forward(x, parameters(training, workspaces), initial, resets, training, out);
    if (stepMask != null && !byReference) {
      if (moved) {
        INDArray back = roll(out, false, rolled);
        out.assign(back);
      }
      zeroMasked(out);
    }
    if (store != null) {
      store(store, last, store == tBpttStateMap && carryState);
    }
    return TimeMajor.toFormat(out, getDataFormat());
  }

  private INDArray kernelInput() {
    INDArray x = inputCopy.timeMajor(input, dataType, getDataFormat());
    return moved ? roll(x, true, inputCopy) : x;
  }

  /**
   * Runs the last forward pass once more, in training mode: it was one for inference, and there is
   * a backward pass all the same (FrozenLayerWithBackprop, or activate(false) by hand).
   */
  private void repeatForTraining(LayerWorkspaceMgr workspaces) {
    INDArray x = kernelInput();
    INDArray out = repeated.of(dataType, shape[0], shape[1], spec.hiddenSize());
    kernel.forward(x, parameters(false, workspaces), first, resets, true, out);
    readyForBackward = true;
  }

  private Parameters parameters(boolean training, LayerWorkspaceMgr workspaces) {
    return new Parameters(
        getParamWithNoise(W, training, workspaces),
        getParamWithNoise(RW, training, workspaces),
        getParamWithNoise(B, training, workspaces),
        params.containsKey(Q) ? getParamWithNoise(Q, training, workspaces) : null,
        params.containsKey(R) ? getParamWithNoise(R, training, workspaces) : null);
  }

  private State stored(Map<String, INDArray> states) {
    INDArray h = state(states, H_STATE);
    INDArray c = spec.cell().hasCellState() ? state(states, C_STATE) : null;
    if (h == null && c == null) {
      return null;
    }
    try (MemoryWorkspace ws = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
      h = h == null ? Nd4j.zeros(dataType, input.size(0), spec.hiddenSize()) : h;
      c = c == null && spec.cell().hasCellState() ? h.like() : c;
    }
    return new State(h, c);
  }

  private INDArray state(Map<String, INDArray> states, String key) {
    INDArray state = states.get(key);
    border.storedState(key, state, input.size(0), spec.hiddenSize());
    return state == null ? null : state.castTo(dataType);
  }

  private void store(Map<String, INDArray> states, State last, boolean inPlace) {
    put(states, H_STATE, last.h(), inPlace);
    if (last.c() != null) {
      put(states, C_STATE, last.c(), inPlace);
    }
  }

  private void put(Map<String, INDArray> states, String key, INDArray value, boolean inPlace) {
    INDArray old = states.get(key);
    if (inPlace && old != null && old.equalShapes(value)) {
      old.assign(value);
    } else {
      try (MemoryWorkspace ws = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
        old = value.dup('c');
      }
      states.put(key, old);
    }
    if (stepMask != null) {
      for (int b = 0; b < stepMask.end().length; b++) {
        if (stepMask.end()[b] < stepMask.steps().length) {
          old.getRow(b).assign(0);
        }
      }
    }
  }

  @Override
  public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
    assertInputSet(true);
    if (shape == null) {
      throw new IllegalStateException("backward pass without a forward pass " + layerId());
    }
    border.error(epsilon, getDataFormat(), shape[1], spec.hiddenSize(), shape[0]);
    if (!readyForBackward) {
      repeatForTraining(workspaces);
    }
    INDArray dOut = errorCopy.timeMajor(epsilon, dataType, getDataFormat());
    if (stepMask != null) {
      if (NativeArrays.sameStart(dOut, epsilon)) {
        dOut = errorCopy.copy(dOut);
      }
      zeroMasked(dOut);
      if (moved) {
        dOut = roll(dOut, true, errorCopy);
      }
    }
    INDArray dX =
        workspaces.createUninitialized(
            ArrayType.ACTIVATION_GRAD,
            dataType,
            new long[] {dOut.size(0), dOut.size(1), spec.inputSize()},
            'c');
    Parameters gradients =
        new Parameters(
            gradientViews.get(W),
            gradientViews.get(RW),
            gradientViews.get(B),
            gradientViews.get(Q),
            gradientViews.get(R));
    initialGradient = kernel.backward(dOut, gradients, dX);
    if (moved) {
      dX.assign(roll(dX, false, rolled));
      zeroMasked(dX);
    }
    weightNoiseParams.clear();
    Gradient gradient = new DefaultGradient(gradientsFlattened);
    gradient.setGradientFor(W, gradients.w());
    gradient.setGradientFor(RW, gradients.rw());
    gradient.setGradientFor(B, gradients.b());
    if (gradients.q() != null) {
      gradient.setGradientFor(Q, gradients.q());
    }
    if (gradients.r() != null) {
      gradient.setGradientFor(R, gradients.r());
    }
    INDArray epsilonOut = SequenceGradient.of(dX, getDataFormat());
    return new Pair<>(gradient, backpropDropOutIfPresent(epsilonOut));
  }

  /**
   * Back-propagates through the whole of the last segment; a backward length shorter than the
   * forward length is not applied, as in DL4J's MultiLayerNetwork.
   */
  @Override
  public Pair<Gradient, INDArray> tbpttBackpropGradient(
      INDArray epsilon, int backwardLength, LayerWorkspaceMgr workspaces) {
    return backpropGradient(epsilon, workspaces);
  }

  /** Moves each row by its number of leading masked steps: towards step 0, or back. */
  private INDArray roll(INDArray sequence, boolean towardsStart, Scratch target) {
    long time = sequence.size(0);
    long batch = sequence.size(1);
    long size = sequence.size(2);
    INDArray source = target == rolled ? sequence : rolled.copy(sequence);
    INDArray result = target.of(dataType, time, batch, size);
    int[] shifts = stepMask.start().clone();
    for (int b = 0; !towardsStart && b < batch; b++) {
      shifts[b] = -shifts[b];
    }
    Sequences.roll(source, shifts, result);
    return result;
  }

  private void zeroMasked(INDArray sequence) {
    Sequences.zeroUnless(stepMask.steps(), sequence);
  }

  @Override
  protected void applyDropOutIfNecessary(boolean training, LayerWorkspaceMgr workspaces) {
    IDropout dropout = layerConf().getIDropout();
    if (!training || dropoutApplied || dropout == null) {
      return;
    }
    INDArray x = inputCopy.timeMajor(input, dataType, getDataFormat());
    input =
        TimeMajorDropout.apply(
            dropout, x, getDataFormat(), getIterationCount(), getEpochCount(), workspaces);
    dropoutApplied = true;
  }

  @Override
  public Pair<INDArray, MaskState> feedForwardMaskArray(
      INDArray mask, MaskState state, int minibatchSize) {
    if (spec.cell() == Cell.RNN) {
      this.maskArray = mask;
    } else {
      this.networkMask = mask;
    }
    this.maskState = state;
    return new Pair<>(mask, MaskState.Passthrough);
  }

  @Override
  public void setParam(String key, INDArray value) {
    border.parameter(key, params.get(key), value);
    super.setParam(key, value);
  }

  @Override
  public void setMaskArray(INDArray mask) {
    super.setMaskArray(mask);
    if (mask == null) {
      networkMask = null;
    }
  }

  @Override
  public void clear() {
    super.clear();
    networkMask = null;
  }

  @Override
  public Type type() {
    return Type.RECURRENT;
  }

  @Override
  public boolean isPretrainLayer() {
    return false;
  }

  @Override
  public void close() {
    kernel.close();
  }
}
