package io.github.recurrent4j.layers.runtime;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.reflect.Field;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.memory.Deallocatable;
import org.nd4j.linalg.api.memory.deallocation.DeallocatableReference;
import org.nd4j.linalg.api.memory.deallocation.DeallocatorService;
import org.nd4j.linalg.factory.Nd4j;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Frees ND4J's arrays some time after the collector has found that nobody holds them. ND4J does it
 * at once, while a native operation may still read what the compiled code that called it has no
 * more use for, such as the dimensions of a broadcast or of a sum: now and then an answer was
 * wrong, or the process ended in {@code TadDescriptor}. Operations take far less than that time.
 *
 * <p>A thread of its own waits until ND4J is ready and takes the place of its queues. Where ND4J
 * has others than expected, all stays as it was.
 */
final class Nd4jMemory implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(Nd4jMemory.class);
  private static final int TICK_MILLIS = 50;

  /** Counted and not measured: a process may stand still for any time. */
  private static final int TICKS = 6;

  private final ReferenceQueue<Deallocatable> found = new ReferenceQueue<>();
  private final Deque<List<DeallocatableReference>> waiting = new ArrayDeque<>();

  private Nd4jMemory() {}

  static void start() {
    Thread thread = new Thread(new Nd4jMemory(), "recurrent4j-nd4j-memory");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void run() {
    Map<?, ?> known;
    try {
      known = takeOver(Nd4j.getDeallocatorService());
    } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
      LOG.debug("ND4J frees its memory in its own way: {}", e.toString());
      return;
    }
    try {
      while (true) {
        waiting.add(next());
        if (waiting.size() > TICKS) {
          free(waiting.remove(), known);
        }
        while (!waiting.isEmpty() && waiting.peek().isEmpty()) {
          waiting.remove();
        }
        Thread.sleep(waiting.isEmpty() ? 0 : TICK_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Lets ND4J put what the collector finds into this object's queue. */
  @SuppressWarnings("unchecked") // Its own declarations.
  private Map<?, ?> takeOver(DeallocatorService service) throws ReflectiveOperationException {
    List<List<ReferenceQueue<Deallocatable>>> queues =
        (List<List<ReferenceQueue<Deallocatable>>>) field(service, "deviceMap");
    Map<?, ?> known = (Map<?, ?>) field(service, "referenceMap");
    queues.forEach(ofDevice -> ofDevice.replaceAll(each -> found));
    return known;
  }

  private static Object field(DeallocatorService service, String name)
      throws ReflectiveOperationException {
    Field field = DeallocatorService.class.getDeclaredField(name);
    field.setAccessible(true);
    return field.get(service);
  }

  /** What was found since the last time; waits for it where nothing else waits. */
  private List<DeallocatableReference> next() throws InterruptedException {
    List<DeallocatableReference> now = new ArrayList<>();
    Reference<? extends Deallocatable> each = waiting.isEmpty() ? found.remove() : found.poll();
    for (; each != null; each = found.poll()) {
      now.add((DeallocatableReference) each);
    }
    return now;
  }

  private static void free(List<DeallocatableReference> memory, Map<?, ?> known) {
    for (DeallocatableReference each : memory) {
      each.getDeallocator().deallocate();
      known.remove(each.getId());
    }
  }
}
