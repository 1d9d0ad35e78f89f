package io.github.recurrent4j.sentiment;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.recurrent4j.training.InferenceOptions;
import io.github.recurrent4j.training.Provenance;
import io.github.recurrent4j.training.TrainingOptions;
import io.github.recurrent4j.training.TrainingState;
import io.github.recurrent4j.training.metrics.ConfusionMatrix;
import io.github.recurrent4j.vectorization.BadInputException;
import io.github.recurrent4j.vectorization.CommandLines;
import io.github.recurrent4j.vectorization.LabelledText;
import io.github.recurrent4j.vectorization.TextFile;
import io.github.recurrent4j.vectorization.TweetRecordReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code r4j sentiment}: trains, evaluates and runs classifiers of tweets. */
@Command(
    name = "sentiment",
    description = "Sentiment of tweets, Spanish and English.",
    subcommands = {
      SentimentMain.Train.class,
      SentimentMain.Evaluate.class,
      SentimentMain.Classify.class
    })
public final class SentimentMain {
  private SentimentMain() {}

  /** Runs the command line. */
  public static void main(String[] args) {
    System.exit(CommandLines.run(new SentimentMain(), args));
  }

  @Command(
      name = "train",
      description = "Trains a classifier on labelled tweets.",
      showDefaultValues = true)
  static final class Train implements Runnable {
    @Mixin TweetOptions tweets;

    @Option(names = "--valid-text", description = "validation texts; else a tenth is held out")
    Path validText;

    @Option(names = "--valid-labels", description = "their labels")
    Path validLabels;

    @Option(names = "--more-text", description = "further texts to learn byte pairs from")
    List<Path> moreText = List.of();

    @Option(names = "--encoder", description = "model whose encoder to start from")
    Path encoder;

    @Option(names = "--out", required = true, description = "model file to write")
    Path out;

    @Mixin SentimentConfigOptions shape;

    @Mixin TrainingOptions training;

    @Override
    public void run() {
      SentimentConfig config = shape.config();
      SentimentTrainer trainer = new SentimentTrainer(config, training.settings());
      if (encoder != null) {
        trainer.withEncoder(encoder);
      }
      List<String> more = new ArrayList<>();
      moreText.forEach(f -> TextFile.read(f, text -> text.toString().lines().forEach(more::add)));
      trainer.withText(more);
      if (training.ui()) {
        trainer.withExtensions();
      }
      List<LabelledText> valid =
          validText == null
              ? List.of()
              : TweetRecordReader.read(validText, required(validLabels), config.classes());
      TrainingState end =
          trainer.train(
              tweets.read(config.classes()),
              valid,
              Provenance.of(files(), training.settings().seed()),
              out,
              training.resume());
      System.out.printf(
          Locale.ROOT,
          "%s: validation macro recall %.4f, %.1f minutes%n",
          out,
          end.best(),
          end.minutes());
    }

    private static Path required(Path labels) {
      if (labels == null) {
        throw new BadInputException("--valid-text needs --valid-labels");
      }
      return labels;
    }

    private Map<String, Path> files() {
      Map<String, Path> files = tweets.files();
      files.put("validText", validText);
      return files;
    }
  }

  private static Language language(Language given, List<LabelledText> texts) {
    if (given != null) {
      return given;
    }
    try (SentimentClassifier spanish = SentimentClassifier.pretrained(Language.ES);
        SentimentClassifier english = SentimentClassifier.pretrained(Language.EN)) {
      long es =
          texts.stream()
              .filter(t -> LanguageGuess.of(t.text(), spanish, english) == Language.ES)
              .count();
      return 2 * es > texts.size() ? Language.ES : Language.EN;
    }
  }

  @Command(name = "evaluate", description = "Scores of a classifier on labelled tweets.")
  static final class Evaluate implements Runnable {
    @Option(names = "--model", description = "model file; else a pretrained model")
    Path model;

    @Option(names = "--lang", description = "language of the pretrained model: es or en")
    Language lang;

    @Mixin TweetOptions tweets;

    @Option(names = "--plots", description = "folder for confusion.png and reliability.png")
    Path plots;

    @Option(names = "--json", description = "print a JSON object")
    boolean json;

    @Mixin InferenceOptions inference;

    @Override
    public void run() {
      inference.apply();
      try (SentimentClassifier classifier =
          model == null ? null : SentimentClassifier.load(model)) {
        int classes = classifier == null ? 3 : classifier.config().classes();
        List<LabelledText> data = tweets.read(classes);
        if (classifier != null) {
          report(SentimentEvaluation.of(classifier, data));
          return;
        }
        try (SentimentClassifier shipped = SentimentClassifier.pretrained(language(lang, data))) {
          report(SentimentEvaluation.of(shipped, data));
        }
      }
    }

    private void report(SentimentEvaluation e) {
      if (json) {
        ConfusionMatrix m = e.confusion();
        ObjectMapper mapper = new ObjectMapper();
        ObjectNode node = mapper.createObjectNode();
        node.put("accuracy", m.accuracy());
        node.put("macroRecall", m.macroRecall());
        node.put("macroF1", m.macroF1());
        node.set("confusion", mapper.valueToTree(m.counts()));
        node.put("calibrationError", Calibration.error(e.probabilities(), e.expected()));
        node.put("tweetsPerSecond", e.expected().length / e.seconds());
        System.out.println(node);
      } else {
        System.out.print(e.table());
      }
      if (plots != null) {
        ConfusionPlot.write(e.confusion(), plots.resolve("confusion.png"));
        Calibration.write(e.probabilities(), e.expected(), plots.resolve("reliability.png"));
      }
    }
  }

  @Command(name = "classify", description = "Classifies texts, or standard input line by line.")
  static final class Classify implements Runnable {
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

    @Parameters(paramLabel = "TEXT", description = "texts; else lines of standard input")
    List<String> texts = List.of();

    @Mixin InferenceOptions inference;

    private final Map<Language, SentimentClassifier> shipped = new LinkedHashMap<>();
    private SentimentClassifier given;

    @Override
    public void run() {
      inference.apply();
      given = model == null ? null : SentimentClassifier.load(model);
      try {
        if (texts.isEmpty()) {
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
      return lang != null
          ? lang
          : LanguageGuess.of(text, shipped(Language.ES), shipped(Language.EN));
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
}
