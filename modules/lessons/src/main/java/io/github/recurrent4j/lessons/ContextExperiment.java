package io.github.recurrent4j.lessons;

import io.github.recurrent4j.languagemodel.LanguageModel;
import io.github.recurrent4j.languagemodel.LanguageModelData;
import io.github.recurrent4j.languagemodel.LanguageModelNetwork;
import io.github.recurrent4j.languagemodel.LanguageModelRegime;
import io.github.recurrent4j.languagemodel.LanguageModelShape;
import io.github.recurrent4j.languagemodel.LanguageModelShape.Hidden;
import io.github.recurrent4j.languagemodel.LanguageModelTrainer;
import io.github.recurrent4j.training.Output;
import io.github.recurrent4j.training.TrainingListener;
import io.github.recurrent4j.vectorization.IdSequence;
import io.github.recurrent4j.vectorization.Tokenizer;
import java.nio.file.Path;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Perplexity against usable context: feed-forward language models over windows of several sizes
 * (Bengio et al., 2003), and a recurrent one that is only shown as many characters. All have about
 * as many parameters, and read the same text as often.
 *
 * @param data training text and validation text
 * @param epochs passes over the training text
 * @param parameters parameters of each model, about
 * @param folder where models are written
 * @param seed seed of weights
 */
public record ContextExperiment(
    LanguageModelData data, int epochs, long parameters, Path folder, long seed) {
  private static final double LEARNING_RATE = 4e-3;
  private static final int EMBEDDING = 24;
  private static final int VOCABULARY_GUESS = 70;
  private static final int BATCH = 256;
  private static final int MOST_TESTED = 4096;

  /** Perplexity of a feed-forward model that sees {@code window} characters. */
  public double feedForward(int window) {
    try (LanguageModel lm = train(Hidden.FFN, window)) {
      return lm.evaluate(valid()).perplexity();
    }
  }

  /** Trains the recurrent model. */
  public LanguageModel recurrent(Hidden cell) {
    return train(cell, 1);
  }

  /** Perplexity of a recurrent model that sees the last {@code context} characters alone. */
  public double limited(LanguageModel model, int context) {
    IdSequence ids = IdSequence.read(valid(), Tokenizer.CHARACTER, model.vocabulary());
    MultiLayerNetwork network = model.network();
    long last = ids.size() - 1;
    long every = Math.max(1, (last - context) / MOST_TESTED);
    double nats = 0;
    long tested = 0;
    long position = context - 1L;
    while (position < last) {
      int rows = (int) Math.min(BATCH, (last - position + every - 1) / every);
      float[][][] x = new float[rows][1][context];
      int[] wanted = new int[rows];
      for (int n = 0; n < rows; n++) {
        for (int t = 0; t < context; t++) {
          x[n][0][t] = ids.get(position - context + 1 + t);
        }
        wanted[n] = ids.get(position + 1);
        position += every;
      }
      network.rnnClearPreviousState();
      INDArray p = network.output(Nd4j.createFromArray(x));
      for (int n = 0; n < rows; n++) {
        nats -= Math.log(Math.max(1e-12, p.getDouble(n, wanted[n], context - 1)));
      }
      tested += rows;
    }
    network.rnnClearPreviousState();
    return Math.exp(nats / tested);
  }

  private Path valid() {
    return data.valid().orElseThrow();
  }

  private LanguageModel train(Hidden cell, int window) {
    int hidden =
        SameSize.hidden(
            h -> {
              MultiLayerNetwork n =
                  new MultiLayerNetwork(
                      LanguageModelNetwork.of(shape(cell, window, h), regime(), VOCABULARY_GUESS));
              n.init();
              return n.numParams();
            },
            parameters);
    Path out = folder.resolve(cell + "-" + window + ".zip");
    return LanguageModelTrainer.train(
        shape(cell, window, hidden),
        regime(),
        data,
        Output.to(out).overwriting(),
        TrainingListener.NONE);
  }

  private static LanguageModelShape shape(Hidden cell, int window, int hidden) {
    return LanguageModelShape.standard()
        .with(s -> s.cell(cell).layers(1).hidden(hidden).embedding(EMBEDDING).window(window));
  }

  private LanguageModelRegime regime() {
    return LanguageModelRegime.standard()
        .withBatchSize(8)
        .withBptt(32)
        .training(
            t ->
                t.with(
                    s ->
                        s.epochs(epochs)
                            .learningRate(LEARNING_RATE)
                            .warmup(10)
                            .average(0)
                            .patience(0)
                            .seed(seed)));
  }
}
