package io.github.recurrent4j.layers.runtime;

import io.github.recurrent4j.layers.Attention;
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
import org.nd4j.linalg.ops.transforms.Transforms;

/** Runs an {@link Attention}: all queries of all examples in a few batched products. */
public final class AttentionLayer extends SequenceLayer<Attention> implements SideInputs {
  private static final String W = AttentionInitializer.W;
  private static final String U = AttentionInitializer.U;
  private static final String V = AttentionInitializer.V;

  private final transient Scratch queryCopy = new Scratch();
  private final transient QueriedMemory queried = new QueriedMemory(border);
  private final transient Scratch errorCopy = new Scratch();
  private final transient Scratch projectedQueries = new Scratch();
  private final transient Scratch projectedMemory = new Scratch();
  private final transient Scratch queryGradient = new Scratch();
  private final transient Scratch weightMemory = new Scratch();
  private final transient Scratch gradientMemory = new Scratch();

  private transient INDArray memory;
  private transient INDArray queries;
  private transient boolean single;
  private transient INDArray keys;
  private transient INDArray weights;
  private transient INDArray hidden;
  private transient INDArray memoryGradient;

  /** Creates the layer. */
  public AttentionLayer(NeuralNetConfiguration conf, DataType type) {
    super(conf, type);
  }

  /** The memory [B, nOut, S] and its mask [B, S]. */
  @Override
  public void setSideInputs(INDArray[] inputs, INDArray[] masks) {
    if (inputs.length != 1) {
      throw new IllegalArgumentException("attention needs queries and a memory " + layerId());
    }
    queried.take(inputs[0], masks[0], layerConf().getNOut(), dataType, layerId());
    memory = queried.steps();
  }

  private INDArray sequence(INDArray given, Scratch copy) {
    return single ? copy.oneStep(given, dataType) : copy.timeMajor(given, dataType, RNNFormat.NCW);
  }

