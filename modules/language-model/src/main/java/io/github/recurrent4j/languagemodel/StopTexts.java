package io.github.recurrent4j.languagemodel;

import java.util.List;
import java.util.function.Consumer;

/**
 * Hands on a text that comes in pieces until one of some texts is in it, wherever the pieces are
 * cut. What may be such a text's beginning is kept back until more has come.
 */
final class StopTexts {
  private final List<String> stops;
  private final Consumer<String> sink;
  private final StringBuilder held = new StringBuilder();
  private boolean stopped;

  StopTexts(List<String> stops, Consumer<String> sink) {
    this.stops = stops;
    this.sink = sink;
  }

  /**
   * Takes a piece.
   *
   * @return false once one of the texts was there: nothing more is taken
   */
  boolean take(String piece) {
    if (stopped) {
      return false;
    }
    held.append(piece);
    int end = -1;
    for (String stop : stops) {
      int at = held.indexOf(stop);
      end = at >= 0 && (end < 0 || at < end) ? at : end;
    }
    stopped = end >= 0;
    give(stopped ? end : held.length() - beginning());
    return !stopped;
  }

  /** Nothing more comes: what was kept back is no stop text. */
  void end() {
    if (!stopped) {
      give(held.length());
    }
  }

  /** Length of the longest end of what is held that a stop text begins with. */
  private int beginning() {
    int longest = 0;
    for (String stop : stops) {
      for (int n = Math.min(stop.length() - 1, held.length()); n > longest; n--) {
        if (stop.startsWith(held.substring(held.length() - n))) {
          longest = n;
        }
      }
    }
    return longest;
  }

  private void give(int length) {
    if (length > 0) {
      sink.accept(held.substring(0, length));
      held.delete(0, length);
    }
  }
}
