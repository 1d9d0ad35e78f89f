package io.github.recurrent4j.benchmarks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.recurrent4j.cli.CommandLines;
import io.github.recurrent4j.layers.kernel.Engine;
import io.github.recurrent4j.vectorization.BadOptionException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code r4j bench}: every contestant does the same work in a process of its own, in turn, several
 * rounds; the medians and the ratios are printed.
 */
@Command(
    name = "bench",
    description = "Side-by-side measurements; leave the machine alone meanwhile.",
    subcommands = {
      TweetPeers.class,
      NgramCommand.class,
      SentencesCommand.class,
      ServeBenchmark.class,
      BusyCommand.class,
      SoakCommand.class
    })
public final class BenchmarksMain implements Runnable {
  static final List<String> CONTESTANTS =
      List.of(
          "ours",
          "ours-bf16",
          "djl-pytorch",
          "djl-pytorch-bf16",
          "onnxruntime",
          "onnxruntime-1-thread",
          "dl4j",
          "dl4j-1-thread");

  private static final List<Work> WORKS =
      List.of(
          new Work("lm-char-lstm-train", "lstm", "train", new Work.Size(80, 256, 32, 64)),
          new Work("lm-char-gru-train", "gru-after", "train", new Work.Size(80, 256, 32, 64)),
          new Work("lm-char-gru-before-train", "gru", "train", new Work.Size(80, 256, 32, 64)),
          new Work("lm-word-lstm-train", "lstm", "train", new Work.Size(10_000, 650, 20, 35)),
          new Work("lm-word-gru-train", "gru-after", "train", new Work.Size(10_000, 650, 20, 35)),
          new Work("lm-char-lstm-forward", "lstm", "forward", new Work.Size(80, 256, 32, 64)),
          new Work("lm-char-generate", "lstm", "generate", new Work.Size(80, 256, 1, 1)),
          new Work(
              "translation-train", "lstm", "train-translator", new Work.Size(5000, 512, 88, 12)),
          new Work("translation-one", "gru", "translate-one", new Work.Size(5000, 512, 1, 1)),
          new Work("translation-bulk", "gru", "translate-bulk", new Work.Size(5000, 512, 302, 1)),
          new Work(
              "sentiment-train", "gru-after", "train-classifier", new Work.Size(8000, 128, 32, 28)),
          new Work("sentiment-classify-one", "gru", "classify-one", new Work.Size(8000, 128, 1, 1)),
          new Work(
              "sentiment-classify-bulk", "gru", "classify-bulk", new Work.Size(8000, 128, 200, 1)));

  private static final List<Work> GROWTH =
      List.of(
          new Work("hidden-128", "lstm", "train", new Work.Size(80, 128, 32, 64)),
          new Work("hidden-256", "lstm", "train", new Work.Size(80, 256, 32, 64)),
          new Work("hidden-512", "lstm", "train", new Work.Size(80, 512, 32, 64)),
          new Work("hidden-1024", "lstm", "train", new Work.Size(80, 1024, 32, 64)),
          new Work("batch-8", "lstm", "train", new Work.Size(80, 256, 8, 64)),
          new Work("batch-128", "lstm", "train", new Work.Size(80, 256, 128, 64)),
          new Work("time-16", "lstm", "train", new Work.Size(80, 256, 32, 16)),
          new Work("time-256", "lstm", "train", new Work.Size(80, 256, 32, 256)),
          new Work("vocabulary-1000", "lstm", "train", new Work.Size(1000, 256, 32, 64)),
          new Work("vocabulary-10000", "lstm", "train", new Work.Size(10_000, 256, 32, 64)),
          new Work("vocabulary-50000", "lstm", "train", new Work.Size(50_000, 256, 32, 64)));

  @Parameters(
      arity = "0..1",
      defaultValue = "all",
      description =
          "lm, sentiment, translation or all: against the peers; floor: against the bare products that a work"
              + " cannot do without; growth: cost by size; memory: 10,000 fits")
  String what;

  @Option(names = "--json", description = "a JSON object a line")
  boolean json;

