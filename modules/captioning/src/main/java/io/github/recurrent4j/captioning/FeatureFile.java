package io.github.recurrent4j.captioning;

import io.github.recurrent4j.vectorization.BadInputException;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Features that another network made of pictures, or anything else that is vectors:
 *
 * <ul>
 *   <li>{@code .npy}: NumPy's format, versions 1 to 3, little-endian float32 or float64 in C order,
 *       [examples, size] or [examples, grid, size];
 *   <li>{@code .csv}: an example a line, size·grid numbers with commas between them.
 * </ul>
 */
public final class FeatureFile {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final int LARGEST_HEADER = 1 << 16;
  private static final long MOST_VALUES = 1L << 28;
  private static final Pattern DESCRIPTION = Pattern.compile("'descr': *'([^']{1,9})'");
  private static final Pattern FORTRAN = Pattern.compile("'fortran_order': *True");
  private static final Pattern SHAPE = Pattern.compile("'shape': *\\(([0-9, ]{1,99})\\)");

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
      if (!Arrays.equals(in.readNBytes(MAGIC.length), MAGIC)) {
        throw wrong("is no .npy file and no .csv: write features with numpy.save");
      }
      int version = in.readUnsignedByte();
      in.readUnsignedByte();
      int length =
          version == 1
              ? Short.reverseBytes(in.readShort()) & 0xffff
              : Integer.reverseBytes(in.readInt());
      if (version < 1 || version > 3 || length < 0 || length > LARGEST_HEADER) {
        throw wrong("is of an unknown version of .npy: write it with numpy.save");
      }
      byte[] bytes = new byte[length];
      in.readFully(bytes);
      String header = new String(bytes, StandardCharsets.UTF_8);
      Matcher description = DESCRIPTION.matcher(header);
      String type = description.find() ? description.group(1) : "nothing";
      if ((!type.equals("<f4") && !type.equals("<f8")) || FORTRAN.matcher(header).find()) {
        throw wrong("holds " + type + ", not float32 or float64 in C order: use numpy.save of one");
      }
      long[] dimensions = dimensions(header);
      checkSize(dimensions);
      return values(in, (int) dimensions[0], type.equals("<f8"));
    }
  }

  private long[] dimensions(String header) {
    Matcher matcher = SHAPE.matcher(header);
    if (!matcher.find()) {
      throw wrong("has no shape: write it with numpy.save");
    }
    return Arrays.stream(matcher.group(1).split(","))
        .map(String::strip)
        .filter(n -> !n.isEmpty())
        .mapToLong(n -> n.length() > 10 ? MOST_VALUES + 1 : Long.parseLong(n))
        .toArray();
  }

  private void checkSize(long[] dimensions) {
    boolean fits =
        dimensions.length == 2
            ? dimensions[1] == shape.features() && shape.grid() == 1
            : dimensions.length == 3
                && dimensions[1] == shape.grid()
                && dimensions[2] == shape.features();
    if (!fits) {
      throw wrong(
          "has the shape "
              + Arrays.toString(dimensions)
              + ", not [examples, "
              + shape.grid()
              + ", "
              + shape.features()
              + "] as the model's grid and features say");
    }
    if (dimensions[0] > MOST_VALUES / ((long) shape.grid() * shape.features())) {
      throw wrong("has more values than this program reads at once: split it");
    }
  }

  private List<Grid> values(DataInputStream in, int examples, boolean doubles) throws IOException {
    int count = shape.grid() * shape.features();
    byte[] bytes = new byte[count * (doubles ? Double.BYTES : Float.BYTES)];
    List<Grid> grids = new ArrayList<>();
    for (int e = 0; e < examples; e++) {
      in.readFully(bytes);
      ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
      float[] values = new float[count];
      for (int i = 0; i < count; i++) {
        values[i] = finite(doubles ? (float) buffer.getDouble() : buffer.getFloat());
      }
      grids.add(new Grid(shape.grid(), shape.features(), values));
    }
    return grids;
  }
}
