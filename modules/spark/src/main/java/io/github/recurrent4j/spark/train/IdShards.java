package io.github.recurrent4j.spark.train;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.util.SerializableConfiguration;

/**
 * A text as ids in files that all machines see. A process keeps what it has read last: of each lane
 * of text a piece.
 *
 * @param folder of the files
 * @param starts place of each file's first id in the text, and at last the text's size
 * @param width bytes of an id
 * @param digest of all ids
 * @param hadoop where file systems are known from
 */
record IdShards(
    String folder, List<Long> starts, int width, String digest, SerializableConfiguration hadoop)
    implements Serializable {
  private static final int PIECE = 1 << 14;

  /** Pieces that a process keeps, 64 kB each: more than it has lanes. */
  private static final int KEPT = 1 << 10;

  private static final Map<Key, int[]> PIECES =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, int[]> eldest) {
          return size() > KEPT;
        }
      };

  private record Key(String digest, long number) {}

  /** Number of ids. */
  long size() {
    return starts.get(starts.size() - 1);
  }

  /** The id at a place. */
  int id(long place) {
    return piece(place / PIECE)[(int) (place % PIECE)];
  }

  private int[] piece(long number) {
    synchronized (PIECES) {
      return PIECES.computeIfAbsent(
          new Key(digest, number),
          key -> {
            long from = number * PIECE;
            return read(from, (int) Math.min(PIECE, size() - from));
          });
    }
  }

  /** Some ids, from one file or several. */
  int[] read(long from, int count) {
    int[] ids = new int[count];
    int done = 0;
    while (done < count) {
      int file = file(from + done);
      long start = from + done - starts.get(file);
      int some = (int) Math.min(count - done, starts.get(file + 1) - starts.get(file) - start);
      try {
        IdFile.read(hadoop.value(), IdFile.file(folder, file), start, width, ids, done, some);
      } catch (IOException e) {
        throw new UncheckedIOException(
            "cannot read " + IdFile.file(folder, file) + ": all workers must see the folder", e);
      }
      done += some;
    }
    return ids;
  }

  /** The last file that begins at a place or before: files may be empty. */
  private int file(long place) {
    long[] all = starts.stream().mapToLong(Long::longValue).toArray();
    int at = Arrays.binarySearch(all, place);
    if (at < 0) {
      return -at - 2;
    }
    while (at + 1 < all.length && all[at + 1] == place) {
      at++;
    }
    return at;
  }
}
