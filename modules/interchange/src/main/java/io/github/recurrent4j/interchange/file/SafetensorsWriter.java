package io.github.recurrent4j.interchange.file;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.recurrent4j.vectorization.AtomicFile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Writes tensors of float32 as safetensors. */
public final class SafetensorsWriter {
  private static final int ALIGNMENT = 8;
  private static final int PART = 1 << 14;

  private SafetensorsWriter() {}

  /** A tensor of float32. */
  public static Tensor tensor(String name, float[] values, long... shape) {
    List<Long> sizes = Arrays.stream(shape).boxed().toList();
    TensorInfo info = new TensorInfo(name, ElementType.F32, sizes);
    if (info.elements() != values.length) {
      throw new IllegalArgumentException(
          name + " has " + values.length + " values, its shape is " + info.shapeText());
    }
    return new Tensor(info, values);
  }

  /**
   * Writes a file; it is there whole or not at all.
   *
   * @param tensors in this order
   * @param metadata further texts by name
   */
  public static void write(Path file, Collection<Tensor> tensors, Map<String, String> metadata) {
    ObjectNode header = JsonNodeFactory.instance.objectNode();
    if (!metadata.isEmpty()) {
      ObjectNode texts = header.putObject("__metadata__");
      metadata.forEach(texts::put);
    }
    long at = 0;
    for (Tensor tensor : tensors) {
      ObjectNode entry = header.putObject(tensor.info().name());
      entry.put("dtype", tensor.info().type().name());
      tensor.info().shape().forEach(entry.putArray("shape")::add);
      long end = at + tensor.info().bytes();
      entry.putArray("data_offsets").add(at).add(end);
      at = end;
    }
    String text = header.toString();
    int length = text.getBytes(StandardCharsets.UTF_8).length;
    String padded = text + " ".repeat(-length & (ALIGNMENT - 1));
    AtomicFile.write(file, out -> write(out, padded.getBytes(StandardCharsets.UTF_8), tensors));
  }

  private static void write(OutputStream out, byte[] header, Collection<Tensor> tensors)
      throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(PART * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    out.write(bytes.putLong(header.length).array(), 0, Long.BYTES);
    out.write(header);
    for (Tensor tensor : tensors) {
      float[] values = tensor.values();
      for (int from = 0; from < values.length; from += PART) {
        int count = Math.min(PART, values.length - from);
        bytes.clear();
        bytes.asFloatBuffer().put(values, from, count);
        out.write(bytes.array(), 0, count * Float.BYTES);
      }
    }
  }
}
