package io.github.recurrent4j.spark.command;

import io.github.recurrent4j.spark.TranslationTransformer;
import io.github.recurrent4j.vectorization.BadOptionException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code r4j spark translate}. */
@Command(
    name = "translate",
    description = {
      "Translates rows: adds a column of translations.",
      "With --format text, each line becomes its translation."
    })
final class TranslateCommand implements Runnable {
  private static final int WIDEST = 100;

  @Option(
      names = "--beam",
      paramLabel = "N",
      description = "hypotheses followed at once; 1 is greedy (5)")
  int beam = 5;

  @Option(
      names = "--to",
      paramLabel = "LANGUAGE",
      description = "en or es: the shipped translator from the other of the two; else en")
  String target;

  @Mixin Rows rows;

  @Override
  public void run() {
    BadOptionException.require(
        beam >= 1 && beam <= WIDEST, "--beam must be 1 to " + WIDEST + ", not " + beam);
    BadOptionException.require(
        target == null || target.equals("en") || target.equals("es"), "--to must be en or es");
    BadOptionException.require(
        target == null || rows.model == null,
        "--to chooses a shipped translator: leave it or --model out");
    rows.run(
        new TranslationTransformer()
            .setBeam(beam)
            .setPretrained("es".equals(target) ? "en-es" : "es-en"),
        answer -> "translate(coalesce(" + answer + ", ''), '\n\r', '  ')");
  }
}
