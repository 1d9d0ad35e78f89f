package io.github.recurrent4j.cli.lessons;

import io.github.recurrent4j.languagemodel.LanguageModelShape;
import io.github.recurrent4j.lessons.AgreementExperiment;
import io.github.recurrent4j.lessons.Charts;
import io.github.recurrent4j.lessons.SameSize;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code r4j lessons agreement}: what a window cannot see. */
@Command(name = "agreement", description = "A verb's number by its distance from the noun.")
final class AgreementCommand extends Lesson {
  private static final int DISTANCE = 12;
  private static final int HIDDEN = 48;

  @Option(names = "--steps", defaultValue = "600", description = "updates (${DEFAULT-VALUE})")
  int steps;

  @Override
  public void run() {
    AgreementExperiment experiment = new AgreementExperiment(DISTANCE, steps, seed);
    long parameters = AgreementExperiment.parameters(LanguageModelShape.Hidden.GRU, 1, HIDDEN);
    double[] distances = IntStream.rangeClosed(0, DISTANCE).asDoubleStream().toArray();
    Map<String, double[][]> lines = new LinkedHashMap<>();
    for (LanguageModelShape.Hidden cell : LanguageModelShape.Hidden.values()) {
      for (int window :
          cell == LanguageModelShape.Hidden.FFN ? new int[] {3, 6, 10} : new int[] {1}) {
        int hidden =
            SameSize.hidden(h -> AgreementExperiment.parameters(cell, window, h), parameters);
        double[] right = experiment.run(cell, window, hidden);
        String name =
            name(cell) + (cell == LanguageModelShape.Hidden.FFN ? ", window " + window : "");
        System.out.printf(
            "%-16s hidden %-4d %s%n",
            name,
            hidden,
            String.join(
                " ",
                Arrays.stream(right)
                    .mapToObj(r -> String.format(Locale.ROOT, "%.2f", r))
                    .toList()));
        lines.put(name, new double[][] {distances, right});
      }
    }
    Path file = folder().resolve("agreement.png");
    Charts.write(
        Charts.lines(
            "Verbs that agree with their noun", "words between", "share right", false, lines),
        file);
    System.out.println(file);
  }
}
