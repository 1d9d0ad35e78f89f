package io.github.recurrent4j.layers.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.factory.Nd4j;

/** A process of its own, whose standard error is read whole. */
class VersionWarningsTest {
  /** What an application might do first: use ND4J. */
  public static final class Application {
    private Application() {}

    /** Runs it. */
    public static void main(String[] args) {
      Nd4j.ones(2, 2).mmul(Nd4j.ones(2, 2));
      System.err.println("its own line");
    }
  }

  @Test
  void standardErrorBelongsToTheHost() throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                Application.class.getName())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    String said = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    assertThat(said.strip()).isEqualTo("its own line");
  }
}
