package io.github.recurrent4j.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.recurrent4j.vectorization.BadInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputFilesTest {
  @TempDir Path folder;

  private static void refused(Output output, List<Path> inputs, String message) {
    assertThatThrownBy(() -> output.take(inputs).close())
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining(message);
  }

  @Test
  void whatCannotBeAModelFileIsRefused() throws IOException {
    refused(Output.to(folder), List.of(), "is a folder");
    Path text = Files.writeString(folder.resolve("text.txt"), "some text");
    refused(Output.to(text).overwriting(), List.of(text), "is what is trained on");
    Path link = Files.createSymbolicLink(folder.resolve("link.zip"), text);
    refused(Output.to(link).overwriting(), List.of(text), "is what is trained on");
    refused(Output.to(text.resolve("m.zip")), List.of(), "cannot write");
    assertThat(text).hasContent("some text");
  }

  @Test
  void aDeviceStaysADevice() {
    Path device = Path.of("/dev/null");
    assumeTrue(Files.exists(device));
    refused(Output.to(device).overwriting(), List.of(), "is a device");
  }

  @Test
  void aModelThatIsThereIsKept() throws IOException {
    Path model = Files.writeString(folder.resolve("m.zip"), "a model");
    refused(Output.to(model), List.of(), "give --overwrite, --resume or another --out");
    Output.to(model).overwriting().take(List.of()).close();
    Output.to(model).resuming().take(List.of()).close();
    assertThat(model).hasContent("a model");
    try (var files = Files.list(folder)) {
      assertThat(files).hasSize(1);
    }
  }

  @Test
  void linksAreFollowed() throws IOException {
    Path store = Files.createDirectory(folder.resolve("store"));
    Path link = Files.createSymbolicLink(folder.resolve("m.zip"), Path.of("store", "real.zip"));
    try (OutputFiles files = Output.to(link).take(List.of())) {
      assertThat(files.output().file()).isEqualTo(store.resolve("real.zip"));
    }
  }

  @Test
  void theSecondTrainingIsToldWhoIsThere() {
    Output output = Output.to(folder.resolve("new").resolve("m.zip"));
    try (OutputFiles first = output.take(List.of())) {
      assertThat(first.output()).isEqualTo(output);
      refused(output, List.of(), "(process " + ProcessHandle.current().pid() + ")");
    }
    output.take(List.of()).close();
  }

  @Test
  void ofManyThatWantOneNewFileOneMakesIt() throws Exception {
    for (int round = 0; round < 30; round++) {
      Path model = folder.resolve("m" + round + ".zip");
      Callable<Boolean> training =
          () -> {
            try (OutputFiles files = Output.to(model).take(List.of())) {
              Files.writeString(files.output().file(), "a model");
              return true;
            } catch (BadInputException e) {
              return false;
            }
          };
      var threads = Executors.newFixedThreadPool(8);
      try {
        int made = 0;
        for (Future<Boolean> each : threads.invokeAll(Collections.nCopies(8, training))) {
          made += each.get() ? 1 : 0;
        }
        assertThat(made).isEqualTo(1);
      } finally {
        threads.shutdownNow();
      }
    }
  }
}
