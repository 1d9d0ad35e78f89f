package io.github.recurrent4j.benchmarks;

import static io.github.recurrent4j.vectorization.BadOptionException.require;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code r4j bench busy}: the same work alone and beside processes that never wait. Threads that
 * spin at a barrier for one that does not run, or that wait for it too long, show here.
 */
@Command(
    name = "busy",
    description =
        "Work alone, and beside processes that never wait: what is left of its speed, and its slowest calls.")
final class BusyCommand implements Runnable {
  @Option(
      names = "--works",
      split = ",",
      defaultValue =
          "lm-char-lstm-train,translation-train,translation-one,sentiment-classify-one,lm-char-generate",
      description = "(${DEFAULT-VALUE})")
  List<String> works;

  @Option(
      names = "--contestants",
      split = ",",
      defaultValue = "ours,ours-bf16,djl-pytorch",
      description = "(${DEFAULT-VALUE})")
  List<String> contestants;

  @Option(
      names = "--neighbours",
      split = ",",
      defaultValue = "0,1,2",
      description = "busy processes beside the work (${DEFAULT-VALUE})")
  List<Integer> neighbours;

  @Option(
      names = "--warm-up",
      defaultValue = "45",
      description =
          "seconds before a work is measured, in which Java compiles what runs often, beside the same neighbours"
              + " (${DEFAULT-VALUE})")
  int warmUp;

  @Option(names = "--rounds", defaultValue = "3", description = "medians of (${DEFAULT-VALUE})")
  int rounds;

  @Override
  public void run() {
    require(warmUp >= 0, "--warm-up must be 0 or more, not " + warmUp);
    require(rounds >= 1, "--rounds must be 1 or more, not " + rounds);
    require(neighbours.stream().allMatch(n -> n >= 0), "--neighbours must be 0 or more each");
    BenchmarksMain.requireKnown(contestants);
    List<Work> chosen = works.stream().map(BenchmarksMain::work).toList();
    System.out.printf(
        "%-24s %-12s %10s %14s %8s %14s%n",
        "work", "contestant", "neighbours", "units/s", "part", "99 % within");
    for (Work work : chosen) {
      for (String contestant : contestants) {
        if (BenchmarksMain.knows(contestant, work)) {
          measure(work, contestant);
        }
      }
    }
  }

  private void measure(Work work, String contestant) {
    Map<Integer, List<Child.Figures>> figures = new TreeMap<>();
    for (int round = 0; round < rounds; round++) {
      for (int count : neighbours) {
        List<Process> busy = new ArrayList<>();
        try {
          for (int i = 0; i < count; i++) {
            busy.add(
                new SoakJvm(List.of("-XX:+UseSerialGC"), Map.of(), Busy.class, List.of()).start());
          }
          figures
              .computeIfAbsent(count, c -> new ArrayList<>())
              .add(Child.figures(contestant, work, warmUp));
        } finally {
          busy.forEach(Process::destroyForcibly);
        }
      }
    }
    double alone = Double.NaN;
    for (Map.Entry<Integer, List<Child.Figures>> each : figures.entrySet()) {
      double mean = Child.median(each.getValue().stream().map(Child.Figures::mean).toList());
      double slowest = Child.median(each.getValue().stream().map(Child.Figures::slowest).toList());
      alone = each.getKey() == 0 ? mean : alone;
      System.out.printf(
          Locale.ROOT,
          "%-24s %-12s %10d %14.1f %8.2f %11.2f ms%n",
          work.name(),
          contestant,
          each.getKey(),
          mean,
          mean / alone,
          1000 * slowest);
    }
  }

  /** A process that never waits, until its parent has gone. */
  static final class Busy {
    private Busy() {}

    public static void main(String[] args) {
      ProcessHandle parent = ProcessHandle.current().parent().orElseThrow();
      long turns = 0;
      while (turns++ % (1L << 30) != 0 || parent.isAlive()) {
        Thread.onSpinWait();
      }
    }
  }
}
