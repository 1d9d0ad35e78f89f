package io.github.recurrent4j.vectorization;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.RandomAccess;

/**
 * Pairs by their numbers: on the heap while they are few, else in a temporary file that is read
 * through the operating system's cache, so that a corpus may be larger than memory. Of each pair
 * then 8 bytes stay on the heap. The file loses its name once it is open, so that it ends with the
 * process, however that ends.
 */
final class PairStore {
  private static final int SEGMENT = 1 << 28;
  private static final int PER_PAIR = 120;
  private static final int PART_OF_HEAP = 8;

  private final long mostOnHeap;
  private final int segment;
  private List<TextPair> onHeap = new ArrayList<>();
  private long bytesOnHeap;
  private Spilled spilled;

  /** A store that keeps an eighth of the largest heap there can be. */
  PairStore() {
    this(Runtime.getRuntime().maxMemory() / PART_OF_HEAP);
  }

  private PairStore(long mostOnHeap) {
    this(mostOnHeap, SEGMENT);
  }

  /**
   * A store that keeps about so many bytes of pairs on the heap, and maps segments of this size.
   */
  PairStore(long mostOnHeap, int segment) {
    this.mostOnHeap = mostOnHeap;
    this.segment = segment;
  }

  /**
   * Adds a pair.
   *
   * @throws BadInputException if the temporary folder is full or cannot be written
   */
  void add(TextPair pair) {
    if (spilled != null) {
      spilled.add(pair);
      return;
    }
    onHeap.add(pair);
    bytesOnHeap += PER_PAIR + 2L * (pair.source().length() + pair.target().length());
    if (bytesOnHeap > mostOnHeap) {
      spilled = new Spilled(segment);
      onHeap.forEach(spilled::add);
      onHeap = List.of();
    }
  }

  /** Whether the pairs are in a file. */
  boolean isSpilled() {
    return spilled != null;
  }

  int size() {
    return spilled == null ? onHeap.size() : spilled.size();
  }

  /** All pairs so far, in order; for any number of threads, while nothing is added. */
  List<TextPair> list() {
    return spilled == null ? onHeap : spilled;
  }

  /** Pairs in segments of a file that are mapped; a pair never lies in two of them. */
  private static final class Spilled extends AbstractList<TextPair> implements RandomAccess {
    private final int segment;
    private final FileChannel file;
    private final List<MappedByteBuffer> segments = new ArrayList<>();
    private long[] places = new long[1024];
    private int count;
    private long end;

    Spilled(int segment) {
      this.segment = segment;
      try {
        Path path = Files.createTempFile("recurrent4j-pairs", ".bin");
        file =
            FileChannel.open(
                path,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE,
                StandardOpenOption.DELETE_ON_CLOSE);
        unnamed(path);
      } catch (IOException e) {
        throw full(e);
      }
    }

    /** Where a system lets an open file go, it goes now, and not only at an orderly end. */
    private static void unnamed(Path path) {
      try {
        Files.delete(path);
      } catch (IOException e) {
        path.toFile().deleteOnExit();
      }
    }

    private static BadInputException full(IOException e) {
      return new BadInputException(
          "pairs beyond the heap go to "
              + System.getProperty("java.io.tmpdir")
              + ", which cannot be written ("
              + e.getMessage()
              + "): make room, or name another folder with -Djava.io.tmpdir",
          e);
    }

    @Override
    public boolean add(TextPair pair) {
      byte[] source = pair.source().getBytes(StandardCharsets.UTF_8);
      byte[] target = pair.target().getBytes(StandardCharsets.UTF_8);
      int length = 2 * Integer.BYTES + source.length + target.length;
      if (length > segment) {
        throw new BadInputException("a pair has more than " + (segment >> 20) + " MB: cut it");
      }
      if (end / segment != (end + length - 1) / segment) {
        end = (end / segment + 1) * segment;
      }
      ByteBuffer record = ByteBuffer.allocate(length);
      record.putInt(source.length).putInt(target.length).put(source).put(target).flip();
      try {
        // Written, not mapped: a full disk is an error here, and would end the process there.
        for (long at = end; record.hasRemaining(); ) {
          at += file.write(record, at);
        }
      } catch (IOException e) {
        throw full(e);
      }
      if (count == places.length) {
        places = Arrays.copyOf(places, count + count / 2);
      }
      places[count++] = end;
      end += length;
      modCount++;
      return true;
    }

    @Override
    public TextPair get(int number) {
      if (number < 0 || number >= count) {
        throw new IndexOutOfBoundsException(number);
      }
      MappedByteBuffer from = segment((int) (places[number] / segment));
      int at = (int) (places[number] % segment);
      byte[] source = new byte[from.getInt(at)];
      byte[] target = new byte[from.getInt(at + Integer.BYTES)];
      at += 2 * Integer.BYTES;
      from.get(at, source);
      from.get(at + source.length, target);
      return new TextPair(
          new String(source, StandardCharsets.UTF_8), new String(target, StandardCharsets.UTF_8));
    }

    /** A segment; the last one is mapped anew as it grows. */
    private synchronized MappedByteBuffer segment(int number) {
      long first = (long) number * segment;
      int size = (int) Math.min(segment, end - first);
      while (segments.size() <= number) {
        segments.add(null);
      }
      MappedByteBuffer mapped = segments.get(number);
      if (mapped == null || mapped.capacity() < size) {
        try {
          // The file ends where the last pair does, or in the gap before a segment: a mapping past
          // it would grow it.
          mapped =
              file.map(FileChannel.MapMode.READ_ONLY, first, Math.min(size, file.size() - first));
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
        segments.set(number, mapped);
      }
      return mapped;
    }

    @Override
    public int size() {
      return count;
    }
  }
}
