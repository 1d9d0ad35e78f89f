package io.github.recurrent4j.lessons;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.recurrent4j.languagemodel.LanguageModel;
import io.github.recurrent4j.languagemodel.LanguageModelConfig;
import io.github.recurrent4j.layers.kernel.Cell;
import io.github.recurrent4j.search.Trial;
import io.github.recurrent4j.vectorization.BadInputException;
import io.github.recurrent4j.vectorization.CommandLines;
import io.github.recurrent4j.vectorization.TextFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code r4j lessons}: the theory of recurrent networks, measured: tables and plots. */
@Command(
    name = "lessons",
    description = "The theory of recurrent networks, measured.",
    subcommands = {
      LessonsMain.Gradients.class,
      LessonsMain.Clipping.class,
      LessonsMain.Memory.class,
      LessonsMain.Agreement.class,
      LessonsMain.Context.class,
      LessonsMain.Compare.class,
      VersusCommand.class
    })
public final class LessonsMain {
  private static final List<Cell> CELLS = List.of(Cell.RNN, Cell.GRU, Cell.LSTM);

  private LessonsMain() {}

  /** Runs the command line. */
  public static void main(String[] args) {
    System.exit(CommandLines.run(new LessonsMain(), args));
  }

  private static String name(Object o) {
    return o.toString().toLowerCase(Locale.ROOT);
  }

  private static Path folder(Path out) {
    try {
      return Files.createDirectories(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Options of all lessons. */
  abstract static class Lesson implements Runnable {
    @Option(
        names = "--out",
        defaultValue = "lessons",
        description = "folder for plots (${DEFAULT-VALUE})")
    Path out;

    @Option(names = "--seed", defaultValue = "1", description = "seed (${DEFAULT-VALUE})")
    long seed;
  }

  @Command(
      name = "gradients",
      description = "Norms of the gradient through 200 steps, by cell and eigenvalue scale.")
  static final class Gradients extends Lesson {
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
      Path file = folder(out).resolve("gradients.png");
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
      TextGradients gradients = new TextGradients(text, 2 * HIDDEN, BPTT, epochs, out, seed);
      Map<String, double[][]> lines = new LinkedHashMap<>();
      for (Cell cell : CELLS) {
        TextGradients.Flow flow = gradients.run(cell, STEPS);
        add(lines, name(cell) + ", at the start", flow.start());
        add(lines, name(cell) + ", trained", flow.trained());
      }
      Path file = out.resolve("gradients-trained.png");
      Charts.write(
          Charts.lines(
              "Gradient of the last state, reading text", "steps back", "norm", true, lines),
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
            java.util.Arrays.stream(norms).map(v -> Math.max(v, 1e-30)).toArray()
          });
    }
  }

  @Command(
      name = "clipping",
      description = "The cliff, and a language model trained with and without clipping.")
  static final class Clipping extends Lesson {
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
      Path picture = folder(out).resolve("cliff.png");
      new CliffPicture(cliff, new double[] {3, 6}, new double[] {-3, 0})
          .write(without, with, picture);
      System.out.printf(
          Locale.ROOT,
          "cliff: without clipping largest gradient %.1f, last loss %.4f; clipped at 0.1: %.4f%n",
          java.util.Arrays.stream(without).mapToDouble(Cliff.Point::norm).max().orElseThrow(),
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
            java.util.Arrays.stream(run.norms()).max().orElseThrow(),
            run.broke() ? ", ended by a loss that is not a number" : "");
        lines.put(run.broke() ? name + " (ends: not a number)" : name, points(run));
      }
      Path curves = out.resolve("clipping.png");
      Charts.write(
          Charts.lines("Gradient descent at a large rate", "step", "nats", true, lines), curves);
      System.out.println(picture + "\n" + curves);
    }

