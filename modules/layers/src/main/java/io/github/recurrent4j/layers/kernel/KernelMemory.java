package io.github.recurrent4j.layers.kernel;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bytedeco.dnnl.memory;
import org.bytedeco.javacpp.Pointer;

/**
 * The native memory of one layer's kernel, shared by the plans of all shapes, since one runs at a
 * time: packed weights once for each format, work memory as large as the largest shape needs.
 */
final class KernelMemory implements AutoCloseable {
  private final Map<String, List<memory>> weights = new HashMap<>();
  private final Map<String, memory> scratch = new HashMap<>();
  private final Map<List<Object>, StateMemory> states = new HashMap<>();
  private final Set<Long> packed = new HashSet<>();

  /** Memory of a format, the same for all plans that ask for it. */
  memory weights(String role, memory.desc desc) {
    List<memory> all = weights.computeIfAbsent(role, r -> new ArrayList<>());
    for (memory m : all) {
      try (memory.desc d = m.get_desc()) {
        if (d.equals(desc)) {
          return m;
        }
      }
    }
    memory m = new memory(desc, OneDnn.CPU);
    all.add(m);
    return m;
  }

  /** Whether this memory holds packed weights already; it does after the call. */
  boolean markPacked(memory m) {
    return !packed.add(m.address());
  }

  /** Aligned work memory of at least so many bytes; contents last until the next plan runs. */
  Pointer scratch(String role, long bytes) {
    memory m = scratch.get(role);
    if (m == null || size(m) < bytes) {
      if (m != null) {
        m.close();
      }
      try (memory.desc d =
          new memory.desc(
              new long[] {Math.max(bytes, 1)}, memory.data_type.u8, memory.format_tag.a)) {
        m = new memory(d, OneDnn.CPU);
      }
      scratch.put(role, m);
    }
    return m.get_data_handle();
  }

  private static long size(memory m) {
    try (memory.desc d = m.get_desc()) {
      return d.get_size();
    }
  }

  /** States [batch, hidden] for a role. */
  StateMemory state(String role, int batch, int hidden, boolean cell, boolean bf16) {
    return states.computeIfAbsent(
        List.of(role, batch, bf16), k -> new StateMemory(batch, hidden, cell, bf16));
  }

  @Override
  public void close() {
    weights.values().forEach(all -> all.forEach(Pointer::close));
    weights.clear();
    scratch.values().forEach(Pointer::close);
    scratch.clear();
    states.values().forEach(StateMemory::close);
    states.clear();
    packed.clear();
  }
}
