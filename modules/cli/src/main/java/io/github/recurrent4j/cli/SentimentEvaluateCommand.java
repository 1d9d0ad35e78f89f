package io.github.recurrent4j.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.recurrent4j.kernels.Precision;
import io.github.recurrent4j.sentiment.Calibration;
import io.github.recurrent4j.sentiment.ConfusionPlot;
import io.github.recurrent4j.sentiment.Language;
import io.github.recurrent4j.sentiment.LanguageGuess;
import io.github.recurrent4j.sentiment.SentimentClassifier;
import io.github.recurrent4j.sentiment.SentimentEvaluation;
import io.github.recurrent4j.training.metrics.ConfusionMatrix;
import io.github.recurrent4j.vectorization.LabelledText;
import io.github.recurrent4j.vectorization.Labels;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code r4j sentiment evaluate}. */
@Command(name = "evaluate", description = "Scores of a classifier on labelled tweets.")
final class SentimentEvaluateCommand implements Runnable {
  @Option(names = "--model", description = "model file; else a pretrained model")
  Path model;

  @Option(names = "--lang", description = "language of the pretrained model: es or en")
  Language lang;

  @Mixin TweetTables tweets;

  @Option(names = "--plots", description = "folder for confusion.png and reliability.png")
  Path plots;

  @Option(names = "--json", description = "print a JSON object")
  boolean json;

  @Mixin InferenceOptions inference;

  @Override
  public void run() {
    inference.apply(Precision.AUTO);
    try (SentimentClassifier classifier = model == null ? null : SentimentClassifier.load(model)) {
      Labels labels = classifier == null ? Labels.SENTIMENT : classifier.labels();
      List<LabelledText> data = tweets.files().read(labels);
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
      node.set("labels", mapper.valueToTree(e.labels().names()));
      node.set("confusion", mapper.valueToTree(m.counts()));
      node.put("calibrationError", Calibration.error(e.probabilities(), e.expected()));
      node.put("tweetsPerSecond", e.expected().length / e.seconds());
      System.out.println(node);
    } else {
      System.out.print(e.table());
    }
    if (plots != null) {
      ConfusionPlot.write(e.confusion(), e.labels(), plots.resolve("confusion.png"));
      Calibration.write(e.probabilities(), e.expected(), plots.resolve("reliability.png"));
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
}
