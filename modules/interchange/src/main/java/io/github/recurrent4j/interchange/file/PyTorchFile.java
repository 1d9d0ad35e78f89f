package io.github.recurrent4j.interchange.file;

import io.github.recurrent4j.interchange.file.Pickle.Storage;
import io.github.recurrent4j.interchange.file.Pickle.View;
import io.github.recurrent4j.vectorization.BadInputException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * What {@code torch.save} writes of a state dict: a zip with the dict in {@code data.pkl} and the
 * elements of each storage in a part {@code data/0} and so on. Tensors are views of storages; those
 * that share one, or take every other element of it, are read like any other.
 *
 * <p>Of a checkpoint with several dicts the one named {@code state_dict}, {@code model_state_dict}
 * or {@code model} counts; what is no tensor is left out, and {@code module.} before all names,
 * which DataParallel puts there, goes.
 */
final class PyTorchFile {
  private static final String LIST = "data.pkl";
  private static final int LONGEST_LIST = 64 << 20;
  private static final int DEEPEST = 16;
  private static final int MOST_VISITS = 1 << 20;
  private static final List<String> WRAPPERS = List.of("state_dict", "model_state_dict", "model");
  private static final String PARALLEL = "module.";

  private final ZipFile zip;
  private final String folder;
  private final ByteOrder order;
  private final List<StoredTensor> tensors = new ArrayList<>();
  private String cachedKey;
  private ByteBuffer cached;
  private int visits;

  private PyTorchFile(ZipFile zip, String folder) throws IOException {
    this.zip = zip;
    this.folder = folder;
    ZipEntry entry = zip.getEntry(folder + "byteorder");
    this.order = entry == null ? ByteOrder.LITTLE_ENDIAN : order(ZipParts.all(zip, entry, 100));
  }

  private static ByteOrder order(ByteBuffer text) {
    return switch (StandardCharsets.US_ASCII.decode(text).toString().strip()) {
      case "little" -> ByteOrder.LITTLE_ENDIAN;
      case "big" -> ByteOrder.BIG_ENDIAN;
      default -> throw new BadInputException("has an unknown order of bytes: save it again");
    };
  }

  /** Whether a zip is one of PyTorch's. */
  static boolean is(ZipFile zip) {
    return list(zip) != null;
  }

  private static ZipEntry list(ZipFile zip) {
    for (ZipEntry entry : Collections.list(zip.entries())) {
      if (entry.getName().equals(LIST) || entry.getName().endsWith("/" + LIST)) {
        return entry;
      }
    }
    return null;
  }

  static TensorFile.Content read(ZipFile zip) throws IOException {
    ZipEntry list = list(zip);
    String folder = list.getName().substring(0, list.getName().length() - LIST.length());
    PyTorchFile file = new PyTorchFile(zip, folder);
    Object root = Pickle.read(ZipParts.all(zip, list, LONGEST_LIST));
    file.collect(DataParallel.without(stateDict(root)), "", 0);
    return new TensorFile.Content("PyTorch", file.tensors, Map.of(), zip);
  }

  private static Object stateDict(Object root) {
    if (root instanceof Map<?, ?> map) {
      for (String wrapper : WRAPPERS) {
        if (map.get(wrapper) instanceof Map<?, ?> inner) {
          return inner;
        }
      }
    }
    return root;
  }

  /** Takes the prefix of DataParallel away. */
  private static final class DataParallel {
    private DataParallel() {}

    static Object without(Object dict) {
      if (!(dict instanceof Map<?, ?> map)
          || map.isEmpty()
          || !map.keySet().stream()
              .allMatch(k -> k instanceof String s && s.startsWith(PARALLEL))) {
        return dict;
      }
      Map<Object, Object> plain = new java.util.LinkedHashMap<>();
      map.forEach((key, value) -> plain.put(((String) key).substring(PARALLEL.length()), value));
      return plain;
    }
  }

  private void collect(Object value, String name, int depth) throws IOException {
    if (depth > DEEPEST || ++visits > MOST_VISITS) {
      throw new BadInputException(
          "has dicts within dicts without end: save model.state_dict() alone");
    }
    if (value instanceof View view) {
      tensors.add(tensor(name.isEmpty() ? "tensor" : name, view));
      if (tensors.size() > TensorFile.MOST_TENSORS) {
        throw new BadInputException("has more tensors than any model: save it again");
      }
    } else if (value instanceof Map<?, ?> map) {
      for (Map.Entry<?, ?> e : map.entrySet()) {
        collect(e.getValue(), joined(name, String.valueOf(e.getKey())), depth + 1);
      }
    } else if (value instanceof List<?> list) {
      for (int i = 0; i < list.size(); i++) {
        collect(list.get(i), joined(name, String.valueOf(i)), depth + 1);
      }
    }
  }

  private static String joined(String above, String name) {
    return above.isEmpty() ? name : above + "." + name;
  }

  private StoredTensor tensor(String name, View view) throws IOException {
    Storage storage = view.storage();
    TensorInfo info = new TensorInfo(name, storage.type(), view.shape());
    long last = view.offset();
    boolean good = view.strides().size() == view.shape().size() && view.offset() >= 0;
    for (int d = 0; good && d < view.shape().size(); d++) {
      long stride = view.strides().get(d);
      good = stride >= 0 && stride <= Integer.MAX_VALUE;
      last += Math.max(0, view.shape().get(d) - 1) * stride;
    }
    // A tensor of more elements than its storage would be larger here than in the file.
    good &= storage.elements() >= 0 && storage.elements() <= Integer.MAX_VALUE;
    good &= info.elements() == 0 || last < storage.elements();
    good &= info.elements() <= storage.elements();
    if (!good) {
      throw new BadInputException(
          "has a tensor '" + name + "' that does not fit its storage: save it again");
    }
    ZipEntry part = zip.getEntry(folder + "data/" + storage.key());
    long bytes = storage.elements() * storage.type().bytes();
    if (part == null || part.getSize() < bytes || bytes > Integer.MAX_VALUE - Long.BYTES) {
      throw new BadInputException(
          "has too few bytes for the tensor '" + name + "': copy it again, or save it again");
    }
    return new StoredTensor(info, () -> values(info, view, part, (int) bytes));
  }

  private float[] values(TensorInfo info, View view, ZipEntry part, int bytes) throws IOException {
    if (!part.getName().equals(cachedKey)) {
      cached = ByteBuffer.wrap(ZipParts.first(zip, part, bytes));
      cachedKey = part.getName();
    }
    if (cached.remaining() < bytes) {
      throw new BadInputException("is cut off within '" + info.name() + "': copy it again");
    }
    ByteBuffer data = cached.duplicate().order(order);
    float[] values = new float[info.elements()];
    int rank = info.shape().size();
    int[] place = new int[rank];
    long at = view.offset();
    for (int i = 0; i < values.length; i++) {
      values[i] = info.type().value(data, (int) (at * info.type().bytes()));
      for (int d = rank - 1; d >= 0; d--) {
        at += view.strides().get(d);
        if (++place[d] < info.shape().get(d)) {
          break;
        }
        at -= view.strides().get(d) * place[d];
        place[d] = 0;
      }
    }
    return values;
  }
}
