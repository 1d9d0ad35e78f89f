package io.github.recurrent4j.spark.train;

import io.github.recurrent4j.vectorization.BadInputException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.LongWritable;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.mapreduce.lib.input.FileInputFormat;
import org.apache.hadoop.mapreduce.lib.input.TextInputFormat;
import org.apache.hadoop.util.StringUtils;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * A text file, or those of a folder one after the other by name, line by line as one machine reads
 * it: with LF at each line's end but the last one's, where the file has none.
 */
final class TextRows {
  private static final int MOST_BLOCKS = 10_000;

  private final JavaSparkContext context;
  private final String name;
  private final List<FileStatus> files;

  /**
   * Looks for the files.
   *
   * @throws BadInputException if there are none, or no text is in them
   */
  TextRows(JavaSparkContext context, String name) throws IOException {
    this.context = context;
    this.name = name;
    Path path = new Path(name);
    FileSystem system = path.getFileSystem(context.hadoopConfiguration());
    if (!system.exists(path)) {
      throw new BadInputException(name + " does not exist");
    }
    files = new ArrayList<>();
    for (FileStatus file :
        system.getFileStatus(path).isDirectory()
            ? system.listStatus(path, child -> !child.getName().matches("[._].*"))
            : new FileStatus[] {system.getFileStatus(path)}) {
      if (file.isFile() && file.getLen() > 0) {
        files.add(file);
      }
    }
    files.sort(Comparator.comparing(FileStatus::getPath));
    if (files.isEmpty()) {
      throw new BadInputException(name + " is empty");
    }
  }

  /** Bytes of all files. */
  long bytes() {
    return files.stream().mapToLong(FileStatus::getLen).sum();
  }

  /**
   * The lines with their ends, in order.
   *
   * @param block bytes of a partition, about
   */
  JavaRDD<String> read(long block) throws IOException {
    Configuration hadoop = new Configuration(context.hadoopConfiguration());
    hadoop.set(
        FileInputFormat.INPUT_DIR,
        files.stream()
            .map(file -> StringUtils.escapeString(file.getPath().toString()))
            .collect(Collectors.joining(",")));
    hadoop.setLong(FileInputFormat.SPLIT_MAXSIZE, Math.max(block, bytes() / MOST_BLOCKS));
    String where = name;
    JavaRDD<String> lines =
        context
            .newAPIHadoopRDD(hadoop, TextInputFormat.class, LongWritable.class, Text.class)
            .map(line -> decoded(line._2(), where));
    int last = endsInLine() ? -1 : last(lines);
    return lines.mapPartitionsWithIndex((number, some) -> new Ended(some, number == last), true);
  }

  private static String decoded(Text line, String where) {
    try {
      String text = Text.decode(line.getBytes(), 0, line.getLength(), false);
      if (text.indexOf(0) >= 0) {
        throw new BadInputException(where + " is not a text: it has a byte 0");
      }
      return text;
    } catch (CharacterCodingException e) {
      throw new BadInputException(where + " is not UTF-8: convert it", e);
    }
  }

  private boolean endsInLine() throws IOException {
    FileStatus file = files.get(files.size() - 1);
    try (FSDataInputStream in =
        file.getPath().getFileSystem(context.hadoopConfiguration()).open(file.getPath())) {
      in.seek(file.getLen() - 1);
      int end = in.read();
      return end == '\n' || end == '\r';
    }
  }

  /** The last partition that has a line. */
  private static int last(JavaRDD<String> lines) {
    return lines
        .mapPartitionsWithIndex(
            (number, some) -> (some.hasNext() ? List.of(number) : List.<Integer>of()).iterator(),
            true)
        .collect()
        .stream()
        .mapToInt(Integer::intValue)
        .max()
        .orElseThrow();
  }

  /** Lines with their ends. */
  private record Ended(Iterator<String> lines, boolean last) implements Iterator<String> {
    @Override
    public boolean hasNext() {
      return lines.hasNext();
    }

    @Override
    public String next() {
      String line = lines.next();
      return last && !lines.hasNext() ? line : line + "\n";
    }
  }
}
