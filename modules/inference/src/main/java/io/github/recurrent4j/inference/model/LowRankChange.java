package io.github.recurrent4j.inference.model;

import io.github.recurrent4j.kernels.Elementwise;
import io.github.recurrent4j.kernels.Floats;
import io.github.recurrent4j.kernels.ParallelProducts;
import io.github.recurrent4j.kernels.Product;
import io.github.recurrent4j.kernels.Scope;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What a model adds to the weights of a shipped one, its base: to a matrix the product of two
 * factors of low rank (Hu et al., 2022, "LoRA: Low-Rank Adaptation of Large Language Models"), to
 * other parameters the difference itself. Values are whole multiples of a step: of a factor's root
 * mean square {@link #COARSENESS}, so that most are 0 or 1 and a model of megabytes that was
 * trained on takes a few ten kilobytes more.
 *
 * <p>A stream is the base's name (UTF), the checksum of its weights (8 bytes), the number of parts
 * (4), for each part where it begins among all parameters, rows, columns and rank (4 bytes each),
 * and for each part its factors: the step (float32), and a signed byte for each value, or what
 * {@link SparseSteps} writes.
 *
 * @param base name of the shipped model
 * @param checksum CRC-32 of the base's weights as they are stored
 * @param parts what is changed, in ascending order
 * @param values of one part after another: the first factor (rank × rows), the second (rank ×
 *     columns); otherwise the difference (rows × columns)
 */
public record LowRankChange(String base, long checksum, List<Part> parts, float[] values) {
  private static final int MOST_PARTS = 1 << 12;
  private static final int LARGEST = 1 << 28;
  private static final int MOST_STEPS = 127;
  private static final int AT_ONCE = 1 << 12;

  /** So that no product of two factors, and no sum of them, is beyond float32. */
  private static final float LARGEST_STEP = 1 << 16;

  /** Step of a factor's values, as a part of their root mean square. */
  static final double COARSENESS = 0.8;

  /** The same of a matrix's difference. */
  static final double SPARSE_COARSENESS = 2;

  /**
   * A parameter that is changed.
   *
   * @param at where it begins among all parameters
   * @param rows rows, as it lies in memory: a row's values side by side
   * @param columns columns
   * @param rank rank of the change; {@link #WHOLE} or {@link #SPARSE} where it is stored as it is
   */
  public record Part(int at, int rows, int columns, int rank) {
    /** Every value, in fine steps. */
    public static final int WHOLE = 0;

    /** Every value, in steps of which most are 0. */
    public static final int SPARSE = -1;

    /** Number of values that are stored. */
    public long stored() {
      return rank > 0 ? (long) rank * (rows + columns) : (long) rows * columns;
    }

    private void addTo(Floats weights, Floats values) {
      if (rank <= 0) {
        Elementwise.add(weights, values.slice(0, weights.length()));
        return;
      }
      Product product = Product.of(rows, columns, rank).transposeA().accumulating();
      Floats first = values.slice(0, (long) rank * rows);
      Floats second = values.slice((long) rank * rows, (long) rank * columns);
      ParallelProducts.multiply(product, first, second, null, weights);
    }

    /** How many values share a step: those of each factor, or all. */
    private int[] runs() {
      return rank > 0 ? new int[] {rank * rows, rank * columns} : new int[] {rows * columns};
    }

    private boolean possible() {
      return at >= 0
          && rows > 0
          && columns > 0
          && rank >= SPARSE
          && rank <= Math.min(rows, columns)
          && at + (long) rows * columns <= LARGEST;
    }
  }

  /**
   * Checks that the parts have their values and do not overlap.
   *
   * @throws ModelFileException if not
   */
  public LowRankChange {
    parts = List.copyOf(parts);
    long end = 0;
    long stored = 0;
    for (Part part : parts) {
      if (!part.possible() || part.at < end) {
        throw broken();
      }
      end = part.at + (long) part.rows * part.columns;
      stored += part.stored();
    }
    if (stored != values.length) {
      throw broken();
    }
  }

  private static ModelFileException broken() {
    return new ModelFileException("changes what is no parameter of its base: copy it again");
  }

  /**
   * Adds the change to the base's weights.
   *
   * @throws ModelFileException if they are fewer than it changes
   */
  void addTo(StoredWeights weights) {
    int from = 0;
    try (Scope scope = new Scope("a change of a model")) {
      Floats all = scope.copyOf(values);
      for (Part part : parts) {
        if (part.at + part.rows * part.columns > weights.length()) {
          throw broken();
        }
        Floats to = weights.floats().slice(part.at, (long) part.rows * part.columns);
        part.addTo(to, all.from(from));
        from += (int) part.stored();
      }
    }
  }

  void write(DataOutputStream out) throws IOException {
    out.writeUTF(base);
    out.writeLong(checksum);
    out.writeInt(parts.size());
    for (Part part : parts) {
      out.writeInt(part.at);
      out.writeInt(part.rows);
      out.writeInt(part.columns);
      out.writeInt(part.rank);
    }
    int from = 0;
    for (Part part : parts) {
      for (int count : part.runs()) {
        float step =
            switch (part.rank) {
              case Part.WHOLE -> fineStep(from, count);
              case Part.SPARSE -> coarseStep(SPARSE_COARSENESS, from, count);
              default -> coarseStep(COARSENESS, from, count);
            };
        out.writeFloat(step);
        byte[] steps = steps(step, from, count);
        out.write(part.rank == Part.SPARSE ? SparseSteps.encoded(steps) : steps);
        from += count;
      }
    }
  }

  private byte[] steps(float step, int from, int count) {
    byte[] steps = new byte[count];
    for (int i = 0; i < count; i++) {
      int number = step == 0 ? 0 : Math.round(values[from + i] / step);
      steps[i] = (byte) Math.max(-MOST_STEPS, Math.min(MOST_STEPS, number));
    }
    return steps;
  }

  private float coarseStep(double coarseness, int from, int count) {
    double squares = 0;
    for (int i = from; i < from + count; i++) {
      squares += (double) values[i] * values[i];
    }
    return (float) (coarseness * Math.sqrt(squares / count));
  }

  private float fineStep(int from, int count) {
    float largest = 0;
    for (int i = from; i < from + count; i++) {
      largest = Math.max(largest, Math.abs(values[i]));
    }
    return largest / MOST_STEPS;
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws ModelFileException if it is something else
   * @throws IOException if the stream cannot be read
   */
  static LowRankChange read(InputStream in) throws IOException {
    try {
      DataInputStream data = new DataInputStream(new BufferedInputStream(in));
      String base = data.readUTF();
      long checksum = data.readLong();
      int count = data.readInt();
      if (count < 0 || count > MOST_PARTS) {
        throw broken();
      }
      List<Part> parts = new ArrayList<>();
      long stored = 0;
      for (int i = 0; i < count; i++) {
        Part part = new Part(data.readInt(), data.readInt(), data.readInt(), data.readInt());
        stored += part.possible() ? part.stored() : LARGEST + 1L;
        if (stored > LARGEST) {
          throw broken();
        }
        parts.add(part);
      }
      FloatList values = new FloatList();
      for (Part part : parts) {
        for (int run : part.runs()) {
          if (part.rank == Part.SPARSE) {
            float step = step(data);
            values.add(SparseSteps.decoded(data, run), step);
          } else {
            read(data, run, values);
          }
        }
      }
      if (data.read() >= 0) {
        throw new ModelFileException("has more weights than it says: copy it again");
      }
      return new LowRankChange(base, checksum, parts, values.toArray());
    } catch (EOFException e) {
      throw new ModelFileException("is cut off within its weights: copy it again", e);
    }
  }

  private static void read(DataInputStream data, int count, FloatList into) throws IOException {
    float step = step(data);
    for (int left = count; left > 0; ) {
      byte[] steps = data.readNBytes(Math.min(left, AT_ONCE));
      if (steps.length == 0) {
        throw new EOFException();
      }
      into.add(steps, step);
      left -= steps.length;
    }
  }

  private static float step(DataInputStream data) throws IOException {
    float step = data.readFloat();
    if (!(step >= 0 && step <= LARGEST_STEP)) {
      throw new ModelFileException("has a step of " + step + ": copy it again");
    }
    return step;
  }

  /** Memory grows as the values come, not as they were promised. */
  private static final class FloatList {
    private float[] values = new float[AT_ONCE];
    private int size;

    void add(byte[] steps, float step) {
      if (size + steps.length > values.length) {
        values = Arrays.copyOf(values, Math.max(size + steps.length, 2 * size));
      }
      for (byte each : steps) {
        values[size++] = each * step;
      }
    }

    float[] toArray() {
      return Arrays.copyOf(values, size);
    }
  }
}
