package io.github.recurrent4j.captioning;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.recurrent4j.training.Provenance;
import io.github.recurrent4j.training.TrainingTask;
import io.github.recurrent4j.vectorization.settings.Settings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.Model;

/** A captioner as the training loop sees it. */
final class CaptionTask implements TrainingTask {
  private final Captioner captioner;
  private final CaptionBatches batches;
  private final List<CaptionExample> valid;
  private final ObjectNode provenance;
  private final CaptionRegime regime;

  CaptionTask(
      Captioner captioner,
      List<CaptionExample> train,
      List<CaptionExample> valid,
      ObjectNode provenance,
      CaptionRegime regime) {
    this.captioner = captioner;
    this.batches = CaptionBatches.of(captioner, train, regime);
    this.valid = valid;
    this.provenance = provenance;
    this.regime = regime;
  }

  @Override
  public Model network() {
    return captioner.network();
  }

  @Override
  public TrainingTask.Batches batches() {
    return batches;
  }

  @Override
  public void startEpoch(int number) {
    // The batches are cut anew by their seek.
  }

  @Override
  public double validate() {
    CaptionEvaluation evaluation =
        CaptionEvaluation.of(captioner, captioner.languages(), valid, CaptionOptions.greedy());
    captioner.release();
    provenance.put("validCiderGreedy", evaluation.all().cider());
    provenance.put("validExactGreedy", evaluation.all().exact());
    return evaluation.all().cider();
  }

  @Override
  public boolean higherIsBetter() {
    return true;
  }

  @Override
  public Map<String, String> data() {
    return Provenance.hashes(provenance);
  }

  @Override
  public Map<String, String> settings() {
    return Settings.of(CaptionRegime.class).texts(regime);
  }

  @Override
  public String metric() {
    return "validation CIDEr";
  }

  @Override
  public void save(Path file) {
    captioner.save(file);
  }
}
