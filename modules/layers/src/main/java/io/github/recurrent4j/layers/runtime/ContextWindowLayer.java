package io.github.recurrent4j.layers.runtime;

import io.github.recurrent4j.layers.ContextWindow;
import io.github.recurrent4j.layers.TimeMajor;
import java.util.HashMap;
import java.util.Map;
import org.deeplearning4j.nn.api.layers.RecurrentLayer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.AbstractLayer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Runs a {@link ContextWindow}. */
public final class ContextWindowLayer extends AbstractLayer<ContextWindow>
    implements RecurrentLayer {
  private static final String PAST = "past";

  private final transient Border border = new Border(this::layerId);
  private transient long[] shape;
  private final transient Map<String, INDArray> stepState = new HashMap<>();
  private final transient Map<String, INDArray> trainingState = new HashMap<>();

  /** Creates the layer. */
  public ContextWindowLayer(NeuralNetConfiguration conf, DataType type) {
    super(conf, type);
  }

  @Override
  public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
    return window(training ? trainingState : new HashMap<>(), workspaces);
  }

  /** [T, B, C] to [T, B, steps·C], oldest step first; the last steps - 1 are kept in the state. */
  private INDArray window(Map<String, INDArray> state, LayerWorkspaceMgr workspaces) {
    assertInputSet(false);
    border.sequence(input);
    INDArray x = TimeMajor.contiguous(input.castTo(dataType), layerConf().getDataFormat());
    int steps = layerConf().getSteps();
    long time = x.size(0);
    long batch = x.size(1);
    long size = x.size(2);
    shape = x.shape();
    INDArray past = past(state, batch, size);
    INDArray out =
        workspaces.createUninitialized(
            ArrayType.ACTIVATIONS, dataType, new long[] {time, batch, steps * size}, 'c');
    try (MemoryWorkspace ws = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
      if (past == null) {
        past = Nd4j.zeros(dataType, steps - 1L, batch, size);
      }
      INDArray all = steps == 1 ? x : Nd4j.concat(0, past, x);
      for (int s = 0; s < steps; s++) {
        out.get(
                NDArrayIndex.all(),
                NDArrayIndex.all(),
                NDArrayIndex.interval(s * size, (s + 1) * size))
            .assign(all.get(NDArrayIndex.interval(s, s + time)));
      }
      if (steps > 1) {
        state.put(PAST, all.get(NDArrayIndex.interval(time, time + steps - 1)).dup('c'));
      }
    }
    return TimeMajor.toFormat(out, layerConf().getDataFormat());
  }

  /** The stored steps; in training, those of a minibatch of another size are none. */
  private INDArray past(Map<String, INDArray> state, long batch, long size) {
    INDArray past = state.get(PAST);
    boolean other = past != null && past.rank() == 3 && past.size(1) != batch;
    if (past == null || (other && state != stepState)) {
      return null;
    }
    border.storedSteps(past, layerConf().getSteps() - 1L, batch, size);
    return past.castTo(dataType);
  }

  @Override
  public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
    border.error(
        epsilon,
        layerConf().getDataFormat(),
        shape[1],
        shape[2] * layerConf().getSteps(),
        shape[0]);
    INDArray error = TimeMajor.view(epsilon, layerConf().getDataFormat());
    int steps = layerConf().getSteps();
    long time = error.size(0);
    long size = error.size(2) / steps;
    INDArray dX =
        workspaces.create(
            ArrayType.ACTIVATION_GRAD, dataType, new long[] {time, error.size(1), size}, 'c');
    for (int s = 0; s < steps; s++) {
      long lag = steps - 1L - s;
      if (lag < time) {
        dX.get(NDArrayIndex.interval(0, time - lag))
            .addi(
                error.get(
                    NDArrayIndex.interval(lag, time),
                    NDArrayIndex.all(),
                    NDArrayIndex.interval(s * size, (s + 1) * size)));
      }
    }
    return new Pair<>(new DefaultGradient(), SequenceGradient.of(dX, layerConf().getDataFormat()));
  }

  @Override
  public INDArray rnnTimeStep(INDArray in, LayerWorkspaceMgr workspaces) {
    setInput(in, workspaces);
    return window(stepState, workspaces);
  }

  @Override
  public Map<String, INDArray> rnnGetPreviousState() {
    return new HashMap<>(stepState);
  }

  @Override
  public void rnnSetPreviousState(Map<String, INDArray> state) {
    stepState.clear();
    stepState.putAll(state);
  }

  @Override
  public void rnnClearPreviousState() {
    stepState.clear();
    trainingState.clear();
  }

  @Override
  public INDArray rnnActivateUsingStoredState(
      INDArray in, boolean training, boolean storeLast, LayerWorkspaceMgr workspaces) {
    setInput(in, workspaces);
    return window(storeLast ? trainingState : new HashMap<>(trainingState), workspaces);
  }

  @Override
  public Map<String, INDArray> rnnGetTBPTTState() {
    return new HashMap<>(trainingState);
  }

  @Override
  public void rnnSetTBPTTState(Map<String, INDArray> state) {
    trainingState.clear();
    trainingState.putAll(state);
  }

  @Override
  public Pair<Gradient, INDArray> tbpttBackpropGradient(
      INDArray epsilon, int backwardLength, LayerWorkspaceMgr workspaces) {
    return backpropGradient(epsilon, workspaces);
  }

  @Override
  public boolean isPretrainLayer() {
    return false;
  }

  @Override
  public void clearNoiseWeightParams() {
    // No parameters.
  }

  @Override
  public Type type() {
    return Type.RECURRENT;
  }
}
