package io.github.recurrent4j.interchange.file;

import io.github.recurrent4j.vectorization.BadInputException;
import io.github.recurrent4j.vectorization.NumpyHeader;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** NumPy's {@code .npy}, format versions 1 to 3, and {@code .npz}, a zip of them. */
final class NumpyFile {
  private static final String SUFFIX = ".npy";

  private NumpyFile() {}

  /** What stands before the elements. */
  private record Header(TensorInfo info, NumpyHeader read) {}

  /** How the bytes are had again. */
  private interface Source {
    InputStream open() throws IOException;
  }

  static TensorFile.Content single(Path file) throws IOException {
    String name = String.valueOf(file.getFileName());
    String stem = name.endsWith(SUFFIX) ? name.substring(0, name.length() - 4) : name;
    StoredTensor tensor = tensor(stem, () -> Files.newInputStream(file), Files.size(file));
    return new TensorFile.Content("NumPy", List.of(tensor), Map.of(), () -> {});
  }

  static TensorFile.Content archive(ZipFile zip) throws IOException {
    List<StoredTensor> tensors = new ArrayList<>();
    for (ZipEntry entry : Collections.list(zip.entries())) {
      String name = entry.getName();
      if (!name.endsWith(SUFFIX)) {
        throw new BadInputException(
            "is a zip of another kind (it has '" + name + "'): give .pt, .npz or .keras");
      }
      String stem = name.substring(0, name.length() - SUFFIX.length());
      tensors.add(tensor(stem, () -> zip.getInputStream(entry), Long.MAX_VALUE));
    }
    return new TensorFile.Content("NumPy", tensors, Map.of(), zip);
  }

  /**
   * A tensor.
   *
   * @param size bytes of header and elements together, where that is known for certain
   */
  private static StoredTensor tensor(String name, Source source, long size) throws IOException {
    try (DataInputStream in = new DataInputStream(source.open())) {
      Header header = header(name, in);
      if (header.info.bytes() > size - header.read.length()) {
        throw cut(name);
      }
      return new StoredTensor(header.info, () -> values(header.info.name(), source));
    } catch (EOFException e) {
      throw new BadInputException(cut(name).getMessage(), e);
    }
  }

  private static BadInputException cut(String name) {
    return new BadInputException("is cut off within the tensor '" + name + "': copy it again");
  }

  private static float[] values(String name, Source source) throws IOException {
    try (DataInputStream in = new DataInputStream(source.open())) {
      Header header = header(name, in);
      long count = header.info.bytes();
      if (count > Integer.MAX_VALUE - 8) {
        throw new BadInputException("has a tensor '" + name + "' of more than 2 GB");
      }
      // Grows with what comes.
      ByteBuffer bytes = ByteBuffer.wrap(in.readNBytes((int) count));
      float[] values = StoredTensor.dense(header.info, bytes, header.read.order());
      return header.read.columns() ? rows(values, header.info.shape()) : values;
    }
  }

  /** Values in which the first dimension runs fastest, put in the order of rows. */
  private static float[] rows(float[] columns, List<Long> shape) {
    float[] rows = new float[columns.length];
    int[] place = new int[shape.size()];
    for (int i = 0; i < columns.length; i++) {
      int at = 0;
      for (int d = 0; d < place.length; d++) {
        at = at * shape.get(d).intValue() + place[d];
      }
      rows[at] = columns[i];
      for (int d = 0; d < place.length && ++place[d] == shape.get(d); d++) {
        place[d] = 0;
      }
    }
    return rows;
  }

  private static Header header(String name, DataInputStream in) throws IOException {
    NumpyHeader header;
    try {
      header = NumpyHeader.read(in);
    } catch (BadInputException e) {
      throw new BadInputException("has a part '" + name + "' that " + e.getMessage(), e);
    }
    return new Header(new TensorInfo(name, type(name, header.type()), header.shape()), header);
  }

  private static ElementType type(String name, String code) {
    return switch (code) {
      case "f2" -> ElementType.F16;
      case "f4" -> ElementType.F32;
      case "f8" -> ElementType.F64;
      case "b1" -> ElementType.BOOL;
      case "i1" -> ElementType.I8;
      case "i2" -> ElementType.I16;
      case "i4" -> ElementType.I32;
      case "i8" -> ElementType.I64;
      case "u1" -> ElementType.U8;
      case "u2" -> ElementType.U16;
      case "u4" -> ElementType.U32;
      case "u8" -> ElementType.U64;
      default ->
          throw new BadInputException(
              "has an array '" + name + "' of the unknown type " + code + ": save it as float32");
    };
  }
}
