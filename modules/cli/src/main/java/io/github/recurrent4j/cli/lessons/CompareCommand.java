package io.github.recurrent4j.cli.lessons;

import io.github.recurrent4j.lessons.Groups;
import io.github.recurrent4j.search.Trial;
import io.github.recurrent4j.vectorization.BadInputException;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code r4j lessons compare}: scores of a search by one parameter. */
@Command(
    name = "compare",
    description = "Mean and 95 %% confidence of a search's scores, by the value of a parameter.")
final class CompareCommand implements Runnable {
  @Parameters(paramLabel = "TRIALS", description = "trials.jsonl of a search over seeds")
  Path trials;

  @Option(names = "--by", required = true, description = "the parameter, such as cell")
  String by;

  @Override
  public void run() {
    List<Trial> all = Trial.read(trials);
    if (all.stream().noneMatch(t -> t.values().containsKey(by))) {
      throw new BadInputException(trials + " has no parameter \"" + by + "\"");
    }
    Groups.by(by, all).forEach((value, s) -> System.out.printf("%-10s %s%n", value, s));
  }
}
