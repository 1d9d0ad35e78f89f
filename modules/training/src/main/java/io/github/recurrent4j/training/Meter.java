package io.github.recurrent4j.training;

/** Loss and speed since the last validation. */
final class Meter {
  private final long start = System.nanoTime();
  private double lossSum;
  private long losses;
  private long tokenCount;

  void loss(double value) {
    lossSum += value;
    losses++;
  }

  void tokens(long n) {
    tokenCount += n;
  }

  double meanLoss() {
    return losses == 0 ? Double.NaN : lossSum / losses;
  }

  double tokensPerSecond() {
    return tokenCount / ((System.nanoTime() - start) / 1e9);
  }
}
