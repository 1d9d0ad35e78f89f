package io.github.recurrent4j.translation;

import io.github.recurrent4j.translation.Alignment.Link;
import io.github.recurrent4j.translation.text.MappedText;
import io.github.recurrent4j.vectorization.TextCodec;
import java.util.ArrayList;
import java.util.List;

/**
 * Which source word each word of a network's output stands for: the one that its tokens attended to
 * most, or the same word where both sides have it once. Words are what stands between spaces.
 */
final class WordAlignment {

  /** A word's place, in chars. */
  record Word(int from, int to) {}

  private final List<Word> sourceWords;
  private final List<Word> targetWords;
  private final int[] best;
  private final double[] weights;
  private final double[] attended;

  private WordAlignment(
      List<Word> sourceWords,
      List<Word> targetWords,
      int[] best,
      double[] weights,
      double[] attended) {
    this.sourceWords = sourceWords;
    this.targetWords = targetWords;
    this.best = best;
    this.weights = weights;
    this.attended = attended;
  }

  /**
   * Aligns a translation's text with what the network read.
   *
   * @param input what it read
   */
  static WordAlignment of(
      String input, Translation translation, TextCodec source, TextCodec target) {
    List<Word> sourceWords = words(input);
    List<Word> targetWords = words(translation.text());
    int[] best = new int[targetWords.size()];
    double[] weights = new double[targetWords.size()];
    double[] attended = new double[sourceWords.size()];
    java.util.Arrays.fill(best, -1);
    if (translation.attention().length > 0) {
      int[] sourceOf = wordOfToken(translation.sourceTokens(), source);
      int[] targetOf = wordOfToken(translation.targetTokens(), target);
      double[][] mass = new double[targetWords.size()][sourceWords.size()];
      int[] tokens = new int[targetWords.size()];
      for (int t = 0; t < targetOf.length; t++) {
        if (targetOf[t] >= targetWords.size()) {
          continue;
        }
        tokens[targetOf[t]]++;
        for (int s = 0; s < sourceOf.length; s++) {
          if (sourceOf[s] < sourceWords.size()) {
            mass[targetOf[t]][sourceOf[s]] += translation.attention()[t][s];
          }
        }
      }
      for (int w = 0; w < mass.length; w++) {
        for (int s = 0; s < mass[w].length; s++) {
          attended[s] += mass[w][s];
          if (best[w] < 0 || mass[w][s] > mass[w][best[w]]) {
            best[w] = s;
          }
        }
        weights[w] = best[w] < 0 ? 0 : mass[w][best[w]] / Math.max(1, tokens[w]);
      }
    }
    WordAlignment result = new WordAlignment(sourceWords, targetWords, best, weights, attended);
    result.anchor(input, translation.text());
    return result;
  }

  /** Equal words on both sides, each once, stand for each other. */
  private void anchor(String input, String output) {
    for (int t = 0; t < targetWords.size(); t++) {
      String word = core(output, targetWords.get(t));
      if (word.length() < 3 && !word.chars().anyMatch(c -> c > 0x2000 || Character.isDigit(c))) {
        continue;
      }
      int found = -1;
      boolean once = true;
      for (int s = 0; s < sourceWords.size(); s++) {
        if (core(input, sourceWords.get(s)).equals(word)) {
          once &= found < 0;
          found = s;
        }
      }
      if (found >= 0 && once) {
        best[t] = found;
        weights[t] = 1;
      }
    }
  }

  private static int[] wordOfToken(List<String> tokens, TextCodec codec) {
    int[] result = new int[tokens.size()];
    int word = -1;
    for (int i = 0; i < result.length; i++) {
      if (word < 0 || codec.startsWord(codec.vocabulary().id(tokens.get(i)))) {
        word++;
      }
      result[i] = word;
    }
    return result;
  }