  @Option(
      names = "--rounds",
      defaultValue = "3",
      description = "rounds of all contestants (${DEFAULT-VALUE})")
  int rounds;

  @Option(names = "--only", defaultValue = "", description = "only works whose name has this in it")
  String only;

  @Option(
      names = "--contestants",
      split = ",",
      description = "only these (ours, ours-bf16, djl-pytorch, djl-pytorch-bf16, onnxruntime, …)")
  List<String> contestants = CONTESTANTS;

  /** Runs the command line. */
  public static void main(String[] args) {
    if (args.length == 3 && args[0].equals("--child")) {
      Child.run(args[1], work(args[2]));
      System.exit(0);
    }
    System.exit(CommandLines.run(new BenchmarksMain(), args));
  }

  static Work work(String name) {
    List<Work> all = new ArrayList<>(WORKS);
    all.addAll(GROWTH);
    return all.stream()
        .filter(w -> w.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new BadOptionException(
                    "no work '"
                        + name
                        + "': "
                        + all.stream().map(Work::name).collect(Collectors.joining(", "))));
  }

  @Override
  public void run() {
    requireKnown(contestants);
    System.err.println("Recurrent layers run on " + Engine.describe());
    switch (what) {
      case "all" -> compare("");
      case "lm" -> compare("lm");
      case "sentiment" -> compare("sentiment");
      case "translation" -> {
        compare("translation");
        Latency.run();
      }
      case "floor" -> floor();
      case "growth" -> growth();
      case "memory" -> MemoryGrowth.run();
      default ->
          throw new io.github.recurrent4j.vectorization.BadInputException(
              "no benchmark '"
                  + what
                  + "': lm, sentiment, translation, floor, growth, memory or all");
    }
  }

  static void requireKnown(List<String> contestants) {
    for (String contestant : contestants) {
      BadOptionException.require(
          CONTESTANTS.contains(contestant),
          "no contestant '" + contestant + "': " + String.join(", ", CONTESTANTS));
    }
  }

  /** Whether a contestant can do a work. */
  static boolean knows(String contestant, Work work) {
    boolean trains = work.mode().startsWith("train");
    boolean languageModel = !work.translates() && !work.classifies();
    return switch (contestant) {
      case "ours", "ours-bf16" -> true;
      case "djl-pytorch", "djl-pytorch-bf16" -> trains || languageModel;
      case "onnxruntime", "onnxruntime-1-thread" -> !trains && !work.mode().endsWith("-bulk");
      // It has no GRU, and its one-hot labels make the word model take minutes a step.
      default ->
          languageModel
              && work.cell().equals("lstm")
              && !work.embedded()
              && !work.mode().equals("generate");
    };
  }

  private void compare(String group) {
    if (!json) {
      System.out.printf(
          "%-26s %-13s %-20s %10s %8s%n", "work", "unit", "by", "speed", "ours to it");
    }
    for (Work work : WORKS) {
      if (!work.name().contains(only) || !work.name().startsWith(group)) {
        continue;
      }
      Map<String, List<Double>> speeds = new LinkedHashMap<>();
      for (int round = 0; round < rounds; round++) {
        for (String contestant : contestants) {
          if (knows(contestant, work)) {
            speeds
                .computeIfAbsent(contestant, c -> new ArrayList<>())
                .add(Child.measure(contestant, work));
          }
        }
      }
      report(work, speeds);
    }
  }

