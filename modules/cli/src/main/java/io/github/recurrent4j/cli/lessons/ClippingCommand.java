package io.github.recurrent4j.cli.lessons;

import io.github.recurrent4j.lessons.Charts;
import io.github.recurrent4j.lessons.Cliff;
import io.github.recurrent4j.lessons.CliffPicture;
import io.github.recurrent4j.lessons.Divergence;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code r4j lessons clipping}: what clipping by the norm is for. */
@Command(
    name = "clipping",
    description = "The cliff, and a language model trained with and without clipping.")
final class ClippingCommand extends Lesson {
  @Option(names = "--text", required = true, description = "training text")
  Path text;

  @Option(names = "--rate", defaultValue = "3", description = "learning rate (${DEFAULT-VALUE})")
  double rate;

  @Option(names = "--clip-norm", defaultValue = "0.25", description = "(${DEFAULT-VALUE})")
  double clipNorm;

  @Option(names = "--steps", defaultValue = "600", description = "(${DEFAULT-VALUE})")
  int steps;

  @Override
  public void run() {
    Cliff cliff = Cliff.standard();
    Cliff.Point[] without = cliff.descend(4.8, -1.9, 0.5, Double.POSITIVE_INFINITY, 200);
    Cliff.Point[] with = cliff.descend(4.8, -1.9, 0.5, 0.1, 200);
    Path picture = folder().resolve("cliff.png");
    new CliffPicture(cliff, new double[] {3, 6}, new double[] {-3, 0})
        .write(without, with, picture);
    System.out.printf(
        Locale.ROOT,
        "cliff: without clipping largest gradient %.1f, last loss %.4f; clipped at 0.1: %.4f%n",
        Arrays.stream(without).mapToDouble(Cliff.Point::norm).max().orElseThrow(),
        without[without.length - 1].loss(),
        with[with.length - 1].loss());
    Map<String, double[][]> lines = new LinkedHashMap<>();
    for (double clip : new double[] {Double.POSITIVE_INFINITY, clipNorm}) {
      Divergence.Run run = Divergence.train(text, rate, clip, steps, seed);
      String name = Double.isInfinite(clip) ? "without clipping" : "clipped at " + clip;
      System.out.printf(
          Locale.ROOT,
          "%s: %d steps, last losses %.3f nats, largest norm %.3g%s%n",
          name,
          run.losses().length,
          run.end(),
          Arrays.stream(run.norms()).max().orElseThrow(),
          run.broke() ? ", ended by a loss that is not a number" : "");
      lines.put(run.broke() ? name + " (ends: not a number)" : name, points(run));
    }
    Path curves = out.resolve("clipping.png");
    Charts.write(
        Charts.lines("Gradient descent at a large rate", "step", "nats", true, lines), curves);
    System.out.println(picture + "\n" + curves);
  }

  private static double[][] points(Divergence.Run run) {
    double[] finite = Arrays.stream(run.losses()).filter(Double::isFinite).toArray();
    return new double[][] {IntStream.range(0, finite.length).asDoubleStream().toArray(), finite};
  }
}
