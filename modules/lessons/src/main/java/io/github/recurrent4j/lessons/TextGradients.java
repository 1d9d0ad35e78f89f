package io.github.recurrent4j.lessons;

import io.github.recurrent4j.kernels.Cell;
import io.github.recurrent4j.languagemodel.LanguageModel;
import io.github.recurrent4j.languagemodel.LanguageModelConfig;
import io.github.recurrent4j.languagemodel.LanguageModelNetwork;
import io.github.recurrent4j.languagemodel.LanguageModelTrainer;
import io.github.recurrent4j.training.TrainingSettings;
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
 * @param bptt steps that training back-propagates through
 * @param epochs passes over the text
 * @param folder where models are written
 * @param seed seed of weights
 */
public record TextGradients(Path text, int hidden, int bptt, int epochs, Path folder, long seed) {
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
    LanguageModelConfig config =
        new LanguageModelConfig(
            Tokenizer.CHARACTER,
            LanguageModelConfig.Cell.valueOf(cell.name()),
            1,
            hidden,
            0,
            1,
            false,
            0,
            32,
            bptt,
            1,
            1000);
    Path out = folder.resolve("gradients-" + cell + ".zip");
    new LanguageModelTrainer(config, settings()).train(text, null, out, false);
    try (LanguageModel model = LanguageModel.load(out)) {
      Vocabulary vocabulary = model.vocabulary();
      MultiLayerNetwork fresh =
          new MultiLayerNetwork(LanguageModelNetwork.of(config, settings(), vocabulary.size()));
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
      double[] norms = GradientFlow.norms(cell, x, seed + piece);
      for (int t = 0; t < steps; t++) {
        logarithms[t] += Math.log(Math.max(Double.MIN_NORMAL, norms[t])) / PIECES;
      }
    }
    return java.util.Arrays.stream(logarithms).map(Math::exp).toArray();
  }

  private TrainingSettings settings() {
    return LessonSettings.of(epochs, 20, seed);
  }
}
