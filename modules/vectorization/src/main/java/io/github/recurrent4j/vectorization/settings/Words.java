package io.github.recurrent4j.vectorization.settings;

import java.util.List;

/** Lists in English. */
final class Words {
  private Words() {}

  /** {@code a, b or c}. */
  static String or(List<String> all) {
    int last = all.size() - 1;
    return last < 1
        ? String.join("", all)
        : String.join(", ", all.subList(0, last)) + " or " + all.get(last);
  }
}
