package io.github.recurrent4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class CommandTreeTest {
  private int commands;

  @Test
  void aCommandThatIsBuiltAloneIsTheOneOfTheWholeTree() {
    same(CommandLines.line(new Main(), false), List.of());
    assertTrue(commands > 30, commands + " commands");
  }

  private void same(CommandLine whole, List<String> path) {
    commands++;
    CommandLine alone = CommandLines.line(new Main(), false, path);
    for (String name : path) {
      alone = alone.getSubcommands().get(name);
    }
    assertEquals(whole.getUsageMessage(), alone.getUsageMessage());
    for (var below : whole.getSubcommands().entrySet()) {
      List<String> longer = new ArrayList<>(path);
      longer.add(below.getKey());
      same(below.getValue(), longer);
    }
  }

  @Test
  void onlyWhatIsNamedIsBuilt() {
    CommandLine line = CommandLines.line(new Main(), false, List.of("lm", "generate", "--help"));
    assertEquals(List.of("lm"), List.copyOf(line.getSubcommands().keySet()));
    CommandLine app = line.getSubcommands().get("lm");
    assertEquals(List.of("generate"), List.copyOf(app.getSubcommands().keySet()));
  }

  @Test
  void allAreThereWhereNoneIsNamed() {
    assertTrue(CommandLines.line(new Main(), false, List.of("--help")).getSubcommands().size() > 8);
    CommandLine line = CommandLines.line(new Main(), false, List.of("lm", "generte"));
    assertTrue(line.getSubcommands().get("lm").getSubcommands().containsKey("generate"));
  }
}
