package io.github.recurrent4j.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;

class WorkersTest {
  @Test
  void everyPartRunsOnce() {
    for (int parts : new int[] {0, 1, 2, 3, 100}) {
      AtomicIntegerArray done = new AtomicIntegerArray(Math.max(parts, 1));
      Workers.run(parts, done::incrementAndGet);
      for (int i = 0; i < parts; i++) {
        assertThat(done.get(i)).isEqualTo(1);
      }
    }
  }

  @Test
  void partsMayHaveParts() {
    AtomicInteger done = new AtomicInteger();
    Workers.run(20, i -> Workers.run(20, k -> Workers.run(5, j -> done.incrementAndGet())));
    assertThat(done.get()).isEqualTo(2_000);
  }

  @Test
  void aFailureIsThrownWhenAllHaveEnded() {
    AtomicInteger running = new AtomicInteger();
    assertThatThrownBy(
            () ->
                Workers.run(
                    50,
                    i -> {
                      running.incrementAndGet();
                      try {
                        if (i == 7) {
                          throw new IllegalStateException("part 7");
                        }
                      } finally {
                        running.decrementAndGet();
                      }
                    }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("part 7");
    assertThat(running.get()).isZero();
  }

  @Test
  void anInterruptIsKeptAndNothingLeftBehind() {
    AtomicInteger done = new AtomicInteger();
    Thread.currentThread().interrupt();
    Workers.run(30, i -> done.incrementAndGet());
    assertThat(Thread.interrupted()).isTrue();
    assertThat(done.get()).isEqualTo(30);
  }
}
