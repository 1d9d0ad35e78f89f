package io.github.recurrent4j.lessons;

import io.github.recurrent4j.languagemodel.LanguageModelNetwork;
import io.github.recurrent4j.languagemodel.LanguageModelRegime;
import io.github.recurrent4j.languagemodel.LanguageModelShape;
import io.github.recurrent4j.layers.FusedSimpleRnn;
import io.github.recurrent4j.layers.GlobalNormClipping;
import io.github.recurrent4j.training.TrainingSettings;
import io.github.recurrent4j.training.TrainingSettings.Updater;
import io.github.recurrent4j.vectorization.IdSequence;
import io.github.recurrent4j.vectorization.LaneIterator;
import io.github.recurrent4j.vectorization.TextFile;
import io.github.recurrent4j.vectorization.Tokenizer;
import io.github.recurrent4j.vectorization.Vocabulary;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.impl.ActivationReLU;

/**
 * A character language model of simple recurrent units, trained by plain gradient descent with a
 * large rate: with the gradient's norm clipped it learns, without it breaks. The units are
 * rectified (Le, Jaitly and Hinton, 2015): where tanh would saturate, their states grow without
 * bound.
 */
public final class Divergence {
  private static final int HIDDEN = 128;
  private static final int BATCH = 16;
  private static final int BPTT = 64;

  private Divergence() {}

  /**
   * What training printed.
   *
   * @param losses nats per character of each minibatch; training stops at the first that is not a
   *     number
   * @param norms norm of each gradient before clipping
   */
  public record Run(double[] losses, double[] norms) {
    /** Whether the loss became something that is not a number. */
    public boolean broke() {
      return !Double.isFinite(losses[losses.length - 1]);
    }

    /** Mean of the last losses, of a tenth of the run. */
    public double end() {
      int n = Math.max(1, losses.length / 10);
      double sum = 0;
      for (int i = losses.length - n; i < losses.length; i++) {
        sum += losses[i];
      }
      return sum / n;
    }
  }

  /**
   * Trains.
   *
   * @param text training text, UTF-8
   * @param rate learning rate
   * @param clipNorm largest gradient norm; infinity for no clipping
   * @param steps minibatches
   */
  public static Run train(Path text, double rate, double clipNorm, int steps, long seed) {
    Vocabulary.Builder counts = new Vocabulary.Builder();
    TextFile.read(text, t -> Tokenizer.CHARACTER.tokenize(t, counts::add));
    Vocabulary vocabulary = counts.build(List.of(), 1, 1000);
    IdSequence ids = IdSequence.read(text, Tokenizer.CHARACTER, vocabulary);
    LanguageModelShape shape =
        LanguageModelShape.standard()
            .with(s -> s.cell(LanguageModelShape.Hidden.RNN).layers(1).hidden(HIDDEN).embedding(0));
    MultiLayerConfiguration configuration =
        LanguageModelNetwork.of(
            shape,
            LanguageModelRegime.standard()
                .with(
                    r ->
                        r.dropout(0)
                            .batchSize(BATCH)
                            .bptt(BPTT)
                            // The norm is clipped below.
                            .training(TrainingSettings.plain(Updater.SGD, rate, 0, seed))),
            vocabulary.size());
    configuration.getConfs().stream()
        .map(NeuralNetConfiguration::getLayer)
        .filter(FusedSimpleRnn.class::isInstance)
        .forEach(layer -> ((FusedSimpleRnn) layer).setActivationFn(new ActivationReLU()));
    MultiLayerNetwork network = new MultiLayerNetwork(configuration);
    network.init();
    GlobalNormClipping clipping = GlobalNormClipping.attach(network, clipNorm);
    LaneIterator lanes = new LaneIterator(ids, BATCH, BPTT);
    List<Double> losses = new ArrayList<>();
    List<Double> norms = new ArrayList<>();
    while (losses.size() < steps) {
      if (!lanes.hasNext()) {
        lanes.reset();
        network.rnnClearPreviousState();
      }
      network.fit(lanes.next());
      losses.add(network.score());
      norms.add(clipping.lastNorm());
      if (!Double.isFinite(network.score())) {
        break;
      }
    }
    return new Run(array(losses), array(norms));
  }

  private static double[] array(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }
}
