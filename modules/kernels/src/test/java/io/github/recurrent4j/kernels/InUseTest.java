package io.github.recurrent4j.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class InUseTest {
  private final InUse inUse = new InUse("the translator");
  private final AtomicInteger freed = new AtomicInteger();

  @Test
  void closingWaitsForCalls() throws InterruptedException {
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch leave = new CountDownLatch(1);
    Thread caller =
        new Thread(
            () -> {
              try (InUse.Call call = inUse.enter();
                  InUse.Call nested = inUse.enter()) {
                inside.countDown();
                leave.await();
                assertThat(freed.get()).isZero();
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
    caller.start();
    inside.await();
    Thread closer = new Thread(() -> inUse.close(freed::incrementAndGet));
    closer.start();
    while (!inUse.isClosed()) {
      Thread.onSpinWait();
    }
    assertThatThrownBy(inUse::enter)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the translator is closed");
    assertThat(freed.get()).isZero();
    leave.countDown();
    closer.join();
    caller.join();
    assertThat(freed.get()).isEqualTo(1);
    inUse.close(freed::incrementAndGet);
    assertThat(freed.get()).as("closing again").isEqualTo(1);
  }

  @Test
  void whoClosesFromInsideDoesNotWait() {
    try (InUse.Call call = inUse.enter()) {
      inUse.close(freed::incrementAndGet);
      assertThat(freed.get()).isZero();
      try (InUse.Call nested = inUse.enter()) {
        assertThat(inUse.isClosed()).isTrue();
      }
    }
    assertThat(freed.get()).isEqualTo(1);
  }

  @Test
  void whoIsInterruptedDoesNotWait() throws InterruptedException {
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch leave = new CountDownLatch(1);
    Thread caller =
        new Thread(
            () -> {
              try (InUse.Call call = inUse.enter()) {
                inside.countDown();
                leave.await();
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
    caller.start();
    inside.await();
    Thread.currentThread().interrupt();
    inUse.close(freed::incrementAndGet);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(freed.get()).isZero();
    leave.countDown();
    caller.join();
    assertThat(freed.get()).isEqualTo(1);
  }
}
