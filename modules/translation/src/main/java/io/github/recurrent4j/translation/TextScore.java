package io.github.recurrent4j.translation;

import io.github.recurrent4j.training.metrics.Bleu;
import io.github.recurrent4j.training.metrics.ErrorRate;
import io.github.recurrent4j.training.metrics.Rouge;
import io.github.recurrent4j.vectorization.TextPair;
import java.util.List;

/** What texts are scored by. Higher is better for all. */
public enum TextScore {
  /** Corpus BLEU: for sentences. */
  BLEU("BLEU") {
    @Override
    public double of(List<TextPair> pairs, List<String> output) {
      return Bleu.of(output, pairs.stream().map(TextPair::target).toList()).score();
    }
  },

  /** Sources answered exactly, in per cent (100 less the word error rate): for words and codes. */
  EXACT("exact answers") {
    @Override
    public double of(List<TextPair> pairs, List<String> output) {
      return 100 - errors(pairs, output).wordErrors();
    }
  },

  /** ROUGE-L of stemmed words, mean F1 (rouge-score): for summaries. */
  ROUGE("ROUGE-L") {
    @Override
    public double of(List<TextPair> pairs, List<String> output) {
      List<String> targets = pairs.stream().map(TextPair::target).toList();
      return Rouge.of(output, targets, true).longest().f1();
    }
  };

  private final String title;

  TextScore(String title) {
    this.title = title;
  }

  /** Name for logs and curves. */
  public String title() {
    return title;
  }

  /** Scores what was made of the sources, 0 to 100. */
  public abstract double of(List<TextPair> pairs, List<String> output);

  static ErrorRate errors(List<TextPair> pairs, List<String> output) {
    return ErrorRate.of(
        pairs.stream().map(TextPair::source).toList(),
        output,
        pairs.stream().map(TextPair::target).toList());
  }
}
