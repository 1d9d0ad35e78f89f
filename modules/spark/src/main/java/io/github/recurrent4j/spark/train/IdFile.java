package io.github.recurrent4j.spark.train;

import io.github.recurrent4j.training.RemoteText;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Iterator;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A piece of a text as ids in a file: big-endian numbers of one, two or four bytes, by the size of
 * the vocabulary, and nothing else.
 */
final class IdFile {
  private static final int BUFFER = 1 << 16;
  private static final int ONE = 1 << 8;
  private static final int TWO = 1 << 16;

  private IdFile() {}

  /**
   * What was written.
   *
   * @param number of the piece
   * @param size ids in it
   * @param digest of them
   */
  record Written(int number, long size, String digest) implements Serializable {}

  /** Bytes of an id below so many. */
  static int width(int vocabulary) {
    return vocabulary <= ONE ? 1 : vocabulary <= TWO ? 2 : 4;
  }

  static Path file(String folder, int number) {
    return new Path(folder, String.format("shard-%05d.ids", number));
  }

  /**
   * Writes a piece.
   *
   * @param width bytes of an id
   * @param lines of the text, with their ends
   */
  static Written write(
      Configuration hadoop,
      Target target,
      int width,
      Iterator<String> lines,
      RemoteText.Encoder encoder)
      throws IOException {
    Path file = file(target.folder(), target.number());
    Path part = ShardFile.part(file, target.task());
    FileSystem files = file.getFileSystem(hadoop);
    MessageDigest digest = RowKey.sha256();
    long[] size = {0};
    try (DataOutputStream out =
        new DataOutputStream(
            new BufferedOutputStream(
                new DigestOutputStream(files.create(part, true), digest), BUFFER))) {
      while (lines.hasNext()) {
        encoder.encode(
            lines.next(),
            id -> {
              write(out, id, width);
              size[0]++;
            });
      }
    }
    ShardFile.place(files, part, file);
    return new Written(target.number(), size[0], HexFormat.of().formatHex(digest.digest()));
  }

  /**
   * Where a piece goes.
   *
   * @param number of the piece
   * @param task tells writers of the same piece apart
   */
  record Target(String folder, int number, String task) {}

  private static void write(DataOutputStream out, int id, int width) {
    try {
      switch (width) {
        case 1 -> out.writeByte(id);
        case 2 -> out.writeShort(id);
        default -> out.writeInt(id);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads ids of a piece from a place on. */
  static void read(
      Configuration hadoop, Path file, long from, int width, int[] into, int at, int count)
      throws IOException {
    byte[] bytes = new byte[count * width];
    try (FSDataInputStream in = file.getFileSystem(hadoop).open(file)) {
      in.readFully(from * width, bytes);
    }
    ByteBuffer ids = ByteBuffer.wrap(bytes);
    for (int i = 0; i < count; i++) {
      into[at + i] =
          switch (width) {
            case 1 -> ids.get() & 0xFF;
            case 2 -> ids.getShort() & 0xFFFF;
            default -> ids.getInt();
          };
    }
  }
}
