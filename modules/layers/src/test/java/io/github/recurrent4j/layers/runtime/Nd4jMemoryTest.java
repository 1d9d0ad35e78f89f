package io.github.recurrent4j.layers.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.memory.Deallocatable;
import org.nd4j.linalg.api.memory.Deallocator;
import org.nd4j.linalg.factory.Nd4j;

/** ND4J's memory is freed by the suite's own thread, which waits a while. */
class Nd4jMemoryTest {
  private static final String THREAD = "recurrent4j-nd4j-memory";

  /** Memory that says which thread frees it. */
  private record Memory(BlockingQueue<String> freedBy) implements Deallocatable {
    @Override
    public String getUniqueId() {
      return UUID.randomUUID().toString();
    }

    @Override
    public Deallocator deallocator() {
      BlockingQueue<String> to = freedBy;
      return () -> to.add(Thread.currentThread().getName());
    }

    @Override
    public int targetDevice() {
      return 0;
    }
  }

  /** The thread, which ends where it cannot take the place of ND4J's queues. */
  private static Thread thread() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals(THREAD))
        .findAny()
        .orElseThrow(() -> new AssertionError("no thread " + THREAD));
  }

  @Test
  void whatNobodyHoldsIsFreedByTheThreadThatWaits() throws InterruptedException {
    Nd4j.create(2).close();
    while (thread().getState() != Thread.State.WAITING) {
      // It waits for ND4J first, then for what the collector finds.
      Thread.sleep(10);
    }
    BlockingQueue<String> freedBy = new LinkedBlockingQueue<>();
    Nd4j.getDeallocatorService().pickObject(new Memory(freedBy));
    String thread = null;
    while (thread == null) {
      System.gc();
      thread = freedBy.poll(100, TimeUnit.MILLISECONDS);
    }
    assertThat(thread).isEqualTo(THREAD);
  }
}
