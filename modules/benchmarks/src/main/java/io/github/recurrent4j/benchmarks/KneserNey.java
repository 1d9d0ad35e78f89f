package io.github.recurrent4j.benchmarks;

import edu.berkeley.nlp.lm.ArrayEncodedNgramLanguageModel;
import edu.berkeley.nlp.lm.ConfigOptions;
import edu.berkeley.nlp.lm.StringWordIndexer;
import edu.berkeley.nlp.lm.io.LmReaders;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.StringJoiner;

/**
 * An n-gram model with interpolated Kneser-Ney smoothing (Kneser and Ney, 1995; Chen and Goodman,
 * 1999), estimated by BerkeleyLM (Pauls and Klein, 2011) with {@link Discounts}, no n-gram left
 * out. BerkeleyLM's probability of a line's end is none of a distribution, so that ends are tokens
 * like all others and what follows them is not asked for.
 */
final class KneserNey {
  private final ArrayEncodedNgramLanguageModel<String> model;
  private final StringWordIndexer indexer;
  private final int order;

  private KneserNey(
      ArrayEncodedNgramLanguageModel<String> model, StringWordIndexer indexer, int order) {
    this.model = model;
    this.indexer = indexer;
    this.order = order;
  }

  /**
   * Estimates a model.
   *
   * @param lines tokens of each line, from 0 to below {@code vocabulary}
   * @param vocabulary tokens there are; each that no line has gets a line of its own, so that
   *     nothing has no probability
   * @param order tokens of the longest n-grams, at least 2
   */
  static KneserNey of(Iterable<int[]> lines, int vocabulary, int order) {
    StringWordIndexer indexer = new StringWordIndexer();
    indexer.setStartSymbol("<s>");
    indexer.setEndSymbol("</s>");
    indexer.setUnkSymbol("<unk>");
    ConfigOptions options = new ConfigOptions();
    // BerkeleyLM's own estimates count otherwise.
    options.kneserNeyDiscounts = Discounts.of(lines, order);
    Arrays.fill(options.kneserNeyMinCounts, 1);
    try {
      Path text = Files.createTempFile("tokens", ".txt");
      try {
        write(lines, vocabulary, text);
        List<String> files = List.of(text.toString());
        return new KneserNey(
            LmReaders.readKneserNeyLmFromTextFile(files, indexer, order, options, false),
            indexer,
            order);
      } finally {
        Files.delete(text);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(Iterable<int[]> lines, int vocabulary, Path file) throws IOException {
    BitSet seen = new BitSet(vocabulary);
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      for (int[] line : lines) {
        // No space at the end: it would be a token.
        StringJoiner text = new StringJoiner(" ", "", "\n");
        for (int token : line) {
          seen.set(token);
          text.add(Integer.toString(token));
        }
        out.append(text.toString());
      }
      for (int token = 0; token < vocabulary; token++) {
        if (!seen.get(token)) {
          out.append(Integer.toString(token)).append('\n');
        }
      }
    }
  }

  /** −log₂ of a line's probability. */
  double bits(int[] line) {
    int[] words = new int[line.length + 1];
    words[0] = indexer.getIndexPossiblyUnk(indexer.getStartSymbol());
    for (int i = 0; i < line.length; i++) {
      words[i + 1] = indexer.getIndexPossiblyUnk(Integer.toString(line[i]));
    }
    double bits = 0;
    for (int end = 2; end <= words.length; end++) {
      // Logarithms to the base of ten.
      bits -= model.getLogProb(words, Math.max(0, end - order), end) / Math.log10(2);
    }
    return bits;
  }
}
