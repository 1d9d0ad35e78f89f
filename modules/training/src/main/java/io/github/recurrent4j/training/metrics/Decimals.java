package io.github.recurrent4j.training.metrics;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * Numbers in scores' texts, as C and Python print them: rounded from their exact value, halves to
 * even, where Java's own formats round halves up (6.25 to 6.3 instead of 6.2).
 */
final class Decimals {
  private Decimals() {}

  static String of(double value, int places) {
    return new BigDecimal(value).setScale(places, RoundingMode.HALF_EVEN).toPlainString();
  }
}
