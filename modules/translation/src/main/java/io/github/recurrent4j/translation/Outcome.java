package io.github.recurrent4j.translation;

/**
 * A finished translation of a sentence, judged.
 *
 * @param translation text, tokens, attention and alignment; places count from the sentence's start
 * @param faults what is wrong with it
 * @param meanLogProbability by token
 * @param coverage share of the source's words that were attended to
 */
record Outcome(Translation translation, Faults faults, double meanLogProbability, double coverage) {

  /** By which outcomes are compared: faults weigh more than any probability. */
  double value() {
    return meanLogProbability - 3 * faults.sum();
  }
}
