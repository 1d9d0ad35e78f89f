package io.github.recurrent4j.layers.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class InferencePoolTest {
  private final AtomicInteger open = new AtomicInteger();

  /** A network that notices when two threads use it at once. */
  private final class Fake implements InferencePool.Network {
    private final AtomicInteger users = new AtomicInteger();

    Fake() {
      open.incrementAndGet();
    }

    void use() {
      assertThat(users.incrementAndGet()).isEqualTo(1);
      LockSupport.parkNanos(20_000);
      users.decrementAndGet();
    }

    @Override
    public void close() {
      open.decrementAndGet();
    }
  }

  private static List<int[]> sequences(int count) {
    return IntStream.range(0, count).mapToObj(i -> new int[1 + (i * 7) % 13]).toList();
  }

  @Test
  void eachSequenceIsServedOnceInBatchesOfSimilarLength() {
    for (int count : new int[] {0, 1, 8, 9, 100}) {
      List<int[]> sequences = sequences(count);
      AtomicIntegerArray served = new AtomicIntegerArray(Math.max(1, count));
      try (InferencePool<Fake> pool = new InferencePool<>(Fake::new)) {
        pool.run(
            sequences,
            8,
            (network, places) -> {
              network.use();
              assertThat(places.length).isBetween(1, 8);
              int before = Integer.MAX_VALUE;
              for (int place : places) {
                served.incrementAndGet(place);
                assertThat(sequences.get(place).length).isLessThanOrEqualTo(before);
                before = sequences.get(place).length;
              }
            });
      }
      for (int i = 0; i < count; i++) {
        assertThat(served.get(i)).isEqualTo(1);
      }
      assertThat(open.get()).as("networks left open").isZero();
    }
  }

  @Test
  void severalCallersShareThePool() {
    try (InferencePool<Fake> pool = new InferencePool<>(Fake::new)) {
      AtomicInteger served = new AtomicInteger();
      List<Thread> callers = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        callers.add(
            new Thread(
                () ->
                    pool.run(
                        sequences(40),
                        4,
                        (network, places) -> {
                          network.use();
                          served.addAndGet(places.length);
                        })));
      }
      callers.forEach(Thread::start);
      for (Thread caller : callers) {
        try {
          caller.join();
        } catch (InterruptedException e) {
          throw new IllegalStateException(e);
        }
      }
      assertThat(served.get()).isEqualTo(160);
    }
  }

  @Test
  void aFailureReachesTheCaller() {
    try (InferencePool<Fake> pool = new InferencePool<>(Fake::new)) {
      assertThatThrownBy(
              () ->
                  pool.run(
                      sequences(40),
                      4,
                      (network, places) -> {
                        if (places[0] == 14) {
                          throw new IllegalArgumentException("fourteen");
                        }
                      }))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("fourteen");
    }
  }
}
