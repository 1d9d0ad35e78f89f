package io.github.recurrent4j.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.recurrent4j.kernels.Precision;
import io.github.recurrent4j.sentiment.Language;
import io.github.recurrent4j.sentiment.LanguageGuess;
import io.github.recurrent4j.sentiment.Sentiment;
import io.github.recurrent4j.sentiment.SentimentClassifier;
import io.github.recurrent4j.vectorization.BadOptionException;
import io.github.recurrent4j.vectorization.TweetRecordReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code r4j sentiment classify}. */
@Command(name = "classify", description = "Classifies texts, or standard input line by line.")
final class SentimentClassifyCommand implements Runnable {
  private static final double STRONG = 0.1;
  private static final double WEAK = 0.02;

  @Option(names = "--model", description = "model file; else a pretrained model")
  Path model;

  @Option(names = "--lang", description = "es or en; else it is guessed for each text")
  Language lang;

  @Option(names = "--explain", description = "mark the words that moved the score")
  boolean explain;

  @Option(names = "--json", description = "print a JSON object a line")
  boolean json;

  @Option(
      names = "--table",
      description = "files with a column of texts, TSV, .csv or .jsonl: a line for each row")
  List<Path> tables = List.of();

  @Option(
      names = "--text-column",
      defaultValue = "text",
      description = "the texts' column, by its name or its number from 1 (${DEFAULT-VALUE})")
  String column;

  @Parameters(paramLabel = "TEXT", description = "texts; else lines of standard input")
  List<String> texts = List.of();

  @Mixin InferenceOptions inference;

  private final Map<Language, SentimentClassifier> shipped = new LinkedHashMap<>();
  private SentimentClassifier given;

  @Override
  public void run() {
    inference.apply(Precision.AUTO);
    given = model == null ? null : SentimentClassifier.load(model);
    try {
      BadOptionException.require(
          texts.isEmpty() || tables.isEmpty(), "give TEXT or --table, not both");
      if (!tables.isEmpty()) {
        tables.forEach(file -> print(TweetRecordReader.texts(file, column)));
      } else if (texts.isEmpty()) {
        CommandLines.lines(lines -> print(lines));
      } else {
        print(texts);
      }
    } finally {
      shipped.values().forEach(SentimentClassifier::close);
      if (given != null) {
        given.close();
      }
    }
  }

  private SentimentClassifier shipped(Language language) {
    return shipped.computeIfAbsent(language, SentimentClassifier::pretrained);
  }

  private Language language(String text) {
    return lang != null ? lang : LanguageGuess.of(text, shipped(Language.ES), shipped(Language.EN));
  }

  private void print(List<String> lines) {
    Map<SentimentClassifier, List<Integer>> parts = new LinkedHashMap<>();
    for (int i = 0; i < lines.size(); i++) {
      SentimentClassifier c = given != null ? given : shipped(language(lines.get(i)));
      parts.computeIfAbsent(c, k -> new ArrayList<>()).add(i);
    }
    String[] out = new String[lines.size()];
    parts.forEach(
        (classifier, numbers) -> {
          List<Sentiment> found = classifier.classify(numbers.stream().map(lines::get).toList());
          for (int i = 0; i < numbers.size(); i++) {
            out[numbers.get(i)] = shown(classifier, found.get(i));
          }
        });
    for (String line : out) {
      System.out.println(line);
    }
    System.out.flush();
  }

  private String shown(SentimentClassifier classifier, Sentiment s) {
    SentimentClassifier.Explanation why = explain ? classifier.explain(s.text()) : null;
    if (json) {
      ObjectMapper mapper = new ObjectMapper();
      ObjectNode node = mapper.createObjectNode();
      node.put("label", s.name());
      node.set("probabilities", mapper.valueToTree(s.probabilities()));
      node.put("text", s.text());
      shipped.forEach(
          (language, its) -> {
            if (its == classifier) {
              node.put("language", language.code());
            }
          });
      if (why != null) {
        ArrayNode words = node.putArray("words");
        for (int w = 0; w < why.words().size(); w++) {
          words.addObject().put("word", why.words().get(w)).put("weight", why.weights()[w]);
        }
      }
      return node.toString();
    }
    return why == null ? s.line() : s.line() + "\t" + marked(why);
  }

  /** The words, those that spoke for the class in green, against it in red; or with + and -. */
  private static String marked(SentimentClassifier.Explanation why) {
    StringBuilder out = new StringBuilder();
    boolean colour = Ansi.AUTO.enabled();
    for (int w = 0; w < why.words().size(); w++) {
      double weight = why.weights()[w];
      String word = why.words().get(w);
      String sign = weight > STRONG ? "++" : weight > WEAK ? "+" : "";
      sign = weight < -STRONG ? "--" : weight < -WEAK ? "-" : sign;
      out.append(out.length() > 0 ? " " : "");
      if (sign.isEmpty()) {
        out.append(word);
      } else if (colour) {
        String style = weight > 0 ? "green" : "red";
        String bold = sign.length() > 1 ? "bold," : "";
        out.append(Ansi.AUTO.string("@|" + bold + style + " " + word.replace("|", "/") + "|@"));
      } else {
        out.append(sign).append(word);
      }
    }
    return out.toString();
  }
}
