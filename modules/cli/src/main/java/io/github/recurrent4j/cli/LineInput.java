package io.github.recurrent4j.cli;

import io.github.recurrent4j.vectorization.TextFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Lines of a file or of standard input, some at a time, in order. */
final class LineInput {
  private static final int LINES_AT_ONCE = 256;

  private LineInput() {}

  /**
   * Hands lines to a sink.
   *
   * @param file UTF-8, or null or {@code -} for standard input, which is answered as it comes
   */
  static void read(Path file, Consumer<List<String>> sink) {
    if (file == null || file.toString().equals("-")) {
      CommandLines.lines(sink);
      return;
    }
    StringBuilder begun = new StringBuilder();
    List<String> lines = new ArrayList<>();
    TextFile.read(
        file,
        piece -> {
          int from = 0;
          for (int i = 0; i < piece.length(); i++) {
            if (piece.charAt(i) == '\n') {
              lines.add(begun.append(piece, from, i).toString());
              begun.setLength(0);
              from = i + 1;
              if (lines.size() == LINES_AT_ONCE) {
                sink.accept(List.copyOf(lines));
                lines.clear();
              }
            }
          }
          begun.append(piece, from, piece.length());
        });
    if (begun.length() > 0) {
      lines.add(begun.toString());
    }
    if (!lines.isEmpty()) {
      sink.accept(lines);
    }
  }
}
