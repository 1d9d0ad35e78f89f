package io.github.recurrent4j.interchange.file;

import io.github.recurrent4j.vectorization.BadInputException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A tensor whose values have not been read.
 *
 * @param info what is known of it
 * @param values reads them
 */
record StoredTensor(TensorInfo info, Values values) {
  /** Reads a tensor's values, row by row. */
  @FunctionalInterface
  interface Values {
    float[] read() throws IOException;
  }

  /** Elements that lie one after another. */
  static float[] dense(TensorInfo info, ByteBuffer bytes, ByteOrder order) {
    if (bytes.remaining() < info.bytes()) {
      throw new BadInputException(
          "is cut off within the tensor '" + info.name() + "': copy it again");
    }
    ByteBuffer data = bytes.slice().order(order);
    float[] values = new float[info.elements()];
    int size = info.type().bytes();
    for (int i = 0; i < values.length; i++) {
      values[i] = info.type().value(data, i * size);
    }
    return values;
  }
}
