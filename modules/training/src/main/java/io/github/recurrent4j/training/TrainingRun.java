package io.github.recurrent4j.training;

import org.deeplearning4j.nn.api.Model;

/** A training that is under way, as its {@link TrainingListener} sees it. */
public interface TrainingRun {
  /** How it is trained. */
  TrainingSettings settings();

  /** The network that is trained, for DL4J's own listeners. */
  Model network();

  /** What the validation figure is, such as {@code validation BLEU}. */
  String metric();

  /** Updates of the whole training. */
  long totalSteps();

  /** Updates made so far, those of earlier runs too. */
  long step();

  /**
   * Ends training after the step under way, with a checkpoint to go on from; returns at once. May
   * be called from any thread.
   */
  void stop();
}
