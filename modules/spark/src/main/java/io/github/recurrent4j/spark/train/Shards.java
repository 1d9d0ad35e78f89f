package io.github.recurrent4j.spark.train;

import io.github.recurrent4j.training.RemoteExamples;
import io.github.recurrent4j.training.TrainingTask;
import io.github.recurrent4j.vectorization.BadInputException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Shards that have been written.
 *
 * @param <E> an example
 */
final class Shards<E> implements RemoteExamples.Prepared<E> {
  /** Characters of the sample, which stays in the driver's memory for a while. */
  private static final long SAMPLE = 1L << 24;

  private final JavaSparkContext context;
  private final List<ShardFile.Written> shards;
  private final ExampleForm<E> form;
  private final ShardLayout layout;
  private final SerializableConfiguration hadoop;
  private final String digest;

  Shards(
      JavaSparkContext context,
      List<ShardFile.Written> written,
      ExampleForm<E> form,
      ShardLayout layout,
      SerializableConfiguration hadoop) {
    this.context = context;
    this.shards = new ArrayList<>(written);
    this.shards.sort(Comparator.comparingInt(ShardFile.Written::number));
    this.form = form;
    this.layout = layout;
    this.hadoop = hadoop;
    StringBuilder all = new StringBuilder(layout.streams() + " " + layout.run());
    shards.forEach(shard -> all.append(' ').append(shard.digest()));
    digest =
        HexFormat.of()
            .formatHex(RowKey.sha256().digest(all.toString().getBytes(StandardCharsets.UTF_8)));
  }

  private List<Integer> numbers() {
    return IntStream.range(0, shards.size()).boxed().toList();
  }

  @Override
  public long count() {
    return shards.stream().mapToLong(ShardFile.Written::rows).sum();
  }

  @Override
  public String digest() {
    return digest;
  }

  @Override
  public List<E> sample() {
    return ShardedExamples.job(
        () -> {
          long most = SAMPLE / shards.size();
          String folder = layout.folder();
          ExampleForm<E> as = form;
          SerializableConfiguration files = hadoop;
          return context
              .parallelize(numbers(), shards.size())
              .flatMap(
                  shard -> {
                    long[] chars = {0};
                    return ShardFile.read(
                            files.value(),
                            folder,
                            shard,
                            as,
                            example -> {
                              as.fields(example).forEach(field -> chars[0] += field.length());
                              return chars[0] <= most;
                            })
                        .iterator();
                  })
              .collect();
        });
  }

  @Override
  public TrainingTask.Batches batches(RemoteExamples.Maker<E> maker) {
    return ShardedExamples.job(
        () -> {
          Broadcast<ShardReader<?>> reader =
              context.broadcast(new ShardReader<>(layout, digest, form, maker, hadoop));
          List<ShardSize> sizes =
              context
                  .parallelize(numbers(), shards.size())
                  .map(shard -> reader.value().size(shard))
                  .collect();
          if (sizes.stream().mapToInt(ShardSize::minibatches).sum() == 0) {
            throw new BadInputException(
                "no example is left to train on: check the columns, and what leaves examples out");
          }
          return new ShardBatches(reader, sizes, layout, tasks());
        });
  }

  /** Tasks that a worker's process runs at once: on one machine all of them. */
  private int tasks() {
    return context.isLocal()
        ? Math.max(layout.streams(), context.defaultParallelism())
        : context.getConf().getInt("spark.executor.cores", layout.streams());
  }
}
