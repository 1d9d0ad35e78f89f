package io.github.recurrent4j.spark.command;

import io.github.recurrent4j.spark.PerplexityTransformer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code r4j spark perplexity}. */
@Command(
    name = "perplexity",
    description = {
      "Scores rows: adds a column of perplexities under a language model.",
      "With --format text, each line becomes perplexity and text, separated by a tab."
    })
final class PerplexityCommand implements Runnable {
  @Mixin Rows rows;

  @Override
  public void run() {
    rows.run(
        new PerplexityTransformer(),
        answer -> "concat_ws('\t', coalesce(format_string('%.4f', " + answer + "), ''), value)");
  }
}
