package io.github.recurrent4j.vectorization;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What stands before the elements in NumPy's {@code .npy}, format versions 1 to 3.
 *
 * @param type kind of the elements (f, i, u or b) and their bytes (1, 2, 4 or 8), such as f4
 * @param order of the bytes of an element
 * @param columns whether the first dimension runs fastest (Fortran's order)
 * @param shape the dimensions; none for a single number
 * @param length bytes of the header: there the elements begin
 */
public record NumpyHeader(
    String type, ByteOrder order, boolean columns, List<Long> shape, int length) {
  private static final byte[] SIGNATURE = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final int LONGEST = 1 << 16;
  private static final Pattern DESCRIPTION =
      Pattern.compile(
          "\\{ *'descr': *'([<>|=])([fiub][1248])', *'fortran_order': *(True|False),"
              + " *'shape': *\\(([0-9, ]{0,400})\\),? *\\}\\s*");
  private static final Pattern OBJECTS = Pattern.compile("'descr': *'\\|O'");

  /** Copies the shape. */
  public NumpyHeader {
    shape = List.copyOf(shape);
  }

  /** The bytes that a file begins with. */
  public static byte[] signature() {
    return SIGNATURE.clone();
  }

  /**
   * Reads a header; the elements are what comes next.
   *
   * @throws BadInputException if there is none, with a message that wants a name in front
   * @throws java.io.EOFException if it is cut off
   */
  public static NumpyHeader read(DataInputStream in) throws IOException {
    byte[] signature = in.readNBytes(SIGNATURE.length);
    if (!Arrays.equals(signature, SIGNATURE)) {
      throw new BadInputException("is no array of NumPy: write it with numpy.save");
    }
    int version = in.readUnsignedByte();
    int minor = in.readUnsignedByte();
    if (version < 1 || version > 3 || minor > 0) {
      throw new BadInputException("is of an unknown version of .npy: write it with numpy.save");
    }
    int length =
        version == 1
            ? Short.reverseBytes(in.readShort()) & 0xFFFF
            : Integer.reverseBytes(in.readInt());
    if (length < 0 || length > LONGEST) {
      throw unknown();
    }
    byte[] text = new byte[length];
    in.readFully(text);
    int before = SIGNATURE.length + (version == 1 ? 4 : 6);
    return parse(new String(text, StandardCharsets.ISO_8859_1), before + length);
  }

  private static NumpyHeader parse(String text, int length) {
    Matcher m = DESCRIPTION.matcher(text);
    if (!m.matches()) {
      if (OBJECTS.matcher(text).find()) {
        throw new BadInputException("is an array of Python objects: save it with dtype float32");
      }
      throw unknown();
    }
    ByteOrder order = m.group(1).equals(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    List<Long> shape = new ArrayList<>();
    for (String size : m.group(4).split(",", -1)) {
      if (!size.isBlank()) {
        shape.add(dimension(size.strip()));
      }
    }
    boolean columns = m.group(3).equals("True") && shape.size() > 1;
    return new NumpyHeader(m.group(2), order, columns, shape, length);
  }

  private static long dimension(String digits) {
    try {
      return Long.parseLong(digits);
    } catch (NumberFormatException e) {
      throw new BadInputException(unknown().getMessage(), e);
    }
  }

  private static BadInputException unknown() {
    return new BadInputException("is of an unknown type or shape: save it with dtype float32");
  }
}
