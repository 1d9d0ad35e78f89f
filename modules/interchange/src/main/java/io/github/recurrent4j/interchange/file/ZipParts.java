package io.github.recurrent4j.interchange.file;

import io.github.recurrent4j.vectorization.BadInputException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Reads parts of a zip; memory grows with the bytes that come, not with those that are promised.
 */
final class ZipParts {
  private ZipParts() {}

  /**
   * A whole part.
   *
   * @param most bytes that it may have
   */
  static ByteBuffer all(ZipFile zip, ZipEntry entry, int most) throws IOException {
    byte[] bytes = first(zip, entry, most == Integer.MAX_VALUE ? most : most + 1);
    if (bytes.length > most) {
      throw new BadInputException(
          "has a part '" + entry.getName() + "' larger than any it should have: save it again");
    }
    return ByteBuffer.wrap(bytes);
  }

  /** The first bytes of a part, at most so many. */
  static byte[] first(ZipFile zip, ZipEntry entry, int count) throws IOException {
    try (InputStream in = zip.getInputStream(entry)) {
      if (in == null) {
        throw new IOException("no part " + entry.getName());
      }
      return in.readNBytes(count);
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new IOException("damaged part " + entry.getName(), e);
    }
  }
}
