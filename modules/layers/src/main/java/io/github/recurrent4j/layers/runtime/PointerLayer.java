package io.github.recurrent4j.layers.runtime;

import io.github.recurrent4j.layers.Pointer;
import io.github.recurrent4j.layers.TimeMajor;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Runs a {@link Pointer}: all queries of all examples in a few batched products. */
public final class PointerLayer extends SequenceLayer<Pointer> implements SideInputs {
  private static final String W = PointerInitializer.W;
  private static final int SIDE_INPUTS = 3;

  private final transient Scratch queryCopy = new Scratch();
  private final transient QueriedMemory queried = new QueriedMemory(border);
  private final transient Scratch errorCopy = new Scratch();
  private final transient Scratch keyMemory = new Scratch();
  private final transient Scratch keyGradient = new Scratch();
  private final transient Scratch weightMemory = new Scratch();
  private final transient Scratch gradientMemory = new Scratch();

  private transient INDArray memory;
  private transient INDArray words;
  private transient INDArray wanted;
  private transient Pointing pointing;
  private transient INDArray queries;
  private transient INDArray keys;
  private transient INDArray weights;
  private transient INDArray memoryGradient;

  /** Creates the layer. */
  public PointerLayer(NeuralNetConfiguration conf, DataType type) {
    super(conf, type);
  }

  /** The memory [B, nOut, S] and its mask [B, S], its words [B, S], the wanted words [B, T]. */
  @Override
  public void setSideInputs(INDArray[] inputs, INDArray[] masks) {
    if (inputs.length != SIDE_INPUTS) {
      throw new IllegalArgumentException(
          "a pointer needs queries, a memory, its words and the wanted words " + layerId());
    }
    queried.take(inputs[0], masks[0], layerConf().getNOut(), dataType, layerId());
    memory = queried.steps();
    words = inputs[1];
    wanted = inputs[2];
  }

  @Override
  public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
    assertInputSet(false);
    border.sequence(input, layerConf().getNIn(), RNNFormat.NCW);
    queries = queryCopy.timeMajor(input, dataType, RNNFormat.NCW);
    long time = queries.size(0);
    long batch = queries.size(1);
    queried.requireBatch(batch, input, layerId());
    pointing = pointing((int) batch, (int) time, (int) memory.size(0));
    INDArray w = params.get(W);
    keys = keyMemory.of(dataType, time, batch, w.size(1));
    Matrices.multiply(Sequences.rows(queries), w, Sequences.rows(keys), false, precision(training));
    weights = weightMemory.of(dataType, batch, time, memory.size(0));
    Matrices.multiply(
        byExample(keys), transposed(byExample(memory)), weights, false, precision(training));
    AttentionWeights.softmax(weights, queried.lengths());
    INDArray out =
        workspaces.createUninitialized(
            ArrayType.ACTIVATIONS, dataType, new long[] {time, batch, Pointer.SIZE}, 'c');
    fill(out, pointing.forward(values(weights)));
    return TimeMajor.toFormat(out, RNNFormat.NCW);
  }

  private Pointing pointing(int batch, int time, int steps) {
    border.weights("The ids of the memory's words", words, batch, steps);
    border.weights("The ids of the wanted words", wanted, batch, time);
    return new Pointing(
        batch,
        time,
        steps,
        border.ids("The ids of the memory's words", words, -1, Integer.MAX_VALUE),
        border.ids("The ids of the wanted words", wanted, -1, Integer.MAX_VALUE));
  }

  private static double[] values(INDArray array) {
    try (MemoryWorkspace ws = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
      return array.dup('c').data().asDouble();
    }
  }

  private static void fill(INDArray array, double[] values) {
    try (MemoryWorkspace ws = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
      array.assign(
          Nd4j.createFromArray(values).castTo(array.dataType()).reshape('c', array.shape()));
    }
  }

  @Override
  public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
    border.error(epsilon, RNNFormat.NCW, queries.size(1), Pointer.SIZE, queries.size(0));
    INDArray errors = errorCopy.timeMajor(epsilon, dataType, RNNFormat.NCW);
    INDArray dScores = gradientMemory.of(dataType, weights.shape());
    fill(dScores, pointing.backward(values(weights), values(errors)));
    AttentionWeights.backward(weights, dScores);
    INDArray dKeys = keyGradient.of(dataType, keys.shape());
    Matrices.multiply(dScores, byExample(memory), byExample(dKeys), false, precision(true));
    memoryGradient =
        workspaces.createUninitialized(ArrayType.ACTIVATION_GRAD, dataType, memory.shape(), 'c');
    Matrices.multiply(
        transposed(dScores), byExample(keys), byExample(memoryGradient), false, precision(true));
    INDArray dW = gradientViews.get(W);
    INDArray rows = Sequences.rows(dKeys);
    Matrices.multiply(Sequences.rows(queries).transpose(), rows, dW, false, precision(true));
    INDArray dQ =
        workspaces.createUninitialized(ArrayType.ACTIVATION_GRAD, dataType, queries.shape(), 'c');
    Matrices.multiply(rows, params.get(W).transpose(), Sequences.rows(dQ), false, precision(true));
    Gradient gradient = new DefaultGradient(gradientsFlattened);
    gradient.setGradientFor(W, dW);
    return new Pair<>(gradient, SequenceGradient.of(dQ, RNNFormat.NCW));
  }

  @Override
  public INDArray[] sideGradients(LayerWorkspaceMgr workspaces) {
    // Ids have no gradient.
    return new INDArray[] {SequenceGradient.of(memoryGradient, RNNFormat.NCW), null, null};
  }

  @Override
  public boolean hasBias() {
    return false;
  }
}
