package io.github.recurrent4j.layers.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.nd4j.nativeblas.NativeOps;
import org.nd4j.nativeblas.NativeOpsHolder;

class WorkersTest {
  @Test
  void nativeWorkOfAWorkerStaysOnOneCore() {
    Workers.run(List.of());
    NativeOps ops = NativeOpsHolder.getInstance().getDeviceNativeOps();
    int before = ops.ompGetMaxThreads();
    Set<Integer> seen = ConcurrentHashMap.newKeySet();
    AtomicInteger done = new AtomicInteger();
    Runnable task =
        () -> {
          seen.add(ops.ompGetMaxThreads());
          done.incrementAndGet();
        };
    Workers.run(Collections.nCopies(10, task));
    assertThat(done.get()).isEqualTo(10);
    assertThat(seen).containsExactly(1);
    assertThat(ops.ompGetMaxThreads()).as("other threads keep theirs").isEqualTo(before);
  }
}