  static List<Word> words(String text) {
    List<Word> words = new ArrayList<>();
    int from = 0;
    while (from < text.length()) {
      int to = text.indexOf(' ', from);
      to = to < 0 ? text.length() : to;
      if (to > from) {
        words.add(new Word(from, to));
      }
      from = to + 1;
    }
    return words;
  }

  /** A word without the punctuation round it; the whole of it if it is nothing else. */
  static Word trimmed(String text, Word word) {
    int from = word.from;
    int to = word.to;
    while (from < to && isEdge(text.charAt(from))) {
      from++;
    }
    while (to > from && isEdge(text.charAt(to - 1))) {
      to--;
    }
    return from < to ? new Word(from, to) : word;
  }

  private static boolean isEdge(char c) {
    return ",.;:!?¡¿\"“”«»()[]…'’‘—–-".indexOf(c) >= 0;
  }

  private static String core(String text, Word word) {
    Word w = trimmed(text, word);
    return text.substring(w.from, w.to);
  }

  /** Share of the source's words that the output looked at. */
  double coverage() {
    if (sourceWords.isEmpty()) {
      return 1;
    }
    boolean[] used = new boolean[sourceWords.size()];
    for (int b : best) {
      if (b >= 0) {
        used[b] = true;
      }
    }
    int covered = 0;
    for (int s = 0; s < used.length; s++) {
      covered += used[s] || attended[s] > 0.3 ? 1 : 0;
    }
    return (double) covered / used.length;
  }

  /** Whether there is any attention to speak of. */
  boolean isKnown() {
    for (double w : weights) {
      if (w > 0) {
        return true;
      }
    }
    return false;
  }

  /**
   * The run of output words that stands for a range of the input, as {from, to} in the output's
   * chars; null if nothing surely does.
   */
  int[] output(int from, int to, double sure) {
    int first = -1;
    int last = -1;
    for (int t = 0; t < best.length; t++) {
      if (best[t] >= 0
          && weights[t] >= sure
          && sourceWords.get(best[t]).from < to
          && from < sourceWords.get(best[t]).to) {
        if (first >= 0 && t - last > 1) {
          return null;
        }
        first = first < 0 ? t : first;
        last = t;
      }
    }
    return first < 0 ? null : new int[] {targetWords.get(first).from, targetWords.get(last).to};
  }

  /** Whether a capitalized word of the output stands for a range of the input. */
  boolean standsForName(int from, int to, String output) {
    for (int t = 0; t < best.length; t++) {
      if (best[t] >= 0
          && sourceWords.get(best[t]).from < to
          && from < sourceWords.get(best[t]).to
          && Character.isUpperCase(core(output, targetWords.get(t)).codePointAt(0))) {
        return true;
      }
    }
    return false;
  }

  /**
   * Links between original and final text.
   *
   * @param in the input with its origins
   * @param out the final text, whose origins are places in the network's output
   */
  Alignment links(MappedText in, MappedText out) {
    List<Link> links = new ArrayList<>();
    String input = in.toString();
    String text = out.toString();
    for (Word word : words(text)) {
      Word core = trimmed(text, word);
      int place = out.start(core.from, core.to);
      int t = wordAt(place);
      if (t >= 0 && best[t] >= 0) {
        Word source = trimmed(input, sourceWords.get(best[t]));
        links.add(
            new Link(
                in.start(source.from, source.to),
                in.end(source.from, source.to),
                core.from,
                core.to));
      }
    }
    return new Alignment(links);
  }

  /**
   * The source word, without punctuation, that the output word at a place stands for; null if none
   * surely is.
   *
   * @param place in the network's output, in chars
   */
  Word source(int place, String input, double sure) {
    int t = wordAt(place);
    return t < 0 || best[t] < 0 || weights[t] < sure
        ? null
        : trimmed(input, sourceWords.get(best[t]));
  }

  private int wordAt(int place) {
    for (int t = 0; t < targetWords.size(); t++) {
      if (place < targetWords.get(t).to) {
        return t;
      }
    }
    return targetWords.size() - 1;
  }
}
