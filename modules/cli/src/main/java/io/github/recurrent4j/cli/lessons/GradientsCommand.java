package io.github.recurrent4j.cli.lessons;

import io.github.recurrent4j.kernels.Cell;
import io.github.recurrent4j.lessons.Charts;
import io.github.recurrent4j.lessons.GradientFlow;
import io.github.recurrent4j.lessons.RecurrentCell;
import io.github.recurrent4j.lessons.TextGradients;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code r4j lessons gradients}: how far gradients reach. */
@Command(
    name = "gradients",
    description = "Norms of the gradient through 200 steps, by cell and eigenvalue scale.")
final class GradientsCommand extends Lesson {
  private static final int STEPS = 200;
  private static final int HIDDEN = 64;
  private static final int INPUTS = 16;
  private static final int BPTT = 100;

  @Option(
      names = "--text",
      description = "also train a language model of each cell on this text, and look again")
  Path text;

  @Option(names = "--epochs", defaultValue = "3", description = "with --text (${DEFAULT-VALUE})")
  int epochs;

  @Override
  public void run() {
    Map<String, double[][]> lines = new LinkedHashMap<>();
    System.out.printf("%-22s %12s %12s %12s%n", "cell, scale", "10 back", "50 back", "199 back");
    for (Cell cell : CELLS) {
      for (double scale : cell == Cell.RNN ? new double[] {0.8, 1, 1.2, 1.6} : new double[] {1}) {
        add(lines, name(cell) + ", scale " + scale, cell, scale, 0);
      }
      if (cell != Cell.RNN) {
        add(lines, name(cell) + ", keeping gates", cell, 1, 4);
      }
    }
    Path file = folder().resolve("gradients.png");
    Charts.write(
        Charts.lines(
            "Gradient of the last state with respect to earlier ones",
            "steps back",
            "norm",
            true,
            lines),
        file);
    System.out.println(file);
    if (text != null) {
      trained();
    }
  }

  private void trained() {
    TextGradients gradients =
        new TextGradients(text, 2 * HIDDEN, TextGradients.regime(BPTT, epochs, seed), out);
    Map<String, double[][]> lines = new LinkedHashMap<>();
    for (Cell cell : CELLS) {
      TextGradients.Flow flow = gradients.run(cell, STEPS);
      add(lines, name(cell) + ", at the start", flow.start());
      add(lines, name(cell) + ", trained", flow.trained());
    }
    Path file = out.resolve("gradients-trained.png");
    Charts.write(
        Charts.lines("Gradient of the last state, reading text", "steps back", "norm", true, lines),
        file);
    System.out.println(file);
  }

  private void add(
      Map<String, double[][]> lines, String name, Cell cell, double scale, double memory) {
    RecurrentCell c = RecurrentCell.random(cell, INPUTS, HIDDEN, scale, memory, seed);
    add(lines, name, GradientFlow.norms(c, STEPS, INPUTS, seed));
  }

  private static void add(Map<String, double[][]> lines, String name, double[] norms) {
    System.out.printf(
        Locale.ROOT, "%-22s %12.3g %12.3g %12.3g%n", name, norms[10], norms[50], norms[199]);
    lines.put(
        name,
        new double[][] {
          IntStream.range(0, STEPS).asDoubleStream().toArray(),
          Arrays.stream(norms).map(v -> Math.max(v, 1e-30)).toArray()
        });
  }
}
