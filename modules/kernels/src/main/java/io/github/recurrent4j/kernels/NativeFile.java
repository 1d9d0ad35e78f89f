package io.github.recurrent4j.kernels;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.UUID;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;

/**
 * A native library inside a jar.
 *
 * @param name the file's name once unpacked, such as {@code libgomp.so.1}
 * @param source where it is read from
 * @param size bytes
 * @param crc its CRC-32
 */
record NativeFile(String name, URL source, long size, long crc) {
  /**
   * What an unpacked file's modification time is set to: a file with another one was written by
   * somebody else, and its bytes are looked at.
   */
  private static final FileTime WRITTEN = FileTime.fromMillis(1_000_000_000_000L);

  /**
   * Reads size and checksum from the jar's directory; only outside jars the file itself is read.
   */
  static NativeFile of(String name, URL source) throws IOException {
    URLConnection connection = source.openConnection();
    connection.setUseCaches(false);
    if (connection instanceof JarURLConnection jar) {
      try (var opened = jar.getJarFile()) {
        var entry = jar.getJarEntry();
        if (entry.getCrc() >= 0 && entry.getSize() >= 0) {
          return new NativeFile(name, source, entry.getSize(), entry.getCrc());
        }
      }
    }
    CRC32 crc = new CRC32();
    try (InputStream in = new CheckedInputStream(open(source), crc)) {
      return new NativeFile(
          name, source, in.transferTo(OutputStream.nullOutputStream()), crc.getValue());
    }
  }

  /** Whether the folder holds this file, whole. */
  boolean isIn(Path folder) {
    Path file = folder.resolve(name);
    try {
      if (!Files.isRegularFile(file) || Files.size(file) != size) {
        return false;
      }
      if (Files.getLastModifiedTime(file).equals(WRITTEN)) {
        return true;
      }
      CRC32 actual = new CRC32();
      try (InputStream in =
          new CheckedInputStream(new BufferedInputStream(Files.newInputStream(file)), actual)) {
        in.transferTo(OutputStream.nullOutputStream());
      }
      return actual.getValue() == crc;
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Writes the file under a name of its own and moves it into place. Whoever has the old one mapped
   * keeps it: a mapped library that is written to ends the process that runs it.
   */
  void unpack(Path folder) throws IOException {
    Path part = Files.createTempFile(folder, name, ".part");
    try {
      CRC32 written = new CRC32();
      try (InputStream in = new CheckedInputStream(open(source), written);
          FileChannel out = FileChannel.open(part, StandardOpenOption.WRITE)) {
        in.transferTo(Channels.newOutputStream(out));
        out.force(true);
      }
      if (written.getValue() != crc) {
        throw new IOException(source + " is damaged: get the jar again");
      }
      var posix = Files.getFileAttributeView(part, PosixFileAttributeView.class);
      if (posix != null) {
        posix.setPermissions(PosixFilePermissions.fromString("rw-r--r--"));
      }
      Path whole = Files.move(part, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
      // Only now: a part with so old a time would be swept away as abandoned.
      Files.setLastModifiedTime(whole, WRITTEN);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  /** The same bytes under this file's name, without a second copy where links can be had. */
  void link(Path folder, NativeFile same) throws IOException {
    // Another class loader has the same process, and another container may have the same number.
    Path part = folder.resolve(name + "." + UUID.randomUUID() + ".part");
    try {
      Files.createSymbolicLink(part, Path.of(same.name));
      Files.move(part, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    } catch (UnsupportedOperationException | IOException e) {
      Files.deleteIfExists(part);
      unpack(folder);
    }
  }

  private static InputStream open(URL source) throws IOException {
    URLConnection connection = source.openConnection();
    connection.setUseCaches(false);
    return connection.getInputStream();
  }
}