  @Override
  public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
    assertInputSet(false);
    border.sequenceOrVectors(input, layerConf().getNIn(), RNNFormat.NCW);
    single = input.rank() == 2;
    queries = sequence(input, queryCopy);
    long time = queries.size(0);
    long batch = queries.size(1);
    queried.requireBatch(batch, input, layerId());
    weights = weightMemory.of(dataType, batch, time, memory.size(0));
    switch (layerConf().getScore()) {
      case DOT -> dot(queries, training);
      case GENERAL -> {
        keys = projected(queries, W, projectedQueries, training);
        dot(keys, training);
      }
      case MLP -> mlp(training);
    }
    AttentionWeights.softmax(weights, queried.lengths());
    INDArray out =
        workspaces.createUninitialized(
            ArrayType.ACTIVATIONS, dataType, new long[] {time, batch, memory.size(2)}, 'c');
    Matrices.multiply(weights, byExample(memory), byExample(out), false, precision(training));
    return single ? Sequences.rows(out) : TimeMajor.toFormat(out, RNNFormat.NCW);
  }

  private void dot(INDArray q, boolean training) {
    Matrices.multiply(
        byExample(q), transposed(byExample(memory)), weights, false, precision(training));
  }

  private INDArray projected(
      INDArray sequence, String parameter, Scratch target, boolean training) {
    INDArray w = params.get(parameter);
    INDArray result = target.of(dataType, sequence.size(0), sequence.size(1), w.size(1));
    Matrices.multiply(
        Sequences.rows(sequence), w, Sequences.rows(result), false, precision(training));
    return result;
  }

  /** Scores v·tanh(W q + U m). */
  private void mlp(boolean training) {
    INDArray q = projected(queries, W, projectedQueries, training);
    INDArray m = projected(memory, U, projectedMemory, training);
    try (MemoryWorkspace ws = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
      long size = q.size(2);
      INDArray left = byExample(q).dup('c').reshape('c', q.size(1), q.size(0), 1, size);
      INDArray right = byExample(m).dup('c').reshape('c', m.size(1), 1, m.size(0), size);
      hidden = Transforms.tanh(left.add(right), false);
    }
    Matrices.multiply(
        Sequences.rows(hidden), params.get(V), weights.reshape('c', weights.length(), 1), false);
  }

  @Override
  public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
    if (single) {
      border.error(epsilon, queries.size(1), memory.size(2));
    } else {
      border.error(epsilon, RNNFormat.NCW, queries.size(1), memory.size(2), queries.size(0));
    }
    INDArray dOut = byExample(sequence(epsilon, errorCopy));
    INDArray dQ =
        workspaces.createUninitialized(ArrayType.ACTIVATION_GRAD, dataType, queries.shape(), 'c');
    memoryGradient =
        workspaces.createUninitialized(ArrayType.ACTIVATION_GRAD, dataType, memory.shape(), 'c');
    Matrices.multiply(transposed(weights), dOut, byExample(memoryGradient), false, precision(true));
    INDArray dScores = gradientMemory.of(dataType, weights.shape());
    Matrices.multiply(dOut, transposed(byExample(memory)), dScores, false, precision(true));
    AttentionWeights.backward(weights, dScores);
    Gradient gradient = new DefaultGradient(gradientsFlattened);
    switch (layerConf().getScore()) {
      case DOT -> backwardDot(dScores, queries, dQ);
      case GENERAL -> {
        INDArray dKeys = queryGradient.of(dataType, keys.shape());
        backwardDot(dScores, keys, dKeys);
        backwardProjection(queries, W, dKeys, gradient, dQ, false);
      }
      case MLP -> backwardMlp(dScores, gradient, dQ);
    }
    return new Pair<>(
        gradient, single ? Sequences.rows(dQ) : SequenceGradient.of(dQ, RNNFormat.NCW));
  }

  private void backwardDot(INDArray dScores, INDArray q, INDArray dQ) {
    Matrices.multiply(dScores, byExample(memory), byExample(dQ), false, precision(true));
    Matrices.multiply(
        transposed(dScores), byExample(q), byExample(memoryGradient), true, precision(true));
  }

  private void backwardProjection(
      INDArray x, String parameter, INDArray dY, Gradient gradient, INDArray dX, boolean add) {
    INDArray dW = gradientViews.get(parameter);
    Matrices.multiply(
        Sequences.rows(x).transpose(), Sequences.rows(dY), dW, false, precision(true));
    gradient.setGradientFor(parameter, dW);
    Matrices.multiply(
        Sequences.rows(dY),
        params.get(parameter).transpose(),
        Sequences.rows(dX),
        add,
        precision(true));
  }

  private void backwardMlp(INDArray dScores, Gradient gradient, INDArray dQ) {
    try (MemoryWorkspace ws = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
      INDArray column = dScores.reshape('c', dScores.length(), 1);
      INDArray rows = Sequences.rows(hidden);
      INDArray dV = gradientViews.get(V);
      Matrices.multiply(rows.transpose(), column, dV, false, precision(true));
      gradient.setGradientFor(V, dV);
      INDArray slope = hidden.mul(hidden).rsubi(1);
      INDArray dPre = Nd4j.createUninitialized(dataType, hidden.shape(), 'c');
      Matrices.multiply(
          column, params.get(V).transpose(), Sequences.rows(dPre), false, precision(true));
      dPre.muli(slope);
      INDArray left = dPre.sum(2).permute(1, 0, 2).dup('c');
      INDArray right = dPre.sum(1).permute(1, 0, 2).dup('c');
      backwardProjection(queries, W, left, gradient, dQ, false);
      backwardProjection(memory, U, right, gradient, memoryGradient, true);
    }
  }

  @Override
  public INDArray[] sideGradients(LayerWorkspaceMgr workspaces) {
    return new INDArray[] {SequenceGradient.of(memoryGradient, RNNFormat.NCW)};
  }

  @Override
  public boolean hasBias() {
    return false;
  }
}
