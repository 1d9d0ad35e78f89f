package io.github.recurrent4j.lessons;

import io.github.recurrent4j.kernels.Cell;
import io.github.recurrent4j.languagemodel.LanguageModel;
import io.github.recurrent4j.languagemodel.LanguageModelData;
import io.github.recurrent4j.languagemodel.LanguageModelNetwork;
import io.github.recurrent4j.languagemodel.LanguageModelRegime;
import io.github.recurrent4j.languagemodel.LanguageModelShape;
import io.github.recurrent4j.languagemodel.LanguageModelTrainer;
import io.github.recurrent4j.training.Output;
import io.github.recurrent4j.training.TrainingListener;
import io.github.recurrent4j.vectorization.IdSequence;
import io.github.recurrent4j.vectorization.Tokenizer;
import io.github.recurrent4j.vectorization.Vocabulary;
import java.nio.file.Path;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/**
 * How far gradients reach in a character language model that reads real text, at its start and
 * after training.
 *
 * @param text training text
 * @param hidden hidden size
 * @param regime how the models are trained
 * @param folder where models are written
 */
public record TextGradients(Path text, int hidden, LanguageModelRegime regime, Path folder) {
  private static final double LEARNING_RATE = 4e-3;
  private static final int PIECES = 16;

  /**
   * Norms by steps back, see {@link GradientFlow}: geometric means over pieces of the text.
   *
   * @param start before training
   * @param trained after it
   */
  public record Flow(double[] start, double[] trained) {}

  /** Trains a model of one cell, and follows its gradients back through {@code steps} steps. */
  public Flow run(Cell cell, int steps) {
    LanguageModelShape shape =
        LanguageModelShape.standard()
            .with(
                s ->
                    s.cell(LanguageModelShape.Hidden.valueOf(cell.name()))
                        .layers(1)
                        .hidden(hidden)
                        .embedding(0));
    Path out = folder.resolve("gradients-" + cell + ".zip");
    try (LanguageModel model =
        LanguageModelTrainer.train(
            shape,
            regime,
            LanguageModelData.of(text),
            Output.to(out).overwriting(),
            TrainingListener.NONE)) {
      Vocabulary vocabulary = model.vocabulary();
      MultiLayerNetwork fresh =
          new MultiLayerNetwork(LanguageModelNetwork.of(shape, regime, vocabulary.size()));
      fresh.init();
      IdSequence ids = IdSequence.read(text, Tokenizer.CHARACTER, vocabulary);
      return new Flow(
          norms(RecurrentCell.of(fresh, 1, cell), ids, vocabulary.size(), steps),
          norms(RecurrentCell.of(model.network(), 1, cell), ids, vocabulary.size(), steps));
    }
  }

  private double[] norms(RecurrentCell cell, IdSequence ids, int vocabulary, int steps) {
    double[] logarithms = new double[steps];
    for (int piece = 0; piece < PIECES; piece++) {
      long from = (ids.size() - steps) * piece / PIECES;
      double[][] x = new double[steps][vocabulary];
      for (int t = 0; t < steps; t++) {
        x[t][ids.get(from + t)] = 1;
      }
      double[] norms = GradientFlow.norms(cell, x, regime.training().seed() + piece);
      for (int t = 0; t < steps; t++) {
        logarithms[t] += Math.log(Math.max(Double.MIN_NORMAL, norms[t])) / PIECES;
      }
    }
    return java.util.Arrays.stream(logarithms).map(Math::exp).toArray();
  }

  /**
   * A regime that suits.
   *
   * @param bptt steps that training back-propagates through
   * @param epochs passes over the text
   * @param seed seed of the weights
   */
  public static LanguageModelRegime regime(int bptt, int epochs, long seed) {
    return LanguageModelRegime.standard()
        .withDropout(0)
        .withBptt(bptt)
        .training(
            t ->
                t.with(
                    s ->
                        s.epochs(epochs)
                            .learningRate(LEARNING_RATE)
                            .warmup(20)
                            .average(0)
                            .patience(0)
                            .seed(seed)));
  }
}
