package io.github.recurrent4j.spark.train;

import io.github.recurrent4j.spark.SparkFailure;
import io.github.recurrent4j.training.RemoteExamples;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.spark.Partitioner;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.util.SerializableConfiguration;
import scala.Tuple2;

/**
 * Examples that workers read. They are shuffled once, by a hash of seed and key, into shards: files
 * of some ten thousand, which workers read and make minibatches of. Examples of equal keys meet in
 * a shard, where the first is kept. The driver has those that are held out, a sample, and counts.
 *
 * @param <E> an example
 */
public final class ShardedExamples<E> implements RemoteExamples<E> {
  private final JavaSparkContext context;
  private final JavaRDD<E> rows;
  private final ExampleForm<E> form;
  private final ShardLayout layout;
  private JavaPairRDD<E, Long> numbered;
  private long count = -1;
  private RowKey held = RowKey.FIRST;

  /**
   * Examples as Spark reads them.
   *
   * @param rows in an order that is always the same
   * @param form of an example in a shard's file
   */
  public ShardedExamples(
      JavaSparkContext context, JavaRDD<E> rows, ExampleForm<E> form, ShardLayout layout) {
    this.context = context;
    this.rows = rows;
    this.form = form;
    this.layout = layout;
  }

  private JavaPairRDD<RowKey, E> keyed(Key<E> key) {
    long seed = layout.seed();
    if (numbered == null) {
      // This counts what each partition has.
      numbered = rows.zipWithIndex();
    }
    return numbered.mapToPair(
        row -> new Tuple2<>(RowKey.of(key.of(row._1()), seed, row._2()), row._1()));
  }

  private long count() {
    if (count < 0) {
      count = rows.count();
    }
    return count;
  }

  /** Compares what examples are known by. */
  private static final class ByKey<E> implements Comparator<Tuple2<RowKey, E>>, Serializable {
    private static final long serialVersionUID = 1;

    @Override
    public int compare(Tuple2<RowKey, E> a, Tuple2<RowKey, E> b) {
      return a._1().compareTo(b._1());
    }
  }

  @Override
  public List<E> holdOut(Key<E> key, int part, int most) {
    return job(
        () -> {
          int wanted = (int) Math.min(most, count() / part);
          List<E> out = new ArrayList<>();
          if (wanted > 0) {
            for (Tuple2<RowKey, E> each : keyed(key).takeOrdered(wanted, new ByKey<E>())) {
              if (out.isEmpty() || !each._1().same(held)) {
                out.add(each._2());
              }
              held = each._1();
            }
          }
          return out;
        });
  }

  /** Chooses shards. */
  private static final class ByShard extends Partitioner {
    private static final long serialVersionUID = 1;
    private final int shards;

    ByShard(int shards) {
      this.shards = shards;
    }

    @Override
    public int numPartitions() {
      return shards;
    }

    @Override
    public int getPartition(Object key) {
      return ((RowKey) key).shard(shards);
    }
  }

  @Override
  public Prepared<E> prepare(Key<E> key, Filter<E> filter) {
    return job(
        () -> {
          SerializableConfiguration hadoop =
              new SerializableConfiguration(context.hadoopConfiguration());
          int shards = layout.shards(count());
          RowKey after = held;
          String folder = layout.folder();
          ExampleForm<E> as = form;
          List<ShardFile.Written> written =
              keyed(key)
                  .filter(each -> each._1().compareTo(after) > 0 && !each._1().same(after))
                  .filter(each -> filter.keeps(each._2()))
                  .repartitionAndSortWithinPartitions(new ByShard(shards))
                  .mapPartitionsWithIndex(
                      (number, examples) ->
                          List.of(
                                  ShardFile.write(
                                      hadoop.value(),
                                      folder,
                                      number,
                                      Long.toString(TaskContext.get().taskAttemptId()),
                                      examples,
                                      as))
                              .iterator(),
                      true)
                  .collect();
          return new Shards<>(context, written, form, layout, hadoop);
        });
  }

  /** What goes wrong in a job becomes one line. */
  static <T> T job(Callable<T> work) {
    try {
      return work.call();
    } catch (Exception e) { // Checked ones come out of Scala undeclared.
      throw SparkFailure.of(e);
    }
  }
}
