package io.github.recurrent4j.layers.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EngineTest {
  private static final Path CPU = Path.of("/proc/cpuinfo");

  @AfterEach
  void restore() {
    System.clearProperty(Engine.PRECISION);
    System.clearProperty(Engine.INFERENCE_PRECISION);
  }

  @Test
  void float32UnlessAskedOtherwise() {
    assertThat(Engine.bf16Training()).isFalse();
    assertThat(Engine.bf16Inference()).isFalse();
    System.setProperty(Engine.PRECISION, "f32");
    assertThat(Engine.bf16Training()).isFalse();
  }

  @Test
  void autoFollowsTheProcessor() throws IOException {
    assumeTrue(Files.exists(CPU) && System.getProperty("os.arch").equals("amd64"));
    assumeTrue(Engine.oneDnnAvailable());
    boolean instructions = Files.readString(CPU).contains("avx512_bf16");
    System.setProperty(Engine.PRECISION, "auto");
    System.setProperty(Engine.INFERENCE_PRECISION, "auto");
    assertThat(Engine.bf16Training()).isEqualTo(instructions);
    assertThat(Engine.bf16Inference()).isEqualTo(instructions);
  }
}
