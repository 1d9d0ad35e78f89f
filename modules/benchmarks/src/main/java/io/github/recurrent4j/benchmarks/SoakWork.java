package io.github.recurrent4j.benchmarks;

import io.github.recurrent4j.languagemodel.GenerationOptions;
import io.github.recurrent4j.languagemodel.LanguageModel;
import io.github.recurrent4j.layers.FusedLSTM;
import io.github.recurrent4j.layers.GRU;
import io.github.recurrent4j.layers.IdEmbedding;
import io.github.recurrent4j.layers.SparseOutput;
import io.github.recurrent4j.sentiment.Language;
import io.github.recurrent4j.sentiment.SentimentClassifier;
import io.github.recurrent4j.translation.Translation;
import io.github.recurrent4j.translation.TranslationOptions;
import io.github.recurrent4j.translation.Translator;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.learning.config.Sgd;

/** Works whose answer to the same question is always the same, to the last bit. */
enum SoakWork {
  CLASSIFY {
    @Override
    List<Supplier<String>> questions() {
      SentimentClassifier classifier = SentimentClassifier.pretrained(Language.ES);
      return Stream.of("Qué alegría verte", "Qué asco 😡", "Hoy ceno en casa.", "Está lloviendo.")
          .<Supplier<String>>map(
              text -> () -> Arrays.toString(classifier.classify(text).probabilities()))
          .toList();
    }
  },

  TRANSLATE {
    @Override
    List<Supplier<String>> questions() {
      Translator translator = Translator.pretrained();
      return Stream.of("Tom no sabe nadar.", "Está lloviendo.", "No encuentro mis llaves.")
          .<Supplier<String>>map(
              text ->
                  () -> {
                    Translation t = translator.translate(text, TranslationOptions.greedy());
                    return t.text() + ' ' + t.score() + ' ' + Arrays.deepHashCode(t.attention());
                  })
          .toList();
    }
  },

  GENERATE {
    @Override
    List<Supplier<String>> questions() {
      LanguageModel model = LanguageModel.pretrained();
      // Short calls: what can go wrong is at their beginnings and ends.
      return Stream.of("To", "O ")
          .<Supplier<String>>map(
              prime -> () -> model.generate(GenerationOptions.of(prime, 4)) + model.score(prime))
          .toList();
    }
  },

  /** One step from the same weights: the score, and all weights after it. */
  TRAIN {
    @Override
    List<Supplier<String>> questions() {
      MultiLayerNetwork network =
          new MultiLayerNetwork(
              new NeuralNetConfiguration.Builder()
                  .seed(1)
                  .updater(new Sgd(0.1))
                  .list()
                  .layer(new IdEmbedding.Builder().nIn(VOCABULARY).nOut(24).build())
                  .layer(new FusedLSTM.Builder().nOut(32).build())
                  .layer(new GRU.Builder().nOut(32).build())
                  .layer(new SparseOutput.Builder().nOut(VOCABULARY).perToken(true).build())
                  .setInputType(InputType.recurrent(VOCABULARY))
                  .build());
      network.init();
      INDArray start = network.params().dup();
      return IntStream.of(7, 12)
          .mapToObj(
              steps -> new Work("soak", "lstm", "train", new Work.Size(VOCABULARY, 32, 8, steps)))
          .map(RandomText::ids)
          .<Supplier<String>>map(data -> () -> step(network, start, data))
          .toList();
    }
  };

  private static final int VOCABULARY = 50;

  /** Loads what the work needs; it stays loaded to the end of the process. */
  abstract List<Supplier<String>> questions();

  private static String step(MultiLayerNetwork network, INDArray start, DataSet data) {
    network.params().assign(start);
    network.fit(data);
    return network.score() + " " + Arrays.hashCode(network.params().toFloatVector());
  }
}
