package io.github.recurrent4j.benchmarks;

import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.ndarray.types.SparseFormat;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.nn.core.Embedding;
import ai.djl.nn.core.Linear;
import ai.djl.nn.recurrent.GRU;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import ai.djl.training.Trainer;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import ai.djl.util.PairList;

/** The peer at training a tweet classifier: the network of {@link OursSentiment} in PyTorch. */
record DjlSentiment(DataType type) implements Contestant {
  private static final int CLASSES = 3;

  @Override
  public Runnable prepare(Work work) {
    Model model = Model.newInstance("peer");
    model.setDataType(type);
    model.setBlock(new Classifier(work.vocabulary(), work.hidden()));
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
    trainer.initialize(shape);
    NDArray ids = manager.randomInteger(0, work.vocabulary(), shape, DataType.INT64);
    NDArray labels =
        manager
            .randomInteger(0, CLASSES, new Shape(work.batch(), 1), DataType.INT64)
            .toType(DataType.FLOAT32, false);
    return () -> {
      try (GradientCollector collector = trainer.newGradientCollector()) {
        NDList prediction = trainer.forward(new NDList(ids));
        NDArray loss = trainer.getLoss().evaluate(new NDList(labels), prediction);
        collector.backward(loss);
        prediction.close();
        loss.close();
      }
      trainer.step();
    };
  }

  /** Embedding, one bidirectional GRU, last states, maximum and mean side by side, softmax. */
  private static final class Classifier extends AbstractBlock {
    private final int hidden;
    private final Parameter embedding;
    private final Block encoder;
    private final Block output;

    Classifier(int vocabulary, int hidden) {
      this.hidden = hidden;
      embedding =
          addParameter(
              Parameter.builder()
                  .setName("embedding")
                  .setType(Parameter.Type.WEIGHT)
                  .optShape(new Shape(vocabulary, hidden))
                  .build());
      encoder = addChildBlock("encoder", new DjlBidirectional(gru(hidden), gru(hidden)));
      output = addChildBlock("output", Linear.builder().setUnits(CLASSES).build());
    }

    private static GRU gru(int hidden) {
      return GRU.builder()
          .setNumLayers(1)
          .setStateSize(hidden)
          .optBatchFirst(true)
          .optReturnState(true)
          .build();
    }

    @Override
    public void initializeChildBlocks(NDManager manager, DataType type, Shape... shapes) {
      encoder.initialize(manager, type, shapes[0].add(hidden));
      output.initialize(manager, type, new Shape(shapes[0].get(0), 6L * hidden));
    }

    @Override
    protected NDList forwardInternal(
        ParameterStore store, NDList in, boolean training, PairList<String, Object> params) {
      NDArray ids = in.head();
      NDArray x =
          Embedding.embedding(
                  ids, store.getValue(embedding, ids.getDevice(), training), SparseFormat.DENSE)
              .singletonOrThrow();
      NDList encoded = encoder.forward(store, new NDList(x), training);
      NDArray sequence = encoded.get(0);
      NDArray last = encoded.get(1);
      NDArray pooled =
          last.concat(sequence.max(new int[] {1}), 1).concat(sequence.mean(new int[] {1}), 1);
      return output.forward(store, new NDList(pooled), training);
    }

    @Override
    public Shape[] getOutputShapes(Shape[] in) {
      return new Shape[] {new Shape(in[0].get(0), CLASSES)};
    }
  }
}
