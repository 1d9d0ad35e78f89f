package io.github.recurrent4j.kernels;

import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;

/**
 * OpenMP's own threads wait by spinning, at each barrier for each other: beside other work on the
 * same cores everything stands still. So oneDNN gets one OpenMP thread in each thread of ours.
 *
 * <p>The OpenMP library reads its settings from the environment when it is loaded. They are there
 * for just that moment. Where a host has loaded the library before, {@link #eachThread} asks
 * somebody who can speak to it.
 */
public final class OpenMp {
  private static final Map<String, String> SETTINGS =
      Map.of("OMP_NUM_THREADS", "1", "OMP_WAIT_POLICY", "PASSIVE", "GOMP_SPINCOUNT", "0");

  private static final ThreadLocal<Runnable> PREPARED = new ThreadLocal<>();
  private static volatile Runnable preparation;

  private OpenMp() {}

  /**
   * Has every thread run something once before it computes here: for hosts whose OpenMP was loaded
   * with other settings.
   */
  public static void eachThread(Runnable oneThread) {
    preparation = oneThread;
  }

  /** Called by each thread before it makes or runs primitives. */
  static void prepareThread() {
    Runnable wanted = preparation;
    if (wanted != null && PREPARED.get() != wanted) {
      PREPARED.set(wanted);
      wanted.run();
    }
  }

  /** Loads libraries while the environment asks for one thread. */
  static void loadingWithOneThread(Runnable loading) {
    // C's variable: char **environ. Not to be found on every system.
    Pointer variable = Loader.addressof("environ");
    if (variable == null || variable.isNull()) {
      loading.run();
      return;
    }
    PointerPointer<BytePointer> environ = new PointerPointer<>(variable);
    Pointer before = environ.get(0);
    Map<String, BytePointer> entries = new LinkedHashMap<>();
    if (before != null) {
      PointerPointer<BytePointer> each = new PointerPointer<>(before);
      for (long i = 0; each.get(i) != null; i++) {
        BytePointer entry = each.get(BytePointer.class, i);
        entries.put(entry.getString().split("=", 2)[0], entry);
      }
    }
    SETTINGS.forEach((name, value) -> entries.put(name, new BytePointer(name + "=" + value)));
    try (PointerPointer<BytePointer> settings = new PointerPointer<>(entries.size() + 1L)) {
      long i = 0;
      for (BytePointer entry : entries.values()) {
        settings.put(i++, entry);
      }
      settings.put(i, (Pointer) null);
      environ.put(0, settings);
      loading.run();
    } finally {
      environ.put(0, before);
      SETTINGS.keySet().forEach(name -> entries.get(name).close());
    }
  }
}
