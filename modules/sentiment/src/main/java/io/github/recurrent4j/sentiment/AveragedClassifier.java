package io.github.recurrent4j.sentiment;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.recurrent4j.inference.model.WeightType;
import io.github.recurrent4j.training.ModelNetwork;
import io.github.recurrent4j.vectorization.BadInputException;
import io.github.recurrent4j.vectorization.BadOptionException;
import io.github.recurrent4j.vectorization.LabelledText;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * One classifier from several that were trained on from the same start with other seeds or data:
 * the mean of their weights (Wortsman et al., 2022, "Model soups"), calibrated anew. It costs no
 * more to run than one of them, and is often better than the best.
 */
public final class AveragedClassifier {
  private AveragedClassifier() {}

  /**
   * Averages, calibrates and writes.
   *
   * @param models files of classifiers with one shape, one set of tokens and the same classes
   * @param valid labelled texts on which the probabilities are calibrated
   * @param out where the classifier goes
   * @param type what weights are stored as
   * @return how the average does on the texts, before it is calibrated
   * @throws BadInputException if a file is missing, or differs in shape, tokens or classes
   */
  public static SentimentEvaluation write(
      List<Path> models, List<LabelledText> valid, Path out, WeightType type) {
    BadOptionException.require(models.size() > 1, "an average is of two models or more");
    try (SentimentClassifier first = SentimentClassifier.load(models.get(0))) {
      ComputationGraph graph = first.network().clone();
      INDArray sum = graph.params();
      ObjectNode provenance = first.description().deepCopy();
      List<String> names = new ArrayList<>(List.of(models.get(0).getFileName().toString()));
      for (Path file : models.subList(1, models.size())) {
        try (SentimentClassifier other = SentimentClassifier.load(file)) {
          requireAlike(first, other, file);
          sum.addi(other.network().params());
        }
        names.add(file.getFileName().toString());
      }
      sum.divi(models.size());
      provenance.put("averageOf", String.join(", ", names));
      try (SentimentClassifier average =
          new SentimentClassifier(
              ModelNetwork.ofTrained(graph),
              first.shape(),
              first.codec(),
              first.labels(),
              provenance)) {
        SentimentEvaluation found = SentimentEvaluation.of(average, valid);
        provenance.put("validMacroRecall", found.confusion().macroRecall());
        provenance.put("validMacroF1", found.confusion().macroF1());
        double temperature = Calibration.temperature(found.probabilities(), found.expected());
        average.save(out, type, new Temperature(temperature));
        return found;
      }
    }
  }

  private static void requireAlike(SentimentClassifier a, SentimentClassifier b, Path file) {
    if (!a.shape().equals(b.shape())
        || !a.labels().equals(b.labels())
        || !a.codec().toText().equals(b.codec().toText())) {
      throw new BadInputException(
          file
              + " has another shape, other tokens or other classes than the first model: average models"
              + " that were trained on from the same one");
    }
  }
}
