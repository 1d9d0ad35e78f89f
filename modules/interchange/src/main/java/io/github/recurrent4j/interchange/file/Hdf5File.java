package io.github.recurrent4j.interchange.file;

import io.github.recurrent4j.vectorization.BadInputException;
import io.jhdf.HdfFile;
import io.jhdf.api.Attribute;
import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import io.jhdf.api.Node;
import io.jhdf.api.dataset.ChunkedDataset;
import io.jhdf.object.datatype.DataType;
import io.jhdf.object.datatype.FixedPoint;
import io.jhdf.object.datatype.FloatingPoint;
import java.io.IOException;
import java.lang.reflect.Array;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Numeric datasets of an HDF5 file, Keras's {@code .h5} above all, read by jHDF. Links into other
 * files are not followed; a dataset is read only where it lies in the file uncompressed, or is not
 * larger than compression can make it.
 */
final class Hdf5File {
  static final byte[] SIGNATURE = {(byte) 0x89, 'H', 'D', 'F', '\r', '\n', 0x1A, '\n'};

  private static final int DEEPEST = 16;
  private static final int MOST_NODES = 100_000;

  /** Deflate makes at most so many bytes of one. */
  private static final long MOST_EXPANSION = 1032;

  private static final int LONGEST_TEXT = 16 << 20;

  private final long size;
  private final List<StoredTensor> tensors = new ArrayList<>();
  private int nodes;

  private Hdf5File(long size) {
    this.size = size;
  }

  static TensorFile.Content read(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      if (channel.size() > Integer.MAX_VALUE) {
        throw new BadInputException("has more than 2 GB: save its weights in parts, or as .npz");
      }
      return read(channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size()));
    }
  }

  /** Reads from memory, where the library cuts slices and allocates nothing on a promise. */
  static TensorFile.Content read(ByteBuffer bytes) {
    return read(guarded(() -> HdfFile.fromByteBuffer(bytes)), bytes.limit());
  }

  private static TensorFile.Content read(HdfFile hdf, long size) {
    try {
      Hdf5File file = new Hdf5File(size);
      Map<String, String> texts = new HashMap<>();
      guarded(
          () -> {
            file.collect(hdf, "", 0);
            String config = file.text(hdf, KerasArchive.CONFIG);
            if (config != null) {
              texts.put(KerasArchive.CONFIG, config);
            }
            return null;
          });
      String format = texts.isEmpty() ? "HDF5" : "Keras";
      return new TensorFile.Content(format, file.tensors, texts, hdf::close);
    } catch (RuntimeException | Error e) {
      hdf.close();
      throw e;
    }
  }

  /** Whatever the library makes of a damaged file becomes one line. */
  private static <T> T guarded(Supplier<T> work) {
    try {
      return work.get();
    } catch (BadInputException e) {
      throw e;
    } catch (RuntimeException | StackOverflowError | NoClassDefFoundError e) {
      throw new BadInputException("is a damaged or unusual HDF5 file: save it again with Keras", e);
    }
  }

  private void collect(Group group, String above, int depth) {
    if (depth > DEEPEST) {
      throw new BadInputException("has groups within groups without end: save it again");
    }
    for (Map.Entry<String, Node> child : group.getChildren().entrySet()) {
      if (++nodes > MOST_NODES) {
        throw new BadInputException("has more groups than any model: save it again");
      }
      Node node = child.getValue();
      String name = above + child.getKey();
      if (node.isLink()) {
        continue;
      }
      if (node instanceof Group inner) {
        collect(inner, name + "/", depth + 1);
      } else if (node instanceof Dataset dataset) {
        add(dataset, name);
      }
    }
  }

  private void add(Dataset dataset, String name) {
    ElementType type = type(dataset.getDataType());
    if (type == null) {
      return;
    }
    List<Long> shape = new ArrayList<>();
    for (long n : dataset.getDimensionsAsLong()) {
      shape.add(n);
    }
    TensorInfo info = new TensorInfo(name, type, shape);
    long most = dataset.getFilters().isEmpty() ? size : size * MOST_EXPANSION;
    long chunk = type.bytes();
    if (dataset instanceof ChunkedDataset chunked) {
      for (int n : chunked.getChunkDimensions()) {
        chunk = n < 1 || chunk > most ? Long.MAX_VALUE : chunk * n;
      }
    }
    if (info.bytes() > most || chunk > most) {
      throw new BadInputException(
          "has too few bytes for the tensor '" + name + "': copy it again, or save it again");
    }
    tensors.add(new StoredTensor(info, () -> guarded(() -> values(dataset, info))));
  }

  private static ElementType type(DataType type) {
    if (type instanceof FloatingPoint f) {
      return switch (f.getSize()) {
        case 2 -> ElementType.F16;
        case 4 -> ElementType.F32;
        case 8 -> ElementType.F64;
        default -> null;
      };
    }
    if (type instanceof FixedPoint f) {
      return switch (f.getSize()) {
        case 1 -> f.isSigned() ? ElementType.I8 : ElementType.U8;
        case 2 -> f.isSigned() ? ElementType.I16 : ElementType.U16;
        case 4 -> f.isSigned() ? ElementType.I32 : ElementType.U32;
        case 8 -> f.isSigned() ? ElementType.I64 : ElementType.U64;
        default -> null;
      };
    }
    return null;
  }

  private static float[] values(Dataset dataset, TensorInfo info) {
    float[] values = new float[info.elements()];
    if (values.length == 0) {
      return values;
    }
    Object data = dataset.isScalar() ? dataset.getData() : dataset.getDataFlat();
    if (data instanceof Number n) {
      values[0] = n.floatValue();
      return values;
    }
    if (Array.getLength(data) != values.length) {
      throw new BadInputException(
          "has a tensor '" + info.name() + "' of another size than it says: save it again");
    }
    if (data instanceof float[] floats) {
      return floats;
    }
    for (int i = 0; i < values.length; i++) {
      values[i] = ((Number) Array.get(data, i)).floatValue();
    }
    return values;
  }

  private String text(Group root, String name) {
    Attribute attribute = root.getAttribute(name);
    if (attribute == null) {
      return null;
    }
    if (attribute.getSizeInBytes() > Math.min(size, LONGEST_TEXT)) {
      throw new BadInputException("has too few bytes for its " + name + ": copy it again");
    }
    return attribute.getData() instanceof String text ? text : null;
  }
}
