package io.github.recurrent4j.sentiment;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.recurrent4j.inference.model.WeightType;
import io.github.recurrent4j.training.ModelNetwork;
import io.github.recurrent4j.vectorization.BadInputException;
import io.github.recurrent4j.vectorization.BadOptionException;
import io.github.recurrent4j.vectorization.LabelledText;
import io.github.recurrent4j.vectorization.WeightedFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * One classifier from several that were trained on from the same start with other seeds or data:
 * the mean of their weights (Wortsman et al., 2022, "Model soups"), calibrated anew. It costs no
 * more to run than one of them, and is often better than the best. The start itself may be one of
 * them: a mean with it keeps more of what it knew (Wortsman et al., 2022, "Robust fine-tuning of
 * zero-shot models").
 */
public final class AveragedClassifier {
  private AveragedClassifier() {}

  /**
   * Averages, calibrates and writes.
   *
   * @param models files of classifiers with one shape, one set of tokens and the same classes; each
   *     counts as much as its weight says
   * @param valid labelled texts on which the probabilities are calibrated
   * @param even how far the classes' biases are moved towards where all are alike beforehand,
   *     however rare among the texts, in [0, 1]: better for the mean of the classes' recalls, worse
   *     for the accuracy on texts like these
   * @param out where the classifier goes
   * @param type what weights are stored as
   * @return how the average does on the texts, before it is calibrated
   * @throws BadInputException if a file is missing, or differs in shape, tokens or classes
   */
  public static SentimentEvaluation write(
      List<WeightedFile> models, List<LabelledText> valid, double even, Path out, WeightType type) {
    BadOptionException.require(models.size() > 1, "an average is of two models or more");
    BadOptionException.require(
        models.stream().allMatch(m -> m.weight() > 0), "a model's weight must be above 0");
    BadOptionException.require(even >= 0 && even <= 1, "--even must be in [0, 1]");
    double whole = models.stream().mapToDouble(WeightedFile::weight).sum();
    try (SentimentClassifier first = SentimentClassifier.load(models.get(0).file())) {
      ComputationGraph graph = first.network().clone();
      INDArray sum = graph.params().muli(models.get(0).weight() / whole);
      ObjectNode provenance = first.description().deepCopy();
      List<String> names = new ArrayList<>(List.of(name(models.get(0))));
      for (WeightedFile model : models.subList(1, models.size())) {
        try (SentimentClassifier other = SentimentClassifier.load(model.file())) {
          requireAlike(first, other, model.file());
          sum.addi(other.network().params().mul(model.weight() / whole));
        }
        names.add(name(model));
      }
      provenance.put("averageOf", String.join(", ", names));
      try (SentimentClassifier average =
          new SentimentClassifier(
              ModelNetwork.ofTrained(graph),
              first.shape(),
              first.codec(),
              first.labels(),
              provenance)) {
        SentimentEvaluation found = SentimentEvaluation.of(average, valid);
        if (even > 0) {
          double[] shift =
              Arrays.stream(Calibration.evenBias(found.probabilities(), found.expected()))
                  .map(bias -> even * bias)
                  .toArray();
          INDArray bias = graph.getParam(SentimentNetwork.OUTPUT + "_b");
          bias.addi(Nd4j.createFromArray(shift).castTo(bias.dataType()).reshape(bias.shape()));
          average.release();
          found = SentimentEvaluation.of(average, valid);
          provenance.put("even", even);
        }
        provenance.put("validMacroRecall", found.confusion().macroRecall());
        provenance.put("validMacroF1", found.confusion().macroF1());
        double temperature = Calibration.temperature(found.probabilities(), found.expected());
        average.save(out, type, new Temperature(temperature));
        return found;
      }
    }
  }

  private static String name(WeightedFile model) {
    String name = model.file().getFileName().toString();
    return model.weight() == 1 ? name : name + ":" + model.weight();
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
