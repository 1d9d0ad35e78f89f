package io.github.recurrent4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Two rules of {@link ArchitectureTest} read from the sources, so that they hold for the modules
 * that are built only where they are asked for, for the examples and for the notebooks, too.
 */
class EverySourceTest {
  private static final Path ROOT = Path.of("..", "..");
  private static final int MOST_VALUES = 5;
  private static final Pattern TOLD =
      Pattern.compile(
          "System\\s*\\.\\s*(out|err|setProperty|clearProperty|exit)\\b|printStackTrace\\(");
  private static final Pattern TYPE =
      Pattern.compile("\\b(?:class|record|enum|interface)\\s+(\\w+)");
  private static final Pattern CALL = Pattern.compile("\\bnew\\s+(?:\\w+\\.)*(\\w+)\\(");

  /** Comments, texts and characters: what is inside of them is no code. */
  private static final Pattern NO_CODE =
      Pattern.compile(
          "//[^\\n]*|/\\*(?s:.*?)\\*/|\"\"\"(?s:.*?)\"\"\""
              + "|\"(?:[^\"\\\\\\n]|\\\\.)*+\"|'(?:[^'\\\\\\n]|\\\\[^'\\n]++|\\\\')'");

  private static final Pattern TYPE_ARGUMENTS = Pattern.compile("<[\\w\\s,.?\\[\\]&]*>");

  private record Source(String name, String code) {}

  private static Source source(Path file, String text) {
    String code = NO_CODE.matcher(text).replaceAll("_");
    for (String before = ""; !before.equals(code); ) {
      before = code;
      code = TYPE_ARGUMENTS.matcher(code).replaceAll("");
    }
    return new Source(ROOT.relativize(file).toString().replace('\\', '/'), code);
  }

  private static List<Path> files(String folder, String ending) throws IOException {
    try (Stream<Path> files = Files.walk(ROOT.resolve(folder))) {
      return files
          .filter(file -> file.toString().endsWith(ending))
          .filter(file -> !file.toString().contains("target"))
          .toList();
    }
  }

  private static List<Source> modules() throws IOException {
    List<Source> sources = new ArrayList<>();
    for (Path file : files("modules", ".java")) {
      Source source = source(file, Files.readString(file));
      if (source.name.contains("/src/main/java/")) {
        sources.add(source);
      }
    }
    return sources;
  }

  /** Number of arguments of a call whose bracket opens at this place. */
  private static int values(String code, int open) {
    int depth = 0;
    int commas = 0;
    boolean any = false;
    for (int i = open; i < code.length(); i++) {
      char c = code.charAt(i);
      if (c == '(' || c == '[' || c == '{') {
        depth++;
      } else if (c == ')' || c == ']' || c == '}') {
        depth--;
        if (depth == 0) {
          return any ? commas + 1 : 0;
        }
      } else if (c == ',' && depth == 1) {
        commas++;
      }
      any |= i > open && !Character.isWhitespace(c);
    }
    return 0;
  }

  @Test
  void libraryModulesAreSilent() throws IOException {
    Set<String> read = new HashSet<>();
    List<String> told = new ArrayList<>();
    for (Source source : modules()) {
      boolean top =
          source.name.matches("modules/(cli|serving|benchmarks)/.*")
              || source.name.contains("/spark/command/")
              // It keeps others from writing there.
              || source.name.endsWith("/VersionWarnings.java");
      read.add(Path.of(source.name).getName(1).toString());
      Matcher found = TOLD.matcher(source.code);
      while (!top && found.find()) {
        told.add(source.name + ": " + found.group());
      }
    }
    assertThat(read)
        .contains("captioning", "interchange", "spark", "spring-boot-starter", "dashboard");
    assertThat(told).isEmpty();
  }

  @Test
  void manyValuesAreNamedNotCounted() throws IOException {
    List<Source> sources = modules();
    Map<String, Set<String>> types = new HashMap<>();
    for (Source source : sources) {
      Matcher type = TYPE.matcher(source.code);
      while (type.find()) {
        types.computeIfAbsent(type.group(1), t -> new HashSet<>()).add(source.name);
      }
    }
    // As in ArchitectureTest: these follow foreign signatures.
    types
        .values()
        .removeIf(
            homes ->
                homes.stream()
                    .anyMatch(
                        home -> home.matches("modules/(kernels|layers)/.*|.*/inference/model/.*")));
    for (Path file : files("examples", ".java")) {
      sources.add(source(file, Files.readString(file)));
    }
    for (Path file : files("notebooks", ".ipynb")) {
      for (JsonNode cell : new ObjectMapper().readTree(file.toFile()).get("cells")) {
        StringBuilder code = new StringBuilder();
        cell.get("source").forEach(line -> code.append(line.asText()));
        if (cell.get("cell_type").asText().equals("code")) {
          sources.add(source(file, code.toString()));
        }
      }
    }
    List<String> counted = new ArrayList<>();
    for (Source source : sources) {
      Matcher call = CALL.matcher(source.code);
      while (call.find()) {
        Set<String> homes = types.getOrDefault(call.group(1), Set.of());
        boolean away = !homes.isEmpty() && !homes.contains(source.name);
        int values = away ? values(source.code, call.end() - 1) : 0;
        if (values > MOST_VALUES) {
          counted.add(source.name + ": " + call.group(1) + " of " + values);
        }
      }
    }
    assertThat(counted).isEmpty();
  }

  @Test
  void valuesAreThoseOfTheCallItself() {
    String call = "new A(1, f(2, 3), new B<C, D>(), \"a, \\\" (b\", ',', x -> { g(1, 2); })";
    String code = source(ROOT, call).code;
    assertThat(values(code, code.indexOf('('))).isEqualTo(6);
    assertThat(values("new A( )", 5)).isZero();
  }
}
