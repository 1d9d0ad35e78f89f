package io.github.recurrent4j.cli.lessons;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.recurrent4j.lessons.Groups;
import io.github.recurrent4j.search.Trial;
import io.github.recurrent4j.vectorization.BadInputException;
import io.github.recurrent4j.vectorization.TextFile;
import java.nio.file.Path;
import java.util.ArrayList;
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
