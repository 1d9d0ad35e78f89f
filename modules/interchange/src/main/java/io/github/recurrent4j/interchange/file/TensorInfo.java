package io.github.recurrent4j.interchange.file;

import io.github.recurrent4j.vectorization.BadInputException;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a file says of a tensor.
 *
 * @param name its name, parts with dots or slashes between
 * @param type of its elements
 * @param shape its dimensions, none for a single number; the last runs fastest
 */
public record TensorInfo(String name, ElementType type, List<Long> shape) {
  /** More dimensions than any network has. */
  private static final int MOST_DIMENSIONS = 16;

  /**
   * Checks that the elements can be counted and held in one array.
   *
   * @throws BadInputException if a dimension is negative or there are too many elements
   */
  public TensorInfo {
    shape = List.copyOf(shape);
    long elements = 1;
    boolean good = shape.size() <= MOST_DIMENSIONS;
    for (long n : shape) {
      // Even where another dimension is 0.
      good &= n >= 0 && n <= Integer.MAX_VALUE && elements <= Integer.MAX_VALUE;
      elements = good ? elements * Math.max(n, 1) : elements;
    }
    if (!good || elements > Integer.MAX_VALUE) {
      throw new BadInputException(
          "has a tensor '" + name + "' of an impossible shape " + text(shape) + ": save it again");
    }
  }

  /** Number of elements. */
  public int elements() {
    return Math.toIntExact(shape.stream().mapToLong(n -> n).reduce(1, (a, b) -> a * b));
  }

  /** Number of bytes of the elements. */
  public long bytes() {
    return (long) elements() * type.bytes();
  }

  /** Whether it has these dimensions. */
  public boolean is(long... dimensions) {
    return shape.equals(java.util.Arrays.stream(dimensions).boxed().toList());
  }

  /** The shape as text: {@code [3, 4]}. */
  public String shapeText() {
    return text(shape);
  }

  private static String text(List<Long> shape) {
    return shape.stream().map(String::valueOf).collect(Collectors.joining(", ", "[", "]"));
  }
}
