package io.github.recurrent4j.layers.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recurrent4j.layers.kernel.Engine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.nd4j.linalg.factory.Nd4j;

class NativeLibrariesTest {
  @Test
  @EnabledOnOs(OS.LINUX)
  void oneLibgompAndNothingFromTheFolderThatOtherProgramsWriteTo() throws IOException {
    assertThat(Engine.oneDnnAvailable()).isTrue();
    assertThat(Nd4j.ones(3, 3).mmul(Nd4j.ones(3, 3)).getDouble(0)).isEqualTo(3);
    List<String> mapped =
        Files.readAllLines(Path.of("/proc/self/maps")).stream()
            .filter(line -> line.contains(".so"))
            .map(line -> line.substring(line.indexOf('/')))
            .distinct()
            .toList();
    assertThat(mapped).filteredOn(f -> f.contains("libgomp")).hasSize(1);
    assertThat(mapped)
        .filteredOn(f -> f.contains("libdnnl") || f.contains("nd4jcpu") || f.contains("openblas"))
        .isNotEmpty()
        .allMatch(f -> f.contains("/natives-"));
    assertThat(mapped).noneMatch(f -> f.contains(".javacpp"));
  }
}
