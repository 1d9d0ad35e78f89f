package io.github.recurrent4j.benchmarks;

import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.nn.core.Linear;
import ai.djl.nn.recurrent.LSTM;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import ai.djl.training.Trainer;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import ai.djl.util.PairList;

/**
 * The peer at training a translator: the network of {@link OursTranslation} in PyTorch through DJL,
 * sentences of one length, so that no packing is needed.
 */
record DjlTranslation(DataType type) implements Contestant {
  @Override
  public Runnable prepare(Work work) {
    Model model = Model.newInstance("peer");
    model.setDataType(type);
    model.setBlock(new EncoderDecoder(work.vocabulary(), work.hidden()));
    Trainer trainer =
        model.newTrainer(
            new DefaultTrainingConfig(Loss.softmaxCrossEntropyLoss("loss", 1, -1, true, true))
                .optOptimizer(
                    Optimizer.adam()
                        .optLearningRateTracker(Tracker.fixed(2e-3f))
                        .optClipGrad(5f)
                        .build()));
    NDManager manager = trainer.getManager().newSubManager();
    Shape shape = new Shape(work.batch(), work.time());
    trainer.initialize(shape, shape);
    NDArray source = manager.randomInteger(0, work.vocabulary(), shape, DataType.INT64);
    NDArray target = manager.randomInteger(0, work.vocabulary(), shape, DataType.INT64);
    NDArray labels =
        manager
            .randomInteger(0, work.vocabulary(), shape, DataType.INT64)
            .expandDims(-1)
            .toType(DataType.FLOAT32, false);
    return () -> {
      try (GradientCollector collector = trainer.newGradientCollector()) {
        NDList prediction = trainer.forward(new NDList(source, target));
        NDArray loss = trainer.getLoss().evaluate(new NDList(labels), prediction);
        collector.backward(loss);
        prediction.close();
        loss.close();
      }
      trainer.step();
    };
  }

  /** Bidirectional encoder, bridges, two decoder layers, general attention, tied output. */
  private static final class EncoderDecoder extends AbstractBlock {
    private final int hidden;
    private final Parameter sourceEmbedding;
    private final Parameter targetEmbedding;
    private final Parameter outputBias;
    private final Block encoder;
    private final Block[] bridges = new Block[4];
    private final Block[] decoder = new Block[2];
    private final Block query;
    private final Block readout;

    EncoderDecoder(int vocabulary, int hidden) {
      this.hidden = hidden;
      int embedding = hidden / 2;
      sourceEmbedding = weight("source", new Shape(vocabulary, embedding));
      targetEmbedding = weight("target", new Shape(vocabulary, embedding));
      outputBias = weight("bias", new Shape(vocabulary));
      encoder = addChildBlock("encoder", new DjlBidirectional(lstm(hidden / 2), lstm(hidden / 2)));
      for (int i = 0; i < bridges.length; i++) {
        bridges[i] = addChildBlock("bridge" + i, Linear.builder().setUnits(hidden).build());
      }
      for (int i = 0; i < decoder.length; i++) {
        decoder[i] = addChildBlock("decoder" + i, lstm(hidden));
      }
      query = addChildBlock("query", Linear.builder().setUnits(hidden).optBias(false).build());
      readout = addChildBlock("readout", Linear.builder().setUnits(embedding).build());
    }

    private Parameter weight(String name, Shape shape) {
      return addParameter(
          Parameter.builder()
              .setName(name)
              .setType(Parameter.Type.WEIGHT)
              .optShape(shape)
              .optInitializer(new ai.djl.training.initializer.NormalInitializer(0.05f))
              .build());
    }

    private static LSTM lstm(int size) {
      return LSTM.builder()
          .setNumLayers(1)
          .setStateSize(size)
          .optBatchFirst(true)
          .optReturnState(true)
          .build();
    }

    @Override
    public void initializeChildBlocks(NDManager manager, DataType type, Shape... shapes) {
      long batch = shapes[0].get(0);
      long time = shapes[0].get(1);
      encoder.initialize(manager, type, new Shape(batch, time, hidden / 2));
      for (Block bridge : bridges) {
        bridge.initialize(manager, type, new Shape(batch, hidden));
      }
      decoder[0].initialize(manager, type, new Shape(batch, time, hidden / 2));
      decoder[1].initialize(manager, type, new Shape(batch, time, 2L * hidden));
      query.initialize(manager, type, new Shape(batch, time, hidden));
      readout.initialize(manager, type, new Shape(batch, time, 2L * hidden));
    }

    @Override
    protected NDList forwardInternal(
        ParameterStore store, NDList in, boolean training, PairList<String, Object> params) {
      NDList encoded =
          encoder.forward(
              store, new NDList(lookup(store, sourceEmbedding, in.get(0), training)), training);
      NDArray memory = encoded.get(0);
      NDArray summary = encoded.get(1);
      NDArray first =
          decode(0, store, lookup(store, targetEmbedding, in.get(1), training), summary, training);
      NDArray q = query.forward(store, new NDList(first), training).head();
      NDArray weights = q.matMul(memory.transpose(0, 2, 1)).softmax(-1);
      NDArray context = weights.matMul(memory);
      NDArray second = decode(1, store, first.concat(context, 2), summary, training);
      NDArray out =
          readout.forward(store, new NDList(second.concat(context, 2)), training).head().tanh();
      NDArray table = store.getValue(targetEmbedding, out.getDevice(), training);
      NDArray bias = store.getValue(outputBias, out.getDevice(), training);
      return new NDList(out.matMul(table.transpose()).add(bias));
    }

    private NDArray decode(
        int layer, ParameterStore store, NDArray x, NDArray summary, boolean training) {
      NDArray h = bridges[2 * layer].forward(store, new NDList(summary), training).head().tanh();
      NDArray c = bridges[2 * layer + 1].forward(store, new NDList(summary), training).head();
      NDList in = new NDList(x, h.expandDims(0), c.expandDims(0));
      return decoder[layer].forward(store, in, training).get(0);
    }

    private static NDArray lookup(
        ParameterStore store, Parameter table, NDArray ids, boolean training) {
      return ai.djl.nn.core.Embedding.embedding(
              ids,
              store.getValue(table, ids.getDevice(), training),
              ai.djl.ndarray.types.SparseFormat.DENSE)
          .singletonOrThrow();
    }

    @Override
    public Shape[] getOutputShapes(Shape[] in) {
      return new Shape[] {in[1].add(targetEmbedding.getShape().get(0))};
    }
  }
}
