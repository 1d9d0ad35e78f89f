package io.github.recurrent4j.lessons;

import io.github.recurrent4j.languagemodel.LanguageModelConfig;
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
    long parameters = AgreementExperiment.parameters(LanguageModelConfig.Cell.GRU, 1, HIDDEN);
    double[] distances = IntStream.rangeClosed(0, DISTANCE).asDoubleStream().toArray();
    Map<String, double[][]> lines = new LinkedHashMap<>();
    for (LanguageModelConfig.Cell cell : LanguageModelConfig.Cell.values()) {
      for (int window :
          cell == LanguageModelConfig.Cell.FFN ? new int[] {3, 6, 10} : new int[] {1}) {
        int hidden =
            SameSize.hidden(h -> AgreementExperiment.parameters(cell, window, h), parameters);
        double[] right = experiment.run(cell, window, hidden);
        String name =
            name(cell) + (cell == LanguageModelConfig.Cell.FFN ? ", window " + window : "");
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
