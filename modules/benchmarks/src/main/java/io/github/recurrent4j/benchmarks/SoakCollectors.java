package io.github.recurrent4j.benchmarks;

import io.github.recurrent4j.vectorization.BadInputException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code r4j bench soak collectors}: the same questions again and again beside a thread that
 * allocates and collects without pause. A collector frees what nobody holds between two
 * instructions; with MALLOC_PERTURB_ set (glibc) freed memory is overwritten at once.
 */
@Command(
    name = "collectors",
    description =
        "Calls of each work in a small heap beside a thread that allocates without pause, with each collector:"
            + " every answer must be equal to the first.")
final class SoakCollectors implements Runnable {
  private static final AtomicReference<byte[]> LATEST = new AtomicReference<>();

  @Option(
      names = "--calls",
      defaultValue = "20000",
      description = "calls of each work (${DEFAULT-VALUE})")
  int calls;

  @Option(
      names = "--works",
      split = ",",
      defaultValue = "classify,translate,generate,train",
      description = "(${DEFAULT-VALUE})")
  List<String> works;

  @Option(
      names = "--collectors",
      split = ",",
      defaultValue = "Serial,Parallel,G1,Z,Shenandoah",
      description =
          "as in -XX:+UseSerialGC; those that this Java lacks are left out (${DEFAULT-VALUE})")
  List<String> collectors;

  @Override
  public void run() {
    int wrong = 0;
    for (String collector : collectors) {
      if (new SoakJvm(options(collector), Map.of(), Nothing.class, List.of()).run().code() != 0) {
        System.out.printf("%-10s is not in this Java%n", collector);
        continue;
      }
      for (String work : works) {
        SoakJvm asking =
            new SoakJvm(
                options(collector),
                Map.of("MALLOC_PERTURB_", "165"),
                Asking.class,
                List.of(work.toUpperCase(Locale.ROOT), Integer.toString(calls)));
        wrong += asking.wentWell(collector, work) ? 0 : 1;
      }
    }
    if (wrong > 0) {
      throw new BadInputException(wrong + " runs were not as they should be: see the lines above");
    }
  }

  private static List<String> options(String collector) {
    List<String> options = new ArrayList<>(List.of("-Xmx256m", "-XX:+Use" + collector + "GC"));
    if (collector.equals("Serial") || collector.equals("Parallel")) {
      // A small young generation is collected all the time.
      options.add("-Xmn4m");
    }
    return options;
  }

  /** Tells whether Java starts. */
  static final class Nothing {
    private Nothing() {}

    public static void main(String[] args) {}
  }

  /** The process that is asked; exit 1 if an answer was wrong. */
  static final class Asking {
    private Asking() {}

    /** Arguments: the work and the number of calls. */
    public static void main(String[] args) {
      List<Supplier<String>> questions = SoakWork.valueOf(args[0]).questions();
      List<String> first = questions.stream().map(Supplier::get).toList();
      Thread allocating = new Thread(Asking::allocate, "allocates");
      allocating.setDaemon(true);
      allocating.start();
      int calls = Integer.parseInt(args[1]);
      int wrong = 0;
      for (int i = 0; i < calls; i++) {
        int which = i % questions.size();
        wrong += questions.get(which).get().equals(first.get(which)) ? 0 : 1;
      }
      System.out.printf("%,d calls, %,d wrong%n", calls, wrong);
      System.out.flush();
      // Not exit: its hooks would run beside the thread that allocates.
      Runtime.getRuntime().halt(wrong > 0 ? 1 : 0);
    }

    private static void allocate() {
      while (true) {
        LATEST.set(new byte[64 << 10]);
      }
    }
  }
}
