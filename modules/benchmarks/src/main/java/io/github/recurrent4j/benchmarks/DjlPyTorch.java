package io.github.recurrent4j.benchmarks;

import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.ndarray.types.SparseFormat;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Embedding;
import ai.djl.nn.core.Linear;
import ai.djl.nn.recurrent.GRU;
import ai.djl.nn.recurrent.LSTM;
import ai.djl.nn.recurrent.RecurrentBlock;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import ai.djl.training.Trainer;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import ai.djl.util.PairList;

/**
 * The peer: PyTorch's fused LSTM and GRU through DJL, Adam, gradients clipped.
 *
 * @param type of weights, states and gradients
 */
record DjlPyTorch(DataType type) implements Contestant {
  @Override
  public Runnable prepare(Work work) {
    RecurrentBlock recurrent =
        work.cell().equals("lstm")
            ? LSTM.builder()
                .setNumLayers(Work.LAYERS)
                .setStateSize(work.hidden())
                .optBatchFirst(true)
                .optReturnState(false)
                .build()
            : GRU.builder()
                .setNumLayers(Work.LAYERS)
                .setStateSize(work.hidden())
                .optBatchFirst(true)
                .optReturnState(false)
                .build();
    SequentialBlock block = new SequentialBlock();
    if (work.embedded()) {
      block.add(new IdEmbedding(work.vocabulary(), work.hidden()));
    }
    block.add(recurrent).add(Linear.builder().setUnits(work.vocabulary()).build());
    Model model = Model.newInstance("peer");
    model.setDataType(type);
    model.setBlock(block);
    Trainer trainer =
        model.newTrainer(
            new DefaultTrainingConfig(Loss.softmaxCrossEntropyLoss("loss", 1, -1, true, true))
                .optOptimizer(
                    Optimizer.adam()
                        .optLearningRateTracker(Tracker.fixed(2e-3f))
                        .optClipGrad(5f)
                        .build()));
    NDManager manager = trainer.getManager().newSubManager();
    int batch = work.mode().equals("generate") ? 1 : work.batch();
    int time = work.mode().equals("generate") ? 1 : work.time();
    trainer.initialize(
        work.embedded() ? new Shape(batch, time) : new Shape(batch, time, work.vocabulary()));
    NDArray ids =
        manager.randomInteger(0, work.vocabulary(), new Shape(batch, time), DataType.INT64);
    NDArray x = work.embedded() ? ids : ids.oneHot(work.vocabulary(), type);
    NDArray y =
        manager
            .randomInteger(0, work.vocabulary(), new Shape(batch, time), DataType.INT64)
            .expandDims(-1)
            .toType(DataType.FLOAT32, false);
    return switch (work.mode()) {
      case "train" -> () -> step(trainer, x, y);
      case "forward" -> () -> evaluate(trainer, x);
      default ->
          () -> {
            for (int i = 0; i < work.tokens(); i++) {
              evaluate(trainer, x);
            }
          };
    };
  }

  private static void step(Trainer trainer, NDArray x, NDArray y) {
    try (GradientCollector collector = trainer.newGradientCollector()) {
      NDList prediction = trainer.forward(new NDList(x));
      NDArray loss = trainer.getLoss().evaluate(new NDList(y), prediction);
      collector.backward(loss);
      prediction.close();
      loss.close();
    }
    trainer.step();
  }

  private static void evaluate(Trainer trainer, NDArray x) {
    try (NDList out = trainer.evaluate(new NDList(x))) {
      out.singletonOrThrow().getFloat(0, 0, 0);
    }
  }

  /** PyTorch's embedding lookup by id. */
  private static final class IdEmbedding extends AbstractBlock {
    private final int size;
    private final Parameter weight;

    IdEmbedding(int vocabulary, int size) {
      this.size = size;
      weight =
          addParameter(
              Parameter.builder()
                  .setName("weight")
                  .setType(Parameter.Type.WEIGHT)
                  .optShape(new Shape(vocabulary, size))
                  .build());
    }

    @Override
    protected NDList forwardInternal(
        ParameterStore store, NDList in, boolean training, PairList<String, Object> params) {
      NDArray ids = in.singletonOrThrow();
      return Embedding.embedding(
          ids, store.getValue(weight, ids.getDevice(), training), SparseFormat.DENSE);
    }

    @Override
    public Shape[] getOutputShapes(Shape[] in) {
      return new Shape[] {in[0].add(size)};
    }
  }
}
