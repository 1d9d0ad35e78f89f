package io.github.recurrent4j.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is used first, the libraries come from one folder and OpenMP is told to be alone. */
class LoadedLibrariesTest {
  private static final Path MAPS = Path.of("/proc/self/maps");

  /** A program that uses one thing first and says which libraries are mapped then. */
  static final class First {
    private First() {}

    public static void main(String[] args) throws IOException {
      try (Scope scope = new Scope("test")) {
        Floats w = scope.zeros(16 * 3 * 16);
        switch (args[0]) {
          case "recurrence" -> {
            RecurrentSpec spec = new RecurrentSpec(Cell.GRU, GateOrder.GRU, 16, 16);
            try (RecurrentWeights weights =
                    new RecurrentWeights(spec, false, Precision.F32, w, w, scope.zeros(48));
                Recurrence r = new Recurrence(weights, Arena.shared())) {
              State last = new State(scope.floats(16), null);
              r.forward(1, 1, scope.zeros(16), null, scope.floats(16), last);
            }
          }
          case "product" ->
              ParallelProducts.multiply(Product.of(4, 4, 4), w, w, null, scope.zeros(16));
          case "softmax" -> ParallelProducts.softmax(4, 4, w);
          case "precision" -> Precision.AUTO.isBf16();
          default -> throw new IllegalArgumentException(args[0]);
        }
      }
      Files.readAllLines(MAPS).stream()
          .map(line -> line.substring(line.lastIndexOf(' ') + 1))
          .filter(path -> path.contains("libgomp") || path.contains("libdnnl"))
          .distinct()
          .forEach(System.out::println);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"recurrence", "product", "softmax", "precision"})
  void oneOpenMpWithOneThread(String first) throws IOException, InterruptedException {
    assumeTrue(Files.exists(MAPS) && OneDnn.isAvailable());
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            First.class.getName(),
            first);
    builder.environment().put("OMP_DISPLAY_ENV", "true");
    builder.environment().remove("OMP_NUM_THREADS");
    Process process = builder.redirectErrorStream(true).start();
    List<String> lines =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
            .lines()
            .toList();
    process.waitFor(1, TimeUnit.HOURS);
    assertThat(process.exitValue()).as("%s", lines).isZero();
    assertThat(lines.stream().filter(l -> l.startsWith("/") && l.contains("libgomp"))).hasSize(1);
    assertThat(lines.stream().filter(l -> l.startsWith("/") && l.contains("libdnnl"))).hasSize(1);
    assertThat(lines).as("%s", lines).anyMatch(l -> l.contains("OMP_NUM_THREADS = '1'"));
  }
}
