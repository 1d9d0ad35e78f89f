package io.github.recurrent4j.cli.lessons;

import io.github.recurrent4j.kernels.Cell;
import io.github.recurrent4j.lessons.Charts;
import io.github.recurrent4j.lessons.MemoryExperiment;
import io.github.recurrent4j.lessons.MemoryTask;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code r4j lessons memory}: how long cells remember. */
@Command(name = "memory", description = "Success against length on tasks that need memory.")
final class MemoryCommand extends Lesson {
  @Option(
      names = "--lengths",
      split = ",",
      defaultValue = "10,20,40,80,160",
      description = "(${DEFAULT-VALUE})")
  List<Integer> lengths;

  @Option(names = "--steps", defaultValue = "800", description = "most updates (${DEFAULT-VALUE})")
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
      Path file = folder().resolve("memory-" + name(task) + ".png");
      Charts.write(
          Charts.lines("Success at " + name(task), "length", "success", false, lines), file);
      System.out.println(file);
    }
  }
}
