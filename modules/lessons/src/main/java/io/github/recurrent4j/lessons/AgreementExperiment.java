package io.github.recurrent4j.lessons;

import io.github.recurrent4j.languagemodel.LanguageModelNetwork;
import io.github.recurrent4j.languagemodel.LanguageModelRegime;
import io.github.recurrent4j.languagemodel.LanguageModelShape;
import io.github.recurrent4j.languagemodel.LanguageModelShape.Hidden;
import io.github.recurrent4j.layers.GlobalNormClipping;
import io.github.recurrent4j.training.TrainingSettings;
import io.github.recurrent4j.training.TrainingSettings.Updater;
import io.github.recurrent4j.vectorization.Units;
import java.util.Random;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Agreement over a distance: a singular or plural noun, then some words that say nothing about it,
 * then a verb whose number must be the noun's. A feed-forward model sees a window; beyond it, it
 * can only guess.
 *
 * @param maxDistance most words between noun and verb
 * @param steps updates
 * @param seed seed of weights and sentences
 */
public record AgreementExperiment(int maxDistance, int steps, long seed) {
  private static final int NOUNS = 4;
  private static final int FILLERS = 10;
  private static final int SINGULAR = 2 * NOUNS + FILLERS;
  private static final int PAD = SINGULAR + 2;
  private static final int VOCABULARY = PAD + 1;
  private static final int EMBEDDING = 16;
  private static final int BATCH = 32;
  private static final int TESTED = 200;

  /** Parameters of a model. */
  public static long parameters(Hidden cell, int window, int hidden) {
    return network(cell, window, hidden, 1).numParams();
  }

  /**
   * Trains a model and tests it.
   *
   * @param window words that a feed-forward model sees
   * @return share of right verbs by distance, from 0 to {@link #maxDistance}
   */
  public double[] run(Hidden cell, int window, int hidden) {
    MultiLayerNetwork network = network(cell, window, hidden, seed);
    GlobalNormClipping.attach(network, 1);
    Random random = new Random(seed);
    for (int i = 0; i < steps; i++) {
      int[] distances = new int[BATCH];
      for (int n = 0; n < BATCH; n++) {
        distances[n] = random.nextInt(maxDistance + 1);
      }
      INDArray[] batch = sentences(distances, random);
      network.rnnClearPreviousState();
      network.fit(batch[0], batch[1]);
    }
    double[] right = new double[maxDistance + 1];
    for (int d = 0; d <= maxDistance; d++) {
      int[] distances = new int[TESTED];
      java.util.Arrays.fill(distances, d);
      INDArray[] batch = sentences(distances, random);
      network.rnnClearPreviousState();
      INDArray p = network.output(batch[0]);
      for (int n = 0; n < TESTED; n++) {
        int verb = batch[1].getInt(n, 0, maxDistance);
        int other = 2 * SINGULAR + 1 - verb;
        right[d] +=
            p.getDouble(n, verb, maxDistance) > p.getDouble(n, other, maxDistance)
                ? 1.0 / TESTED
                : 0;
      }
    }
    return right;
  }

  /** Ids and labels, [batch, 1, maxDistance + 1]; only the verb counts. */
  private INDArray[] sentences(int[] distances, Random random) {
    int time = maxDistance + 1;
    float[][][] ids = new float[distances.length][1][time];
    float[][][] labels = new float[distances.length][1][time];
    for (int n = 0; n < distances.length; n++) {
      java.util.Arrays.fill(ids[n][0], PAD);
      java.util.Arrays.fill(labels[n][0], -1);
      int noun = random.nextInt(2 * NOUNS);
      int start = time - 1 - distances[n];
      ids[n][0][start] = noun;
      for (int t = start + 1; t < time; t++) {
        ids[n][0][t] = 2 * NOUNS + random.nextInt(FILLERS);
      }
      labels[n][0][time - 1] = SINGULAR + noun / NOUNS;
    }
    return new INDArray[] {
      Nd4j.createFromArray(ids).castTo(DataType.FLOAT),
      Nd4j.createFromArray(labels).castTo(DataType.FLOAT)
    };
  }

  private static MultiLayerNetwork network(Hidden cell, int window, int hidden, long seed) {
    LanguageModelShape shape =
        LanguageModelShape.standard()
            .with(
                s ->
                    s.level(Units.WORD)
                        .cell(cell)
                        .layers(1)
                        .hidden(hidden)
                        .embedding(EMBEDDING)
                        .window(window));
    LanguageModelRegime regime =
        LanguageModelRegime.standard()
            .withDropout(0)
            .withTraining(TrainingSettings.plain(Updater.ADAM, 3e-3, 1, seed));
    MultiLayerNetwork network =
        new MultiLayerNetwork(LanguageModelNetwork.of(shape, regime, VOCABULARY));
    network.init();
    return network;
  }
}