  private void report(Work work, Map<String, List<Double>> speeds) {
    Map<String, Double> medians = new LinkedHashMap<>();
    speeds.forEach((name, values) -> medians.put(name, Child.median(values)));
    double ours = medians.getOrDefault("ours", Double.NaN);
    Map<String, Double> ratios = new LinkedHashMap<>();
    double best = 0;
    double bestPeer = 0;
    for (Map.Entry<String, Double> each : medians.entrySet()) {
      // What a contestant cannot do in that precision is not a number.
      double speed = each.getValue().isNaN() ? 0 : each.getValue();
      if (each.getKey().startsWith("ours")) {
        best = Math.max(best, speed);
      } else {
        bestPeer = Math.max(bestPeer, speed);
        ratios.put(each.getKey(), rounded(ours / speed));
      }
    }
    if (json) {
      Map<String, Object> line = new LinkedHashMap<>();
      line.put("work", work.name());
      line.put("unit", work.unit());
      line.put("speed", speeds(medians));
      line.put("oursInFloat32To", ratios);
      line.put("bestToBestPeer", bestPeer == 0 ? null : rounded(best / bestPeer));
      line.put("gflops", Math.round(ours / work.tokens() * work.flops() / 1e9));
      System.out.println(json(line));
      return;
    }
    medians.forEach(
        (name, speed) ->
            System.out.printf(
                Locale.ROOT,
                "%-26s %-13s %-20s %10s %8s%n",
                work.name(),
                work.unit(),
                name,
                number(speed),
                ratios.containsKey(name) ? number2(ratios.get(name)) : ""));
    if (bestPeer > 0) {
      System.out.printf(
          Locale.ROOT,
          "%-26s our best to the best peer, in any precision: %.2f%n",
          work.name(),
          best / bestPeer);
    }
  }

  private static double rounded(double ratio) {
    return Double.isFinite(ratio) ? Math.round(100 * ratio) / 100.0 : Double.NaN;
  }

  private static Map<String, Object> speeds(Map<String, Double> medians) {
    Map<String, Object> rounded = new LinkedHashMap<>();
    medians.forEach(
        (name, speed) -> rounded.put(name, speed.isNaN() ? "cannot" : (Object) Math.round(speed)));
    return rounded;
  }

  private static String number(double value) {
    return Double.isNaN(value) ? "cannot" : String.format(Locale.ROOT, "%.0f", value);
  }

  private static String number2(double ratio) {
    return Double.isFinite(ratio) ? String.format(Locale.ROOT, "%.2f", ratio) : "";
  }

  private static String json(Object value) {
    try {
      return new ObjectMapper().writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Each work beside the time of its bare primitives, in both precisions. */
  private void floor() {
    if (!json) {
      System.out.printf(
          "%-26s %-9s %-13s %10s %10s %8s%n",
          "work", "precision", "unit", "ours", "floor", "ratio");
    }
    for (Work work : WORKS) {
      if (!work.hasFloor() || !work.name().contains(only)) {
        continue;
      }
      for (String precision : List.of("f32", "bf16")) {
        String suffix = precision.equals("bf16") ? "-bf16" : "";
        if (!knows("ours" + suffix, work)) {
          continue;
        }
        List<Double> ours = new ArrayList<>();
        List<Double> floor = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
          ours.add(Child.measure("ours" + suffix, work));
          floor.add(Child.measure("floor" + suffix, work));
        }
        aboveFloor(work, precision, Child.median(ours), Child.median(floor));
      }
    }
  }

  private void aboveFloor(Work work, String precision, double ours, double floor) {
    if (!json) {
      System.out.printf(
          Locale.ROOT,
          "%-26s %-9s %-13s %10.0f %10.0f %8.2f%n",
          work.name(),
          precision,
          work.unit(),
          ours,
          floor,
          ours / floor);
      return;
    }
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("work", work.name());
    line.put("precision", precision);
    line.put("unit", work.unit());
    line.put("ours", Math.round(ours));
    line.put("floor", Math.round(floor));
    line.put("ratioToFloor", Math.round(1000 * ours / floor) / 1000.0);
    System.out.println(json(line));
  }

  private void growth() {
    for (Work work : GROWTH) {
      if (work.name().contains(only)) {
        double speed = Child.measure("ours", work);
        System.out.printf(
            Locale.ROOT,
            "%-18s H %4d  B %3d  T %3d  V %5d  %8.0f tokens/s  %4.0f GFLOP/s%n",
            work.name(),
            work.hidden(),
            work.batch(),
            work.time(),
            work.vocabulary(),
            speed,
            speed / work.tokens() * work.flops() / 1e9);
      }
    }
  }
}