    private static double[][] points(Divergence.Run run) {
      double[] finite = java.util.Arrays.stream(run.losses()).filter(Double::isFinite).toArray();
      return new double[][] {IntStream.range(0, finite.length).asDoubleStream().toArray(), finite};
    }
  }

  @Command(name = "memory", description = "Success against length on tasks that need memory.")
  static final class Memory extends Lesson {
    @Option(
        names = "--lengths",
        split = ",",
        defaultValue = "10,20,40,80,160",
        description = "(${DEFAULT-VALUE})")
    List<Integer> lengths;

    @Option(
        names = "--steps",
        defaultValue = "800",
        description = "most updates (${DEFAULT-VALUE})")
    int steps;

    @Option(
        names = "--seeds",
        defaultValue = "1",
        description = "seeds, from --seed on; means are shown (${DEFAULT-VALUE})")
    int seeds;

    @Override
    public void run() {
      for (MemoryTask task : MemoryTask.values()) {
        MemoryExperiment experiment = MemoryExperiment.of(task, steps);
        Map<String, double[][]> lines = new LinkedHashMap<>();
        System.out.println(name(task) + ": success (updates) by length " + lengths);
        for (Cell cell : CELLS) {
          List<String> row = new ArrayList<>();
          double[] success = new double[lengths.size()];
          for (int i = 0; i < success.length; i++) {
            double updates = 0;
            for (int s = 0; s < seeds; s++) {
              MemoryExperiment.Outcome o = experiment.run(cell, lengths.get(i), seed + s);
              success[i] += o.success() / seeds;
              updates += (double) o.steps() / seeds;
            }
            row.add(String.format(Locale.ROOT, "%.2f (%.0f)", success[i], updates));
          }
          System.out.printf("%-5s %s%n", name(cell), String.join("  ", row));
          lines.put(
              name(cell), new double[][] {lengths.stream().mapToDouble(n -> n).toArray(), success});
        }
        Path file = folder(out).resolve("memory-" + name(task) + ".png");
        Charts.write(
            Charts.lines("Success at " + name(task), "length", "success", false, lines), file);
        System.out.println(file);
      }
    }
  }

  @Command(name = "agreement", description = "A verb's number by its distance from the noun.")
  static final class Agreement extends Lesson {
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
                  java.util.Arrays.stream(right)
                      .mapToObj(r -> String.format(Locale.ROOT, "%.2f", r))
                      .toList()));
          lines.put(name, new double[][] {distances, right});
        }
      }
      Path file = folder(out).resolve("agreement.png");
      Charts.write(
          Charts.lines(
              "Verbs that agree with their noun", "words between", "share right", false, lines),
          file);
      System.out.println(file);
    }
  }

  @Command(
      name = "context",
      description = "Perplexity against usable context, feed-forward and recurrent.")
  static final class Context extends Lesson {
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
          new ContextExperiment(train, valid, epochs, parameters, folder(out), seed);
      int[] contexts = {1, 2, 4, 8, 16, 32, 64};
      double[] x = java.util.Arrays.stream(contexts).asDoubleStream().toArray();
      Map<String, double[][]> lines = new LinkedHashMap<>();
      System.out.println("perplexity by characters seen " + java.util.Arrays.toString(contexts));
      int windows = 6;
      lines.put(
          "feed-forward",
          new double[][] {
            java.util.Arrays.copyOf(x, windows),
            IntStream.range(0, windows)
                .mapToDouble(i -> experiment.feedForward(contexts[i]))
                .toArray()
          });
      for (LanguageModelConfig.Cell cell :
          List.of(LanguageModelConfig.Cell.GRU, LanguageModelConfig.Cell.LSTM)) {
        try (LanguageModel model = experiment.recurrent(cell)) {
          lines.put(
              name(cell),
              new double[][] {
                x,
                java.util.Arrays.stream(contexts)
                    .mapToDouble(c -> experiment.limited(model, c))
                    .toArray()
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
                      java.util.Arrays.stream(xy[1])
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

  @Command(
      name = "compare",
      description = "Mean and 95 %% confidence of a search's scores, by the value of a parameter.")
  static final class Compare implements Runnable {
    @Parameters(paramLabel = "TRIALS", description = "trials.jsonl of a search over seeds")
    Path trials;

    @Option(names = "--by", required = true, description = "the parameter, such as cell")
    String by;

    @Override
    public void run() {
      List<Trial> all = new ArrayList<>();
      StringBuilder text = new StringBuilder();
      TextFile.read(trials, text::append);
      JsonMapper json = new JsonMapper();
      for (String line : text.toString().lines().toList()) {
        try {
          all.add(json.readValue(line, Trial.class));
        } catch (JsonProcessingException e) {
          throw new BadInputException(trials + " is not a search's trials.jsonl", e);
        }
      }
      if (all.stream().noneMatch(t -> t.values().containsKey(by))) {
        throw new BadInputException(trials + " has no parameter \"" + by + "\"");
      }
      Groups.by(by, all).forEach((value, s) -> System.out.printf("%-10s %s%n", value, s));
    }
  }
}
