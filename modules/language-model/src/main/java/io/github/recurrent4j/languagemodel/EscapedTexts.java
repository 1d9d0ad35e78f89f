package io.github.recurrent4j.languagemodel;

import java.util.ArrayList;
import java.util.List;

/**
 * Texts on one line with bars between: {@code \n} is a line's end, {@code \t} a tab, {@code \|} a
 * bar, {@code \\} a backslash; a backslash before anything else is one.
 */
public final class EscapedTexts {
  private EscapedTexts() {}

  /** The texts; empty ones are none. */
  public static List<String> split(String line) {
    List<String> texts = new ArrayList<>();
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      char next = c == '\\' && i + 1 < line.length() ? line.charAt(i + 1) : 0;
      int escaped = "nt|\\".indexOf(next);
      if (next != 0 && escaped >= 0) {
        text.append("\n\t|\\".charAt(escaped));
        i++;
      } else if (c == '|') {
        texts.add(text.toString());
        text.setLength(0);
      } else {
        text.append(c);
      }
    }
    texts.add(text.toString());
    texts.removeIf(String::isEmpty);
    return texts;
  }

  /** Writes a text so that {@link #split} gives it back. */
  public static String escape(String text) {
    return text.replace("\\", "\\\\").replace("|", "\\|").replace("\n", "\\n").replace("\t", "\\t");
  }
}
