package io.github.recurrent4j.benchmarks;

import io.github.recurrent4j.kernels.Cell;
import io.github.recurrent4j.layers.GlobalNormClipping;
import io.github.recurrent4j.training.TrainingSettings;
import io.github.recurrent4j.training.Updates;
import io.github.recurrent4j.translation.TranslationNetwork;
import io.github.recurrent4j.translation.TranslationOptions;
import io.github.recurrent4j.translation.TranslationRegime;
import io.github.recurrent4j.translation.TranslationShape;
import io.github.recurrent4j.translation.Translator;
import io.github.recurrent4j.vectorization.PairRecordReader;
import io.github.recurrent4j.vectorization.PairRecordReader.Columns;
import io.github.recurrent4j.vectorization.TextPair;
import java.nio.file.Path;
import java.util.List;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;

/** This project at translating: ComputationGraph.fit, or the pretrained translator. */
final class OursTranslation implements Contestant {
  private static final Path SENTENCES = Path.of("datasets", "es-en.tsv");

  @Override
  public Runnable prepare(Work work) {
    return switch (work.mode()) {
      case "train-translator" -> training(work);
      case "translate-one" -> {
        Translator translator = Translator.pretrained();
        List<String> sentences = sentences();
        int[] next = new int[1];
        yield () -> translator.translate(sentences.get(next[0]++ % sentences.size()));
      }
      default -> {
        Translator translator = Translator.pretrained();
        List<String> sentences = sentences();
        yield () -> translator.translate(sentences, TranslationOptions.standard());
      }
    };
  }

  /** The project's own sentences. */
  static List<String> sentences() {
    return PairRecordReader.read(SENTENCES, Columns.TARGET_SOURCE).stream()
        .map(TextPair::source)
        .toList();
  }

  /** Adam without schedule. */
  static TrainingSettings settings() {
    return TrainingSettings.plain(TrainingSettings.Updater.ADAM, 2e-3, 5, 1);
  }

  private static Runnable training(Work work) {
    TranslationShape shape =
        TranslationShape.standard()
            .with(
                s ->
                    s.cell(work.cell().equals("lstm") ? Cell.LSTM : Cell.GRU)
                        .encoderHidden(work.hidden() / 2)
                        .hidden(work.hidden())
                        .embedding(work.hidden() / 2));
    TranslationRegime regime =
        TranslationRegime.standard().withDropout(0).withLabelSmoothing(0).withTraining(settings());
    ComputationGraph graph =
        new ComputationGraph(
            TranslationNetwork.of(shape, regime, work.vocabulary(), work.vocabulary()));
    graph.init();
    GlobalNormClipping.attach(graph, 5);
    INDArray source = RandomText.ids(work).getFeatures();
    INDArray target = RandomText.ids(work).getFeatures();
    INDArray labels = RandomText.ids(work).getLabels();
    MultiDataSet data = new MultiDataSet(new INDArray[] {source, target}, new INDArray[] {labels});
    return () -> Updates.fit(graph, data);
  }
}
