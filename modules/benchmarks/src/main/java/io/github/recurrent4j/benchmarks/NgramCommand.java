package io.github.recurrent4j.benchmarks;

import static io.github.recurrent4j.vectorization.BadOptionException.require;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.recurrent4j.cli.ModelPath;
import io.github.recurrent4j.languagemodel.Evaluation;
import io.github.recurrent4j.languagemodel.LanguageModel;
import io.github.recurrent4j.vectorization.BadInputException;
import io.github.recurrent4j.vectorization.TextFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code r4j bench ngram}: an n-gram model of others over the tokens of a language model, both on
 * the same text. What the language model does not know, such as a rare word, is the same token for
 * both, or is left out for both.
 */
@Command(
    name = "ngram",
    description =
        "An n-gram model with Kneser-Ney smoothing (BerkeleyLM) over the tokens of a language model:"
            + " bits per byte of both on the same text.")
final class NgramCommand implements Runnable {
  @Option(
      names = "--model",
      required = true,
      converter = ModelPath.class,
      description = "language model whose tokens are used: a file, or a shipped model by its name")
  Path model;

  @Option(
      names = "--train",
      required = true,
      description = "text that the n-gram model is made of: what the language model was trained on")
  Path train;

  @Option(
      names = "--test",
      required = true,
      arity = "1..*",
      description = "texts that both are measured on, one by one")
  List<Path> tests = new ArrayList<>();

  @Option(
      names = "--order",
      defaultValue = "5",
      description = "tokens of the longest n-grams, 2 to 10 (${DEFAULT-VALUE})")
  int order;

  @Option(names = "--json", description = "a JSON object")
  boolean json;

  /**
   * What an n-gram model makes of a text.
   *
   * @param tokens of the text
   * @param bits −log₂ of its probability
   * @param bytes of the text in UTF-8
   */
  record Measured(long tokens, double bits, long bytes) {
    double bitsPerByte() {
      return bits / bytes;
    }
  }

  @Override
  public void run() {
    require(order >= 2 && order <= 10, "--order must be from 2 to 10, not " + order);
    try (LanguageModel tokens = LanguageModel.load(model)) {
      KneserNey ngrams = ngrams(tokens, train, order);
      for (Path test : tests) {
        Measured ngram = measure(ngrams, tokens, test);
        Evaluation own = tokens.evaluate(test);
        System.out.print(json ? json(test, ngram, own) : text(test, ngram, own));
      }
    }
  }

  /** Makes an n-gram model of a text's tokens. */
  static KneserNey ngrams(LanguageModel tokens, Path train, int order) {
    List<int[]> lines = new ArrayList<>();
    lines(train, line -> lines.add(tokens.encode(line + "\n")));
    return KneserNey.of(lines, tokens.vocabulary().size(), order);
  }

  /** Measures a text. */
  static Measured measure(KneserNey ngrams, LanguageModel tokens, Path test) {
    long[] counts = new long[2];
    double[] bits = new double[1];
    lines(
        test,
        line -> {
          int[] ids = tokens.encode(line + "\n");
          bits[0] += ngrams.bits(ids);
          counts[0] += ids.length;
          counts[1] += (line + "\n").getBytes(StandardCharsets.UTF_8).length;
        });
    if (counts[0] == 0) {
      throw new BadInputException(test + " is empty: nothing to measure");
    }
    return new Measured(counts[0], bits[0], counts[1]);
  }

  private static void lines(Path file, java.util.function.Consumer<String> sink) {
    TextFile.read(file, text -> text.toString().lines().forEach(sink));
  }

  private String text(Path test, Measured ngram, Evaluation own) {
    return String.format(
        Locale.ROOT,
        "%s%n"
            + "%d-gram         %.4f bits per byte, %d tokens, perplexity %.2f%n"
            + "language model %.4f bits per byte, %d tokens, perplexity %.2f%n"
            + "ratio          %.4f%n",
        test,
        order,
        ngram.bitsPerByte(),
        ngram.tokens,
        Math.pow(2, ngram.bits / ngram.tokens),
        own.bitsPerByte(),
        own.tokens(),
        own.perplexity(),
        own.bitsPerByte() / ngram.bitsPerByte());
  }

  private String json(Path test, Measured ngram, Evaluation own) {
    ObjectNode node = new ObjectMapper().createObjectNode();
    node.put("test", test.toString());
    node.put("order", order);
    node.put("ngramBitsPerByte", ngram.bitsPerByte());
    node.put("ngramTokens", ngram.tokens);
    node.put("bitsPerByte", own.bitsPerByte());
    node.put("tokens", own.tokens());
    node.put("ratio", own.bitsPerByte() / ngram.bitsPerByte());
    return node + "\n";
  }
}
