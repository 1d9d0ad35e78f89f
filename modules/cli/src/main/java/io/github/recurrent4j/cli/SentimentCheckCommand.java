package io.github.recurrent4j.cli;

import io.github.recurrent4j.kernels.Precision;
import io.github.recurrent4j.sentiment.BehaviouralSuite;
import io.github.recurrent4j.sentiment.BehaviouralSuite.Case;
import io.github.recurrent4j.sentiment.BehaviouralSuite.Outcome;
import io.github.recurrent4j.sentiment.BehaviouralSuite.Rate;
import io.github.recurrent4j.sentiment.Language;
import io.github.recurrent4j.sentiment.SentimentClassifier;
import io.github.recurrent4j.vectorization.BadOptionException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code r4j sentiment check}. */
@Command(
    name = "check",
    description = {
      "Asks a classifier of negative, neutral and positive for the verdict of some 400 plain texts, and"
          + " prints how many are right, kind by kind: negation, contrast, irony, emoji and so on.",
      "The texts are for testing alone: train no model on them."
    })
final class SentimentCheckCommand implements Runnable {
  @Option(names = "--lang", description = "es or en: which texts, and which shipped model")
  Language lang;

  @Option(
      names = "--data",
      description =
          "texts of your own, in place of those of --lang: kind TAB expected TAB text TAB other")
  Path data;

  @Option(
      names = "--model",
      converter = ModelPath.class,
      description = "model file, or a shipped model by its name; else the shipped one of --lang")
  Path model;

  @Option(names = "--failures", description = "print what failed, too")
  boolean failures;

  @Mixin InferenceOptions inference;

  @Override
  public void run() {
    BadOptionException.require(
        lang != null || (model != null && data != null),
        "give --lang es or --lang en, or --model and --data");
    inference.apply(Precision.AUTO);
    BehaviouralSuite texts =
        data == null ? BehaviouralSuite.shipped(lang) : BehaviouralSuite.read(data);
    try (SentimentClassifier classifier =
        model == null ? SentimentClassifier.pretrained(lang) : SentimentClassifier.load(model)) {
      BadOptionException.require(
          classifier.shape().classes() == 3,
          "check is for models of negative, neutral and positive: --model has "
              + classifier.shape().classes()
              + " classes");
      print(texts.run(classifier::classify));
    }
  }

  private void print(List<Outcome> outcomes) {
    BehaviouralSuite.rates(outcomes).forEach(SentimentCheckCommand::print);
    int right = (int) outcomes.stream().filter(Outcome::passed).count();
    print("all", new Rate(right, outcomes.size()));
    if (failures) {
      outcomes.stream().filter(o -> !o.passed()).forEach(SentimentCheckCommand::print);
    }
  }

  private static void print(String kind, Rate rate) {
    System.out.printf(Locale.ROOT, "%-16s %3d of %3d%n", kind, rate.passed(), rate.cases());
  }

  private static void print(Outcome o) {
    Case test = o.test();
    System.out.printf(
        "%s\tfound %s\texpected %s\t%s%s%n",
        test.kind(),
        o.found().name(),
        test.expected().spelling(),
        test.text(),
        test.other().isEmpty() ? "" : "\t" + test.other());
  }
}
