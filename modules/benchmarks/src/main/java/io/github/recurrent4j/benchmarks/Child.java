package io.github.recurrent4j.benchmarks;

import ai.djl.ndarray.types.DataType;
import io.github.recurrent4j.layers.kernel.Engine;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Measures one contestant at one work in a process of its own. */
final class Child {
  private static final String WARM_UP = "recurrent4j.bench.warm-up";
  private static final int WARM_UP_SECONDS = 3;
  private static final double SECONDS = 4;
  private static final int LEAST = 7;

  private Child() {}

  /**
   * What a child measured.
   *
   * @param median units a second, by the median of its runs
   * @param mean units a second, over all of its runs
   * @param slowest seconds of a run that 99 of 100 keep within
   */
  record Figures(double median, double mean, double slowest) {
    static final Figures NONE = new Figures(Double.NaN, Double.NaN, Double.NaN);

    private static Figures of(String line) {
      double[] values =
          Arrays.stream(line.split(" ", -1)).skip(1).mapToDouble(Double::parseDouble).toArray();
      return new Figures(values[0], values[1], values[2]);
    }
  }

  /** In the child: prints the {@link Figures} of several runs. */
  static void run(String contestant, Work work) {
    if (contestant.equals("ours-bf16")) {
      System.setProperty(Engine.PRECISION, "bf16");
      System.setProperty(Engine.INFERENCE_PRECISION, "bf16");
    }
    Runnable once = contestant(contestant, work).prepare(work);
    long start = System.nanoTime();
    int runs = 0;
    int warmUp = Integer.getInteger(WARM_UP, WARM_UP_SECONDS);
    while (runs < 3 || System.nanoTime() - start < warmUp * 1e9) {
      once.run();
      runs++;
    }
    List<Double> seconds = new ArrayList<>();
    start = System.nanoTime();
    while (seconds.size() < LEAST || System.nanoTime() - start < SECONDS * 1e9) {
      long before = System.nanoTime();
      once.run();
      seconds.add((System.nanoTime() - before) / 1e9);
    }
    double sum = seconds.stream().mapToDouble(s -> s).sum();
    double slowest = seconds.stream().sorted().toList().get(seconds.size() * 99 / 100);
    System.out.println(
        "RESULT "
            + work.tokens() / median(seconds)
            + " "
            + work.tokens() * seconds.size() / sum
            + " "
            + slowest);
  }

  private static Contestant contestant(String name, Work work) {
    return switch (name) {
      case "floor" -> new Floor(false);
      case "floor-bf16" -> new Floor(true);
      case "ours", "ours-bf16" ->
          work.translates()
              ? new OursTranslation()
              : work.classifies() ? new OursSentiment() : new Ours();
      case "djl-pytorch" -> pytorch(work, DataType.FLOAT32);
      case "djl-pytorch-bf16" -> pytorch(work, DataType.BFLOAT16);
      case "onnxruntime" -> new OnnxPeer(false);
      case "onnxruntime-1-thread" -> new OnnxPeer(true);
      default -> new StockDl4j();
    };
  }

  private static Contestant pytorch(Work work, DataType type) {
    return work.translates()
        ? new DjlTranslation(type)
        : work.classifies() ? new DjlSentiment(type) : new DjlPyTorch(type);
  }

  static double median(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    return sorted.get(sorted.size() / 2);
  }

  /** In the parent: units a second, by the median of a child's runs. */
  static double measure(String contestant, Work work) {
    return figures(contestant, work, WARM_UP_SECONDS).median();
  }

  /**
   * In the parent: starts the child and reads its figures.
   *
   * @param warmUp seconds before it measures
   */
  static Figures figures(String contestant, Work work, int warmUp) {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-D" + WARM_UP + "=" + warmUp,
            "-Dorg.slf4j.simpleLogger.defaultLogLevel=error",
            "-Dorg.bytedeco.javacpp.logger=slf4j",
            BenchmarksMain.class.getName(),
            "--child",
            contestant,
            work.name());
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
    // Not on the command line: ONNX Runtime 1.29 dies where that has more than 4 KB.
    builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
    builder.environment().remove("OMP_NUM_THREADS");
    if (contestant.endsWith("-1-thread")) {
      builder.environment().put("OMP_NUM_THREADS", "1");
    }
    try {
      Process process = builder.start();
      try (BufferedReader out =
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
        Figures result =
            out.lines()
                .filter(l -> l.startsWith("RESULT "))
                .map(Figures::of)
                .findFirst()
                .orElse(Figures.NONE);
        process.waitFor();
        return result;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
