package io.github.recurrent4j.serving;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The command as a process of its own. */
@Timeout(value = 20, unit = TimeUnit.MINUTES) // against hanging for ever; no test needs a minute
class ServingMainTest {

  private static Process start(String... options) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                ServingMain.class.getName()));
    command.addAll(List.of(options));
    return new ProcessBuilder(command).start();
  }

  private static String line(BufferedReader err, String marker) throws IOException {
    String line = err.readLine();
    while (line != null && !line.contains(marker)) {
      line = err.readLine();
    }
    return line;
  }

  /** Whoever is started by nohup, and all its children, never hear of this signal. */
  private static boolean hangUpIsIgnored() throws IOException {
    Path status = Path.of("/proc/self/status");
    if (!Files.exists(status)) {
      return false;
    }
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("SigIgn:"))
        .anyMatch(line -> (Long.parseUnsignedLong(line.replaceFirst(".*:\\s*", ""), 16) & 1) != 0);
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "Windows has none of these signals")
  void signalsReplaceModelsAndEndTheServerInOrder() throws Exception {
    Process process = start("--port", "0");
    try (BufferedReader err = process.errorReader(StandardCharsets.UTF_8)) {
      String serving = line(err, "serving es-en");
      assertThat(serving).isNotNull();
      Client client = new Client(Integer.parseInt(serving.replaceAll(".*:", "")));
      if (!hangUpIsIgnored()) {
        new ProcessBuilder("kill", "-HUP", Long.toString(process.pid())).start().waitFor();
        assertThat(line(err, "again")).startsWith("r4j: opened es-en");
      }
      assertThat(client.get("/health").statusCode()).isEqualTo(200);
      process.toHandle().destroy();
      assertThat(line(err, "stopping")).isNotNull();
      assertThat(process.waitFor()).isZero();
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void wrongOptionsAreWrongUsage() throws Exception {
    for (String[] options :
        new String[][] {
          {"--port", "70000"}, {"--model", "x"}, {"--nothing"}, {"--model", "a b=c"}
        }) {
      Process process = start(options);
      String said = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor()).as(said).isEqualTo(2);
      assertThat(said.lines().filter(line -> line.startsWith("r4j: "))).hasSize(1);
    }
  }
}
