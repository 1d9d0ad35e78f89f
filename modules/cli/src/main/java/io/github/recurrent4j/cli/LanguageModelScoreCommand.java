package io.github.recurrent4j.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.recurrent4j.kernels.Precision;
import io.github.recurrent4j.languagemodel.LanguageModel;
import io.github.recurrent4j.languagemodel.Score;
import io.github.recurrent4j.vectorization.BadOptionException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code r4j lm score}. */
@Command(
    name = "score",
    description = {
      "Log-probabilities of texts, or of standard input line by line.",
      "A line for each: log-probability (nats), tokens, perplexity, bits per byte, what the model"
          + " does not know with its counts (nothing, as a rule), and the text, with tabs between.",
      "Unknown characters are left out of the figures; unknown words count as the unknown word."
    })
final class LanguageModelScoreCommand implements Runnable {
  @Option(names = "--model", description = LanguageModelCommand.MODEL)
  Path model;

  @Option(
      names = "--in",
      description = "text file, UTF-8, to score line by line; - for standard input")
  Path in;

  @Option(names = "--no-end", description = "do not count that a line ends where it does")
  boolean open;

  @Option(names = "--json", description = "print a JSON object a line")
  boolean json;

  @Parameters(paramLabel = "TEXT", description = "texts; else lines of --in or standard input")
  List<String> texts = List.of();

  @Mixin InferenceOptions inference;

  private final UnknownTexts unknown = new UnknownTexts();

  @Override
  public void run() {
    inference.apply(Precision.F32);
    BadOptionException.require(in == null || texts.isEmpty(), "give texts or --in, not both");
    try (LanguageModel lm = LanguageModelCommand.open(model)) {
      if (texts.isEmpty()) {
        LineInput.read(in, lines -> print(lm, lines));
      } else {
        print(lm, texts);
      }
    }
    unknown.report("the model does not know");
  }

  private void print(LanguageModel lm, List<String> lines) {
    for (Score score : open ? lm.score(lines) : lm.scoreLines(lines)) {
      unknown.add(score.unknown());
      System.out.println(json ? json(score) : line(score));
    }
    System.out.flush();
  }

  private static String line(Score s) {
    return String.format(
        Locale.ROOT,
        "%.4f\t%d\t%.4f\t%.4f\t%s\t%s",
        s.logProbability(),
        s.tokens(),
        s.perplexity(),
        s.bitsPerByte(),
        UnknownTexts.names(s.unknown()),
        s.text());
  }

  private static String json(Score s) {
    ObjectMapper mapper = new ObjectMapper();
    ObjectNode node = mapper.createObjectNode();
    node.put("logProbability", s.logProbability());
    node.put("tokens", s.tokens());
    node.put("perplexity", s.perplexity());
    node.put("bitsPerByte", s.bitsPerByte());
    node.set("unknown", mapper.valueToTree(s.unknown()));
    node.put("text", s.text());
    return node.toString();
  }
}
