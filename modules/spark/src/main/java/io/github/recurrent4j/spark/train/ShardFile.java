package io.github.recurrent4j.spark.train;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.function.Predicate;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import scala.Tuple2;

/**
 * A shard in a file: for each example the number of its fields, and each field's length and UTF-8;
 * at the end a zero; all of it in gzip.
 */
final class ShardFile {
  private static final int BUFFER = 1 << 16;

  private ShardFile() {}

  /**
   * What was written.
   *
   * @param number of the shard
   * @param rows examples in it
   * @param digest of its examples
   */
  record Written(int number, long rows, String digest) implements java.io.Serializable {}

  /** Whether a file is a shard, whole or not. */
  static boolean isShard(Path file) {
    return file.getName().matches("\\.?shard-\\d{5,}\\.(gz|ids)(\\.\\d+)?");
  }

  static Path file(String folder, int number) {
    return new Path(folder, String.format("shard-%05d.gz", number));
  }

  /** Where a task writes what becomes a file. */
  static Path part(Path file, String task) {
    return new Path(file.getParent(), "." + file.getName() + "." + task);
  }

  /** Moves what a task has written into place, where another's may be. */
  static void place(FileSystem files, Path part, Path file) throws IOException {
    files.delete(file, false);
    if (!files.rename(part, file)) {
      throw new IOException("cannot write " + file + ": check the folder and its permissions");
    }
  }

  /**
   * Writes a shard under a name of its own, and then moves it into place: tasks may be repeated.
   *
   * @param examples in order; of equal keys the first is written
   */
  static <E> Written write(
      Configuration hadoop,
      String folder,
      int number,
      String task,
      Iterator<Tuple2<RowKey, E>> examples,
      ExampleForm<E> form)
      throws IOException {
    Path file = file(folder, number);
    Path part = part(file, task);
    FileSystem files = file.getFileSystem(hadoop);
    java.security.MessageDigest digest = RowKey.sha256();
    long rows = 0;
    try (DataOutputStream out =
        new DataOutputStream(
            new BufferedOutputStream(new GZIPOutputStream(files.create(part, true)), BUFFER))) {
      RowKey last = RowKey.FIRST;
      while (examples.hasNext()) {
        Tuple2<RowKey, E> next = examples.next();
        if (rows > 0 && next._1().same(last)) {
          continue;
        }
        last = next._1();
        List<String> fields = form.fields(next._2());
        out.writeInt(fields.size());
        for (String field : fields) {
          byte[] bytes = field.getBytes(StandardCharsets.UTF_8);
          out.writeInt(bytes.length);
          out.write(bytes);
          digest.update(bytes);
          digest.update((byte) 0);
        }
        rows++;
      }
      out.writeInt(0);
    }
    place(files, part, file);
    return new Written(number, rows, HexFormat.of().formatHex(digest.digest()));
  }

  /** Reads a shard's examples, in order, as long as they are wanted. */
  static <E> List<E> read(
      Configuration hadoop, String folder, int number, ExampleForm<E> form, Predicate<E> wanted)
      throws IOException {
    Path file = file(folder, number);
    List<E> examples = new ArrayList<>();
    try (DataInputStream in =
        new DataInputStream(
            new BufferedInputStream(
                new GZIPInputStream(file.getFileSystem(hadoop).open(file)), BUFFER))) {
      for (int count = in.readInt(); count > 0; count = in.readInt()) {
        List<String> fields = new ArrayList<>();
        for (int i = 0; i < count; i++) {
          fields.add(new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8));
        }
        E example = form.of(fields);
        if (!wanted.test(example)) {
          break;
        }
        examples.add(example);
      }
    }
    return examples;
  }
}
