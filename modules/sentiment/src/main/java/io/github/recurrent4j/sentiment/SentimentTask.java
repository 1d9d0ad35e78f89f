package io.github.recurrent4j.sentiment;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.recurrent4j.inference.model.WeightType;
import io.github.recurrent4j.layers.BidirectionalEncoder;
import io.github.recurrent4j.training.RegimeTask;
import io.github.recurrent4j.training.TrainingTask;
import io.github.recurrent4j.vectorization.LabelledText;
import java.nio.file.Path;
import java.util.List;
import org.deeplearning4j.nn.api.Model;

/** A classifier as the training loop sees it. */
final class SentimentTask extends RegimeTask<SentimentRegime> {
  private final SentimentClassifier classifier;
  private final TrainingTask.Batches batches;
  private final List<LabelledText> valid;
  private SentimentEvaluation last;

  SentimentTask(
      SentimentClassifier classifier,
      TrainingTask.Batches batches,
      List<LabelledText> valid,
      ObjectNode provenance,
      SentimentRegime regime) {
    super(regime, provenance);
    this.classifier = classifier;
    this.batches = batches;
    this.valid = valid;
  }

  @Override
  public Model network() {
    return classifier.network();
  }

  @Override
  public TrainingTask.Batches batches() {
    return batches;
  }

  /** The output learns from the start; each layer below it some epochs later. */
  @Override
  public double rateFactor(String layer, int epoch) {
    SentimentShape shape = classifier.shape();
    int below = 0;
    if (layer.equals(SentimentNetwork.EMBEDDING)) {
      below = shape.layers() + 1;
    }
    for (int i = 0; i < shape.layers(); i++) {
      if (layer.equals(BidirectionalEncoder.forward(i))
          || layer.equals(BidirectionalEncoder.backward(i))) {
        below = shape.layers() - i;
      }
    }
    return epoch >= below * regime().unfreezing() ? 1 : 0;
  }

  @Override
  public double validate() {
    last = SentimentEvaluation.of(classifier, valid);
    classifier.release();
    return regime().score().of(last.confusion());
  }

  @Override
  public boolean higherIsBetter() {
    return true;
  }

  @Override
  public String metric() {
    return "validation " + regime().score().described();
  }

  /** Saves, with the temperature that calibrates these weights on the validation texts. */
  @Override
  public void save(Path file) {
    provenance().put("validMacroRecall", last.confusion().macroRecall());
    provenance().put("validMacroF1", last.confusion().macroF1());
    double temperature = Calibration.temperature(last.probabilities(), last.expected());
    classifier.save(file, WeightType.F32, new Temperature(temperature));
  }
}
