package io.github.recurrent4j.spark.command;

import io.github.recurrent4j.sentiment.Language;
import io.github.recurrent4j.spark.SentimentTransformer;
import io.github.recurrent4j.vectorization.BadOptionException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code r4j spark classify}. */
@Command(
    name = "classify",
    description = {
      "Classifies rows: adds a column of classes.",
      "With --format text, each line becomes class, probabilities and text, separated by tabs."
    })
final class ClassifyCommand implements Runnable {
  @Option(names = "--lang", description = "es or en: the shipped model, where --model is not given")
  Language lang;

  @Option(names = "--probabilities", description = "add a column 'probabilities', too")
  boolean probabilities;

  @Mixin Rows rows;

  @Override
  public void run() {
    BadOptionException.require(
        (lang == null) != (rows.model == null), "give --model or --lang, one of the two");
    boolean text = rows.settings.value().format() == DataFormat.TEXT;
    SentimentTransformer transformer = new SentimentTransformer();
    if (lang != null) {
      transformer.setPretrained("sentiment-" + lang.code());
    }
    if (text || probabilities) {
      transformer.setProbabilityCol("probabilities");
    }
    rows.run(
        transformer,
        answer ->
            "concat_ws('\t', coalesce("
                + answer
                + ", ''), transform(probabilities, p -> format_string('%.4f', p)), value)");
  }
}
