package io.github.recurrent4j.serving;

import io.github.recurrent4j.languagemodel.TokenStep;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * Hands tokens on until their text has one of some stops in it; what may be the beginning of one is
 * held back until that is known.
 */
final class StopFilter {
  private final List<String> stops;
  private final BiConsumer<TokenStep, String> sink;
  private final Deque<TokenStep> held = new ArrayDeque<>();
  private final StringBuilder text = new StringBuilder();
  private boolean stopped;

  /**
   * A filter.
   *
   * @param sink takes a token and what of its text counts
   */
  StopFilter(List<String> stops, BiConsumer<TokenStep, String> sink) {
    this.stops = stops;
    this.sink = sink;
  }

  /** Takes a token; says whether more are wanted. */
  boolean accept(TokenStep token) {
    held.add(token);
    text.append(token.text());
    int stop = -1;
    for (String each : stops) {
      int at = text.indexOf(each);
      stop = at >= 0 && (stop < 0 || at < stop) ? at : stop;
    }
    stopped = stop >= 0;
    release(stopped ? stop : text.length() - beginning(), stopped);
    return !stopped;
  }

  /** No further token comes: hands on what was held back. */
  void end() {
    if (!stopped) {
      release(text.length(), true);
    }
  }

  /** Whether a stop was met. */
  boolean isStopped() {
    return stopped;
  }

  /** Length of the longest end of the text with which a stop may begin. */
  private int beginning() {
    int longest = 0;
    for (String stop : stops) {
      for (int n = Math.min(stop.length() - 1, text.length()); n > longest; n--) {
        if (stop.startsWith(text.substring(text.length() - n))) {
          longest = n;
        }
      }
    }
    return longest;
  }

  /** Hands on the tokens before a place; a token across it only if it is the last word. */
  private void release(int to, boolean last) {
    int left = to;
    while (!held.isEmpty() && left > 0 && (last || held.peek().text().length() <= left)) {
      TokenStep token = held.poll();
      int taken = Math.min(left, token.text().length());
      sink.accept(token, token.text().substring(0, taken));
      text.delete(0, taken);
      left -= taken;
    }
  }
}
