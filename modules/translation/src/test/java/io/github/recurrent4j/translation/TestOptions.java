package io.github.recurrent4j.translation;

/** Options of a search by position, for tests. */
final class TestOptions {
  private TestOptions() {}

  static TranslationOptions of(int beam, int nBest, double lengthPenalty, double coverage) {
    return new TranslationOptions(beam, nBest, lengthPenalty, coverage, false);
  }
}
