package io.github.recurrent4j.lessons;

import io.github.recurrent4j.kernels.Cell;
import io.github.recurrent4j.layers.FusedAdam;
import io.github.recurrent4j.layers.FusedLSTM;
import io.github.recurrent4j.layers.FusedSimpleRnn;
import io.github.recurrent4j.layers.GRU;
import io.github.recurrent4j.layers.GlobalNormClipping;
import java.util.Random;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.distribution.UniformDistribution;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BaseRecurrentLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * How well a cell learns a {@link MemoryTask}. Gated cells begin with gates that keep the state for
 * about the length of the task (the chrono initialization of Tallec and Ollivier, 2018, with its
 * mean in place of a draw); a simple recurrent network has no such choice.
 *
 * @param task the task
 * @param hidden hidden size
 * @param batch sequences in a minibatch
 * @param maxSteps most updates
 * @param rate learning rate of Adam
 */
public record MemoryExperiment(MemoryTask task, int hidden, int batch, int maxSteps, double rate) {
  private static final int CHECK_EVERY = 25;
  private static final int TESTED = 256;
  private static final double LEARNED = 0.99;

  /**
   * What came of it.
   *
   * @param success share of right answers on fresh sequences
   * @param steps updates made; training ends when nearly all answers are right
   */
  public record Outcome(double success, int steps) {}

  /** A small experiment that suits both tasks. */
  public static MemoryExperiment of(MemoryTask task, int maxSteps) {
    return new MemoryExperiment(task, 64, 32, maxSteps, 4e-3);
  }

  /** Trains one network on sequences of one length and tests it. */
  public Outcome run(Cell cell, int length, long seed) {
    MultiLayerNetwork network = network(cell, length, seed);
    GlobalNormClipping.attach(network, 1);
    Random random = new Random(seed);
    double success = 0;
    int step = 0;
    while (step < maxSteps && success < LEARNED) {
      network.fit(task.batch(batch, length, random));
      step++;
      if (step % CHECK_EVERY == 0 || step == maxSteps) {
        success = success(network, length, new Random(seed + step));
      }
    }
    return new Outcome(success, step);
  }

  private double success(MultiLayerNetwork network, int length, Random random) {
    DataSet test = task.batch(TESTED, length, random);
    INDArray answers = network.output(test.getFeatures());
    int right = 0;
    for (int n = 0; n < TESTED; n++) {
      right += task.right(answers, test.getLabels(), n) ? 1 : 0;
    }
    return (double) right / TESTED;
  }

  private MultiLayerNetwork network(Cell cell, int length, long seed) {
    double range = 1 / Math.sqrt(hidden);
    double keep = Math.log(Math.max(2, length / 2.0));
    BaseRecurrentLayer.Builder<?> layer =
        switch (cell) {
          case RNN -> new FusedSimpleRnn.Builder();
          case LSTM -> new FusedLSTM.Builder();
          default -> new GRU.Builder();
        };
    if (layer instanceof FusedLSTM.Builder lstm) {
      lstm.forgetGateBiasInit(keep);
    }
    layer.nIn(task.inputs()).nOut(hidden);
    FeedForwardLayer built = layer.build();
    boolean classes = task == MemoryTask.RECALL;
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .seed(seed)
                .updater(new FusedAdam(rate))
                .weightInit(new UniformDistribution(-range, range))
                .list()
                .layer(new LastTimeStep(built))
                .layer(
                    new OutputLayer.Builder(classes ? LossFunction.MCXENT : LossFunction.MSE)
                        .activation(classes ? Activation.SOFTMAX : Activation.IDENTITY)
                        .nOut(task.outputs())
                        .build())
                .setInputType(InputType.recurrent(task.inputs()))
                .build());
    network.init();
    // The gate that lets new input in: z of the GRU, i of the LSTM, whose blocks are c, f, o, i.
    if (cell != Cell.RNN) {
      int gate = cell == Cell.LSTM ? 3 * hidden : 0;
      network
          .getParam("0_b")
          .get(NDArrayIndex.all(), NDArrayIndex.interval(gate, gate + hidden))
          .assign(-keep);
    }
    return network;
  }
}
