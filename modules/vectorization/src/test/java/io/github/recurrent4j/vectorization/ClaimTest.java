package io.github.recurrent4j.vectorization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClaimTest {
  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void name() {
    file = folder.resolve("m.zip.lock");
  }

  private static String self() {
    return Long.toString(ProcessHandle.current().pid());
  }

  private String asked() throws IOException {
    try (OtherProcess other = OtherProcess.of(OtherProcess.Takes.class, file)) {
      return other.line();
    }
  }

  @Test
  void theFileHoldsItsOwnerAndGoesWithIt() throws Exception {
    try (Claim first = Claim.take(file)) {
      assertThat(first).isNotNull();
      assertThatThrownBy(() -> Claim.take(folder.resolve(".").resolve("m.zip.lock")))
          .isInstanceOf(Claim.TakenException.class)
          .hasMessage("process " + self());
    }
    assertThat(file).doesNotExist();
    Claim.take(file).close();
  }

  @Test
  void asSecondInThisProcessOneDoesNotLetOtherProcessesIn() throws Exception {
    try (Claim first = Claim.take(file)) {
      assertThat(first).isNotNull();
      assertThatThrownBy(() -> Claim.take(file)).isInstanceOf(Claim.TakenException.class);
      assertThat(asked()).isEqualTo("held by " + self());
    }
    assertThat(asked()).isEqualTo("taken true");
  }

  @Test
  void anotherClassLoadersClaimHoldsToo() throws Exception {
    // As another class loader would: the virtual machine knows of the lock, this class does not.
    try (FileChannel channel =
            FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = channel.lock()) {
      assertThat(lock.isValid()).isTrue();
      assertThatThrownBy(() -> Claim.take(file)).isInstanceOf(Claim.TakenException.class);
      assertThat(asked()).startsWith("held by");
    }
  }

  @Test
  void aKilledProcessHoldsNothing() throws Exception {
    try (OtherProcess other = OtherProcess.of(OtherProcess.Takes.class, file)) {
      assertThat(other.line()).isEqualTo("taken true");
      assertThatThrownBy(() -> Claim.take(file)).hasMessage("process " + other.pid());
      other.kill();
      assertThat(file).exists();
      Claim.take(file).close();
    }
    assertThat(file).doesNotExist();
  }

  @Test
  void whenManyTakeAndGiveBackOnlyOneEverHasIt() throws Exception {
    AtomicInteger holders = new AtomicInteger();
    Callable<Integer> taker =
        () -> {
          int held = 0;
          for (int i = 0; i < 200; i++) {
            try (Claim claim = Claim.take(file)) {
              assertThat(claim).isNotNull();
              assertThat(holders.incrementAndGet()).isEqualTo(1);
              held++;
              holders.decrementAndGet();
            } catch (Claim.TakenException e) {
              assertThat(e.owner()).isEqualTo(self());
            }
          }
          return held;
        };
    var threads = Executors.newFixedThreadPool(4);
    try {
      List<Integer> held = new ArrayList<>();
      for (Future<Integer> each : threads.invokeAll(List.of(taker, taker, taker, taker))) {
        held.add(each.get());
      }
      assertThat(held.stream().mapToInt(h -> h).sum()).isPositive();
    } finally {
      threads.shutdownNow();
    }
    assertThat(Files.exists(file)).isFalse();
  }
}
