package io.github.recurrent4j.interchange.file;

import io.github.recurrent4j.vectorization.BadInputException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the part of Python's pickle that a state dict is made of: containers, numbers, texts, and
 * the names of {@link #GLOBALS}, which stand for data here and never for code. Any other opcode or
 * name ends the reading. (The format: {@code pickletools} in Python's own library.)
 */
final class Pickle {
  /** Names that may be called, and nothing else: those of tensors and their containers. */
  enum Global {
    /** A dict with an order. */
    ORDERED_DICT,
    /** Storage, offset, shape, strides. */
    TENSOR,
    /** A tensor that is trained. */
    PARAMETER,
    /** A tuple. */
    SIZE,
    /** A storage type; the element type stands beside it. */
    STORAGE,
    /** Something that may be there and says nothing, as {@code torch.float16}. */
    NOTHING
  }

  private static final Map<String, ElementType> STORAGES =
      Map.ofEntries(
          Map.entry("torch FloatStorage", ElementType.F32),
          Map.entry("torch DoubleStorage", ElementType.F64),
          Map.entry("torch HalfStorage", ElementType.F16),
          Map.entry("torch BFloat16Storage", ElementType.BF16),
          Map.entry("torch LongStorage", ElementType.I64),
          Map.entry("torch IntStorage", ElementType.I32),
          Map.entry("torch ShortStorage", ElementType.I16),
          Map.entry("torch CharStorage", ElementType.I8),
          Map.entry("torch ByteStorage", ElementType.U8),
          Map.entry("torch BoolStorage", ElementType.BOOL));

  private static final Map<String, Global> GLOBALS =
      Map.of(
          "collections OrderedDict", Global.ORDERED_DICT,
          "torch._utils _rebuild_tensor_v2", Global.TENSOR,
          "torch._utils _rebuild_parameter", Global.PARAMETER,
          "torch Size", Global.SIZE,
          "torch float16", Global.NOTHING,
          "torch bfloat16", Global.NOTHING,
          "torch float32", Global.NOTHING,
          "torch float64", Global.NOTHING,
          "torch int64", Global.NOTHING);

  private static final int MOST_VALUES = 1 << 22;
  private static final int LONGEST_NAME = 200;
  private static final int MOST_DIMENSIONS = 64;

  /** A name that may be called, with the element type if it is a storage's. */
  record Name(Global global, ElementType type) {}

  /**
   * A storage that lies in a part of the file.
   *
   * @param key name of the part
   * @param elements how many it has
   */
  record Storage(ElementType type, String key, long elements) {}

  /** A view of a storage, in elements. */
  record View(Storage storage, long offset, List<Long> shape, List<Long> strides) {}

  private static final Object MARK = new Object();
  private static final Object NONE = new Object();

  private final ByteBuffer in;
  private final ArrayList<Object> stack = new ArrayList<>();
  private final Map<Integer, Object> memo = new HashMap<>();
  private long values;

  private Pickle(ByteBuffer in) {
    this.in = in.order(ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * Reads one object: maps, lists, {@link View}s, numbers, texts.
   *
   * @throws BadInputException if it is damaged or has anything else in it
   */
  static Object read(ByteBuffer bytes) {
    try {
      return new Pickle(bytes).run();
    } catch (BufferUnderflowException
        | IndexOutOfBoundsException
        | ClassCastException
        | NullPointerException e) {
      throw new BadInputException("has a damaged or cut list of tensors: copy it again", e);
    }
  }

  private Object run() {
    while (true) {
      int opcode = Byte.toUnsignedInt(in.get());
      if (opcode == '.') {
        return pop();
      }
      if (++values > MOST_VALUES) {
        throw new BadInputException(
            "has more in its list of tensors than any model: save it again");
      }
      step(opcode);
    }
  }

  private void count(int more) {
    values += more;
    if (values > MOST_VALUES) {
      throw new BadInputException("has more in its list of tensors than any model: save it again");
    }
  }

  private void step(int opcode) {
    switch (opcode) {
      case 0x80 -> in.get();
      case 0x95 -> in.getLong();
      case '}' -> push(new LinkedHashMap<Object, Object>());
      case ']', ')' -> push(new ArrayList<>());
      case '(' -> push(MARK);
      case 't' -> push(new ArrayList<>(marked()));
      case 0x85, 0x86, 0x87 -> push(last(opcode - 0x84));
      case 'J' -> push((long) in.getInt());
      case 'K' -> push((long) Byte.toUnsignedInt(in.get()));
      case 'M' -> push((long) Short.toUnsignedInt(in.getShort()));
      case 0x8A -> push(whole());
      case 'G' -> push(Double.longBitsToDouble(Long.reverseBytes(in.getLong())));
      case 'X' -> push(text(in.getInt()));
      case 0x8C -> push(text(Byte.toUnsignedInt(in.get())));
      case 'N' -> push(NONE);
      case 0x88 -> push(true);
      case 0x89 -> push(false);
      case 'q' -> memo.put(Byte.toUnsignedInt(in.get()), top());
      case 'r' -> memo.put(in.getInt(), top());
      case 0x94 -> memo.put(memo.size(), top());
      case 'h' -> push(known(Byte.toUnsignedInt(in.get())));
      case 'j' -> push(known(in.getInt()));
      case 'c' -> push(global(line(), line()));
      case 0x93 -> {
        String name = (String) pop();
        push(global((String) pop(), name));
      }
      case 'R' -> reduce();
      case 'Q' -> push(storage(list(pop())));
      // State of a dict, such as the versions of modules: nothing that tensors need.
      case 'b' -> pop();
      case 's' -> {
        Object value = pop();
        Object key = pop();
        put(top(), key, value);
      }
      case 'u' -> {
        List<Object> all = marked();
        for (int i = 0; i < all.size(); i += 2) {
          put(top(), all.get(i), all.get(i + 1));
        }
      }
      case 'a' -> {
        Object value = pop();
        list(top()).add(value);
      }
      case 'e' -> {
        List<Object> all = marked();
        list(top()).addAll(all);
      }
      default ->
          throw new BadInputException(
              String.format(
                  "has Python objects in it (opcode 0x%02x), which are not read: save"
                      + " model.state_dict() alone",
                  opcode));
    }
  }

  private void push(Object value) {
    stack.add(value);
  }

  private Object top() {
    Object top = stack.get(stack.size() - 1);
    if (top == MARK) {
      throw new IndexOutOfBoundsException("a mark is no value");
    }
    return top;
  }

  private Object pop() {
    Object top = top();
    stack.remove(stack.size() - 1);
    return top;
  }

  /** What lies over the last mark; the mark is taken, too. */
  private List<Object> marked() {
    int mark = stack.lastIndexOf(MARK);
    List<Object> over = stack.subList(mark + 1, stack.size());
    List<Object> copy = new ArrayList<>(over);
    over.clear();
    stack.remove(mark);
    return copy;
  }

  private List<Object> last(int count) {
    List<Object> tuple = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      tuple.add(0, pop());
    }
    return tuple;
  }

  private Object known(int number) {
    Object value = memo.get(number);
    if (value == null) {
      throw new IndexOutOfBoundsException("nothing is remembered as " + number);
    }
    return value;
  }

  /** A whole number of up to eight bytes. */
  private long whole() {
    int count = Byte.toUnsignedInt(in.get());
    if (count > Long.BYTES) {
      throw new BadInputException("has a number in its list of tensors that is too long");
    }
    long value = 0;
    for (int i = 0; i < count; i++) {
      long part = i + 1 == count ? in.get() : Byte.toUnsignedInt(in.get());
      value |= part << (Byte.SIZE * i);
    }
    return value;
  }

  private String text(int length) {
    if (length < 0 || length > in.remaining()) {
      throw new BufferUnderflowException();
    }
    byte[] bytes = new byte[length];
    in.get(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private String line() {
    StringBuilder text = new StringBuilder();
    for (byte b = in.get(); b != '\n'; b = in.get()) {
      if (text.length() == LONGEST_NAME) {
        throw new BufferUnderflowException();
      }
      text.append((char) (b & 0x7F));
    }
    return text.toString();
  }

  private static Name global(String module, String name) {
    String whole = module + " " + name;
    ElementType type = STORAGES.get(whole);
    Global known = type == null ? GLOBALS.get(whole) : Global.STORAGE;
    if (known == null) {
      throw new BadInputException(
          "has an object of "
              + module
              + "."
              + name
              + " in it, which is not read: save model.state_dict() alone");
    }
    return new Name(known, type);
  }

  private void reduce() {
    List<Object> arguments = list(pop());
    Name called = (Name) pop();
    push(
        switch (called.global) {
          case ORDERED_DICT -> ordered(arguments);
          case TENSOR -> view(arguments);
          case PARAMETER -> (View) arguments.get(0);
          case SIZE -> list(arguments.get(0));
          default -> throw new ClassCastException("not a function");
        });
  }

  private Map<Object, Object> ordered(List<Object> arguments) {
    Map<Object, Object> map = new LinkedHashMap<>();
    if (!arguments.isEmpty()) {
      // The same list may be named again and again.
      count(list(arguments.get(0)).size());
      for (Object pair : list(arguments.get(0))) {
        put(map, list(pair).get(0), list(pair).get(1));
      }
    }
    return map;
  }

  private static Storage storage(List<Object> id) {
    Name type = (Name) id.get(1);
    if (!"storage".equals(id.get(0)) || type.type == null) {
      throw new ClassCastException("not a storage");
    }
    return new Storage(type.type, (String) id.get(2), (Long) id.get(4));
  }

  private static View view(List<Object> arguments) {
    return new View(
        (Storage) arguments.get(0),
        (Long) arguments.get(1),
        numbers(arguments.get(2)),
        numbers(arguments.get(3)));
  }

  private static List<Long> numbers(Object list) {
    if (list(list).size() > MOST_DIMENSIONS) {
      throw new ClassCastException("not a shape");
    }
    return list(list).stream().map(Long.class::cast).toList();
  }

  /** Keys are texts and numbers: what holds itself has no hash. */
  @SuppressWarnings("unchecked") // Only such maps are made here.
  private static void put(Object map, Object key, Object value) {
    if (!(key instanceof String) && !(key instanceof Long)) {
      throw new ClassCastException("not a key");
    }
    ((Map<Object, Object>) map).put(key, value);
  }

  @SuppressWarnings("unchecked") // Only such lists are made here.
  private static List<Object> list(Object value) {
    return (List<Object>) value;
  }
}
