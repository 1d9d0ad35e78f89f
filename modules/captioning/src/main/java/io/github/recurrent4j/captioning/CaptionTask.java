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

  /** CIDEr of what the captioner says when it is not asked for anything else, but greedily. */
  @Override
  public double validate() {
    CaptionEvaluation written = evaluation(CaptionOptions.greedy());
    provenance().put("validCiderGreedy", written.all().cider());
    provenance().put("validExactGreedy", written.all().exact());
    CaptionEvaluation said = written;
    if (captioner.shape().known()) {
      said = evaluation(CaptionOptions.standard().withSaid(CaptionOptions.Said.KNOWN));
      provenance().put("validCiderKnown", said.all().cider());
      provenance().put("validExactKnown", said.all().exact());
      LOG.info(
          "exact: {} % written, {} % of the known captions",
          percent(written.all().exact()), percent(said.all().exact()));
    }
    captioner.release();
    return said.all().cider();
  }

  private CaptionEvaluation evaluation(CaptionOptions options) {
    return CaptionEvaluation.of(captioner, captioner.languages(), valid, options);
  }

  private static double percent(double part) {
    return Math.round(1000 * part) / 10.0;
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
