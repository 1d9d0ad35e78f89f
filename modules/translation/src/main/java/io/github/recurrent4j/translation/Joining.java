package io.github.recurrent4j.translation;

import java.util.ArrayList;
import java.util.List;

/** Puts the translations of a text's sentences together. */
final class Joining {
  /** Weights of the largest attention that is kept: 16 MB. Most of them are zeros. */
  private static final long MOST_WEIGHTS = 1 << 22;

  private Joining() {}

  static Translation join(List<Translation> parts) {
    StringBuilder text = new StringBuilder();
    List<String> sourceTokens = new ArrayList<>();
    List<String> targetTokens = new ArrayList<>();
    double score = 0;
    boolean attends = true;
    for (Translation part : parts) {
      text.append(text.length() > 0 && !part.text().isEmpty() ? " " : "").append(part.text());
      sourceTokens.addAll(part.sourceTokens());
      targetTokens.addAll(part.targetTokens());
      score += part.score();
      attends &= part.attention().length == part.targetTokens().size();
    }
    attends &= (long) targetTokens.size() * sourceTokens.size() <= MOST_WEIGHTS;
    float[][] attention = new float[attends ? targetTokens.size() : 0][];
    int row = 0;
    int column = 0;
    for (Translation part : parts) {
      for (int t = 0; attends && t < part.attention().length; t++) {
        attention[row] = new float[sourceTokens.size()];
        System.arraycopy(
            part.attention()[t], 0, attention[row], column, part.sourceTokens().size());
        row++;
      }
      column += part.sourceTokens().size();
    }
    return new Translation(text.toString(), score, sourceTokens, targetTokens, attention);
  }
}
