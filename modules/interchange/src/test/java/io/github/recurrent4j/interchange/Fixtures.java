package io.github.recurrent4j.interchange;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** What {@code src/test/python} wrote. */
public final class Fixtures {
  private Fixtures() {}

  /** A file as it lies on the class path. */
  public static Path file(String name) {
    try {
      return Path.of(Fixtures.class.getResource(name).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Values that PyTorch or NumPy computed.
   *
   * @param shape their dimensions
   * @param values row by row
   */
  public record Values(long[] shape, double[] values) {}

  /** Reads the shape in the first line and a value a line. */
  public static Values values(String name) throws IOException {
    List<String> lines = Files.readAllLines(file(name));
    return new Values(
        Arrays.stream(lines.get(0).split(" ")).mapToLong(Long::parseLong).toArray(),
        lines.stream().skip(1).mapToDouble(Double::parseDouble).toArray());
  }
}
