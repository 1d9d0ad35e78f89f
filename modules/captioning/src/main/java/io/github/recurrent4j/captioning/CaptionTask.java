package io.github.recurrent4j.captioning;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.recurrent4j.training.RegimeTask;
import io.github.recurrent4j.training.TrainingTask;
import java.nio.file.Path;
import java.util.List;
import org.deeplearning4j.nn.api.Model;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A captioner as the training loop sees it. */
final class CaptionTask extends RegimeTask<CaptionRegime> {
  private static final Logger LOG = LoggerFactory.getLogger(CaptionTask.class);

  private final Captioner captioner;
  private final CaptionBatches batches;
  private final List<CaptionExample> valid;

  CaptionTask(
      Captioner captioner,
      List<CaptionExample> train,
      List<CaptionExample> valid,
      ObjectNode provenance,
      CaptionRegime regime) {
    super(regime, provenance);
    this.captioner = captioner;
    this.batches = CaptionBatches.of(captioner, train, regime);
    this.valid = valid;
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
  public double validate() {
    CaptionEvaluation evaluation =
        CaptionEvaluation.of(captioner, captioner.languages(), valid, CaptionOptions.greedy());
    if (captioner.shape().known()) {
      CaptionOptions said = CaptionOptions.standard().withSaid(CaptionOptions.Said.KNOWN);
      CaptionEvaluation known = CaptionEvaluation.of(captioner, captioner.languages(), valid, said);
      provenance().put("validExactKnown", known.all().exact());
      LOG.info(
          "exact: {} % written, {} % of the known captions",
          Math.round(1000 * evaluation.all().exact()) / 10.0,
          Math.round(1000 * known.all().exact()) / 10.0);
    }
    captioner.release();
    provenance().put("validCiderGreedy", evaluation.all().cider());
    provenance().put("validExactGreedy", evaluation.all().exact());
    return evaluation.all().cider();
  }

  @Override
  public boolean higherIsBetter() {
    return true;
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
