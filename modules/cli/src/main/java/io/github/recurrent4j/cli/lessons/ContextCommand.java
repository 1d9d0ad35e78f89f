package io.github.recurrent4j.cli.lessons;

import io.github.recurrent4j.languagemodel.LanguageModel;
import io.github.recurrent4j.languagemodel.LanguageModelData;
import io.github.recurrent4j.languagemodel.LanguageModelShape;
import io.github.recurrent4j.lessons.Charts;
import io.github.recurrent4j.lessons.ContextExperiment;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code r4j lessons context}: how much context is used. */
@Command(
    name = "context",
    description = "Perplexity against usable context, feed-forward and recurrent.")
final class ContextCommand extends Lesson {
  @Option(names = "--train", required = true, description = "training text")
  Path train;

  @Option(names = "--valid", required = true, description = "validation text")
  Path valid;

  @Option(names = "--epochs", defaultValue = "3", description = "(${DEFAULT-VALUE})")
  int epochs;

  @Option(names = "--parameters", defaultValue = "60000", description = "(${DEFAULT-VALUE})")
  long parameters;

  @Override
  public void run() {
    ContextExperiment experiment =
        new ContextExperiment(
            LanguageModelData.of(train, valid), epochs, parameters, folder(), seed);
    int[] contexts = {1, 2, 4, 8, 16, 32, 64};
    double[] x = Arrays.stream(contexts).asDoubleStream().toArray();
    Map<String, double[][]> lines = new LinkedHashMap<>();
    System.out.println("perplexity by characters seen " + Arrays.toString(contexts));
    int windows = 6;
    lines.put(
        "feed-forward",
        new double[][] {
          Arrays.copyOf(x, windows),
          IntStream.range(0, windows)
              .mapToDouble(i -> experiment.feedForward(contexts[i]))
              .toArray()
        });
    for (LanguageModelShape.Hidden cell :
        List.of(LanguageModelShape.Hidden.GRU, LanguageModelShape.Hidden.LSTM)) {
      try (LanguageModel model = experiment.recurrent(cell)) {
        lines.put(
            name(cell),
            new double[][] {
              x, Arrays.stream(contexts).mapToDouble(c -> experiment.limited(model, c)).toArray()
            });
      }
    }
    lines.forEach(
        (name, xy) ->
            System.out.printf(
                "%-13s %s%n",
                name,
                String.join(
                    " ",
                    Arrays.stream(xy[1])
                        .mapToObj(v -> String.format(Locale.ROOT, "%.2f", v))
                        .toList())));
    Path file = out.resolve("context.png");
    Charts.write(
        Charts.lines(
            "Perplexity against usable context", "characters seen", "perplexity", false, lines),
        file);
    System.out.println(file);
  }
}
