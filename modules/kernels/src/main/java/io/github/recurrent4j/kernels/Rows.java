package io.github.recurrent4j.kernels;

import org.bytedeco.dnnl.memory;

/**
 * Some neighbouring examples of a batch of sequences [T, B, C].
 *
 * @param time T
 * @param batch B
 * @param count how many of the examples
 */
record Rows(int time, int batch, int count) {
  /** Where these examples' features lie, counted from the first of them: a strided [T, n, C]. */
  memory.desc sequence(int features) {
    return new memory.desc(
        new long[] {time, count, features},
        memory.data_type.f32,
        new long[] {(long) batch * features, features, 1});
  }

  /** Whether these are not all rows: their sequence has gaps. */
  boolean strided() {
    return count < batch;
  }

  /**
   * What a primitive can read and write: for inference these examples where they lie. oneDNN's
   * backward passes compute wrong gradients from sequences with gaps: they get a dense copy.
   */
  memory.desc direct(boolean training, int features) {
    return training
        ? OneDnn.desc(memory.format_tag.tnc, time, count, features)
        : sequence(features);
  }

  /** Bytes from the first to behind the last entry of {@link #sequence}. */
  long bytes(int features) {
    return ((time - 1L) * batch + count) * features * Float.BYTES;
  }
}
