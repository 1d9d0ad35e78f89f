package io.github.recurrent4j.captioning;

import io.github.recurrent4j.vectorization.BadInputException;
import io.github.recurrent4j.vectorization.NumpyHeader;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Features that another network made of pictures, or anything else that is vectors:
 *
 * <ul>
 *   <li>{@code .npy}: NumPy's format, versions 1 to 3, float32 or float64 in C order, [examples,
 *       size] or [examples, grid, size];
 *   <li>{@code .csv}: an example a line, size·grid numbers with commas between them.
 * </ul>
 */
public final class FeatureFile {
  private static final long MOST_VALUES = 1L << 28;
  private static final String DOUBLE = "f8";
  private static final Set<String> FLOATS = Set.of("f4", DOUBLE);

  private final Path file;
  private final CaptionShape shape;

  private FeatureFile(Path file, CaptionShape shape) {
    this.file = file;
    this.shape = shape;
  }

  /**
   * Reads the features of all examples.
   *
   * @throws BadInputException if the file is missing, damaged, or holds features of another size
   *     than the shape asks for
   */
  public static List<Grid> read(Path file, CaptionShape shape) {
    if (!Files.isRegularFile(file)) {
      throw new BadInputException("features " + file + " do not exist");
    }
    String name = file.toString().toLowerCase(Locale.ROOT);
    FeatureFile reader = new FeatureFile(file, shape);
    try {
      return name.endsWith(".csv") ? reader.csv() : reader.npy();
    } catch (EOFException e) {
      throw new BadInputException(file + " is cut off: copy it again", e);
    } catch (IOException e) {
      throw new BadInputException("cannot read " + file + " (" + e.getMessage() + ")", e);
    }
  }

  private BadInputException wrong(String what) {
    return new BadInputException(file + " " + what);
  }

  private List<Grid> csv() throws IOException {
    List<Grid> grids = new ArrayList<>();
    for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
      if (line.isBlank()) {
        continue;
      }
      String[] cells = line.split(",", -1);
      if (cells.length != (long) shape.grid() * shape.features()) {
        throw wrong(
            "has "
                + cells.length
                + " numbers in line "
                + (grids.size() + 1)
                + ", not "
                + (long) shape.grid() * shape.features()
                + ", features times grid");
      }
      float[] values = new float[cells.length];
      for (int i = 0; i < cells.length; i++) {
        values[i] = number(cells[i].strip(), grids.size() + 1);
      }
      grids.add(new Grid(shape.grid(), shape.features(), values));
    }
    return grids;
  }

  private float number(String cell, int line) {
    try {
      return finite(Float.parseFloat(cell));
    } catch (NumberFormatException e) {
      throw new BadInputException(
          String.format("%s, line %d: '%s' is no number", file, line, cell), e);
    }
  }

  private float finite(float value) {
    if (!Float.isFinite(value)) {
      throw wrong("holds a value that is not finite: features are ordinary numbers");
    }
    return value;
  }

  private List<Grid> npy() throws IOException {
    try (DataInputStream in = new DataInputStream(Files.newInputStream(file))) {
      NumpyHeader header = header(in);
      if (!FLOATS.contains(header.type()) || header.columns()) {
        throw wrong(
            "holds "
                + header.type()
                + ", not float32 or float64 in C order: use numpy.save of one");
      }
      checkSize(header.shape());
      return values(in, header);
    }
  }

  private NumpyHeader header(DataInputStream in) throws IOException {
    try {
      return NumpyHeader.read(in);
    } catch (BadInputException e) {
      throw new BadInputException(file + " " + e.getMessage(), e);
    }
  }

  private void checkSize(List<Long> dimensions) {
    boolean fits =
        dimensions.size() == 2
            ? dimensions.get(1) == shape.features() && shape.grid() == 1
            : dimensions.size() == 3
                && dimensions.get(1) == shape.grid()
                && dimensions.get(2) == shape.features();
    if (!fits) {
      throw wrong(
          "has the shape "
              + dimensions
              + ", not [examples, "
              + shape.grid()
              + ", "
              + shape.features()
              + "] as the model's grid and features say");
    }
    if (dimensions.get(0) > MOST_VALUES / ((long) shape.grid() * shape.features())) {
      throw wrong("has more values than this program reads at once: split it");
    }
  }

  private List<Grid> values(DataInputStream in, NumpyHeader header) throws IOException {
    int count = shape.grid() * shape.features();
    boolean doubles = header.type().equals(DOUBLE);
    byte[] bytes = new byte[count * (doubles ? Double.BYTES : Float.BYTES)];
    List<Grid> grids = new ArrayList<>();
    for (long e = 0; e < header.shape().get(0); e++) {
      in.readFully(bytes);
      ByteBuffer buffer = ByteBuffer.wrap(bytes).order(header.order());
      float[] values = new float[count];
      for (int i = 0; i < count; i++) {
        values[i] = finite(doubles ? (float) buffer.getDouble() : buffer.getFloat());
      }
      grids.add(new Grid(shape.grid(), shape.features(), values));
    }
    return grids;
  }
}
