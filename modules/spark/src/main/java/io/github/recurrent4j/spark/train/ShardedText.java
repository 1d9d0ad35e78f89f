package io.github.recurrent4j.spark.train;

import io.github.recurrent4j.training.RemoteText;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.util.SerializableConfiguration;
import scala.Tuple2;

/**
 * A text that workers read. They encode it once into files of ids, of which each later reads the
 * pieces that its lanes are at. The driver has the ids that are held out, tokens, and counts.
 */
public final class ShardedText implements RemoteText {
  private static final long BLOCK = 1L << 22;

  /** Bytes of text that tokens are learned from. */
  private static final long SAMPLE = 1L << 24;

  private final JavaSparkContext context;
  private final TextRows rows;
  private final JavaRDD<String> lines;
  private final String folder;
  private final long seed;

  /**
   * A text as Spark reads it.
   *
   * @param file or folder of files, on any file system that Spark knows
   * @param folder where ids are written, which all workers see
   * @param seed of what is random
   */
  public ShardedText(JavaSparkContext context, String file, String folder, long seed) {
    this(context, file, folder, seed, BLOCK);
  }

  /** The same with pieces of about so many bytes. */
  ShardedText(JavaSparkContext context, String file, String folder, long seed, long block) {
    this.context = context;
    this.folder = folder;
    this.seed = seed;
    rows = ShardedExamples.job(() -> new TextRows(context, file));
    lines = ShardedExamples.job(() -> rows.read(block));
  }

  /** The more frequent first, and of equally frequent ones the first by text. */
  private static final class ByCount implements Comparator<Tuple2<String, Long>>, Serializable {
    private static final long serialVersionUID = 1;

    @Override
    public int compare(Tuple2<String, Long> a, Tuple2<String, Long> b) {
      int byCount = Long.compare(b._2(), a._2());
      return byCount != 0 ? byCount : a._1().compareTo(b._1());
    }
  }

  @Override
  public Map<String, Long> counts(Cutter cutter, long least, int most) {
    List<Tuple2<String, Long>> counted =
        ShardedExamples.job(
            () ->
                lines
                    .mapPartitionsToPair(
                        some -> {
                          Map<String, Long> counts = new HashMap<>();
                          some.forEachRemaining(
                              line -> cutter.cut(line, t -> counts.merge(t, 1L, Long::sum)));
                          return counts.entrySet().stream()
                              .map(each -> new Tuple2<>(each.getKey(), each.getValue()))
                              .iterator();
                        })
                    .reduceByKey(Long::sum)
                    .filter(each -> each._2() >= least)
                    .takeOrdered(most, new ByCount()));
    Map<String, Long> counts = new LinkedHashMap<>();
    counted.forEach(each -> counts.put(each._1(), each._2()));
    return counts;
  }

  @Override
  public List<String> sample() {
    return ShardedExamples.job(
        () -> {
          double part = (double) SAMPLE / rows.bytes();
          JavaRDD<String> some = part >= 1 ? lines : lines.sample(false, part, seed);
          return some.map(line -> line.endsWith("\n") ? line.substring(0, line.length() - 1) : line)
              .collect();
        });
  }

  @Override
  public Encoded encode(Encoder encoder, int vocabulary) {
    int width = IdFile.width(vocabulary);
    SerializableConfiguration hadoop = new SerializableConfiguration(context.hadoopConfiguration());
    String to = folder;
    List<IdFile.Written> written =
        ShardedExamples.job(
            () ->
                lines
                    .mapPartitionsWithIndex(
                        (number, some) ->
                            List.of(
                                    IdFile.write(
                                        hadoop.value(),
                                        new IdFile.Target(
                                            to,
                                            number,
                                            Long.toString(TaskContext.get().taskAttemptId())),
                                        width,
                                        some,
                                        encoder))
                                .iterator(),
                        true)
                    .collect());
    List<IdFile.Written> ordered = new ArrayList<>(written);
    ordered.sort(Comparator.comparingInt(IdFile.Written::number));
    List<Long> starts = new ArrayList<>(List.of(0L));
    StringBuilder digests = new StringBuilder();
    for (IdFile.Written each : ordered) {
      starts.add(starts.get(starts.size() - 1) + each.size());
      digests.append(each.digest()).append(' ');
    }
    String digest =
        HexFormat.of()
            .formatHex(RowKey.sha256().digest(digests.toString().getBytes(StandardCharsets.UTF_8)));
    return new IdText(
        context, new IdShards(folder, List.copyOf(starts), width, digest, hadoop), vocabulary);
  }
}
