package io.github.recurrent4j.spark.train;

import io.github.recurrent4j.vectorization.BadOptionException;
import java.io.IOException;
import java.io.Serializable;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * How examples are laid out for the workers.
 *
 * @param folder where shards are written, on any file system that Spark knows and that all workers
 *     see
 * @param rows examples of a shard, about
 * @param streams shards that are read side by side: the workers at the beginning
 * @param run minibatches that are taken from a stream before the next one's turn: the updates of a
 *     worker in a round
 * @param seed of what is random
 */
public record ShardLayout(String folder, int rows, int streams, int run, long seed)
    implements Serializable {

  /** Checks the numbers. */
  public ShardLayout {
    BadOptionException.require(rows >= 1, "--shard-rows must be 1 at least");
    BadOptionException.require(
        streams >= 1 && run >= 1, "--workers and --interval must be 1 at least");
  }

  /** Removes the shards that have been written, and the folder if nothing else is in it. */
  public void remove(Configuration hadoop) throws IOException {
    Path path = new Path(folder);
    FileSystem files = path.getFileSystem(hadoop);
    if (!files.exists(path)) {
      return;
    }
    for (FileStatus file : files.listStatus(path, ShardFile::isShard)) {
      files.delete(file.getPath(), false);
    }
    if (files.listStatus(path).length == 0) {
      files.delete(path, false);
    }
  }

  /** How many shards so many examples make; each stream has one at least. */
  int shards(long examples) {
    return (int) Math.max(streams, (examples + rows - 1) / rows);
  }
}
