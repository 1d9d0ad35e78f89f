package io.github.recurrent4j.inference.model;

import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * The entries of a model's zip, read once from front to back. No entry may occur twice, grow beyond
 * its kind's limit, or hold far more than was compressed into it; entries of other tools are passed
 * over unread.
 */
final class ModelEntries {
  static final String DESCRIPTION = "recurrent4j.json";
  static final String CONFIGURATION = "configuration.json";
  static final String WEIGHTS = "coefficients.bin";
  static final String BYTES = "weights-int8.bin";
  static final String CHANGE = "weights-change.bin";

  private static final int MOST_ENTRIES = 64;
  private static final int LARGEST_JSON = 4 << 20;
  private static final int LARGEST_TEXT = 8 << 20;
  private static final long MOST_PASSED_OVER = 64L << 20;
  private static final int LONGEST_NAME = 200;

  /** Random weights hardly shrink, and texts to a third: more than this is made to harm. */
  private static final long LARGEST_EXPANSION = 100;

  private static final long SMALL = 1 << 20;

  /** What is done with the weights when their entry comes. */
  interface WeightsReader {
    /**
     * Reads the weights.
     *
     * @param configuration the network's description, or null if it has not come yet
     * @param bytes whether they are of 8 bits
     * @return false if they cannot be read now: the file is then read once more, with the
     *     description
     */
    boolean read(String configuration, InputStream weights, boolean bytes) throws IOException;

    /** Reads what is added to another model's weights. */
    void readChange(InputStream change) throws IOException;
  }

  private final Map<String, String> texts = new LinkedHashMap<>();
  private String configuration;
  private String description;
  private ZipEntry weightsSeen;
  private boolean weightsRead;
  private boolean changeSeen;

  private ModelEntries() {}

  /**
   * Reads all entries.
   *
   * @param source opens the file, perhaps twice
   * @throws ModelFileException if it is no such zip, or something in it is too large
   * @throws IOException if the file cannot be read or is cut off
   */
  static ModelEntries read(ModelFile.Source source, WeightsReader weights) throws IOException {
    ModelEntries entries = new ModelEntries();
    entries.pass(source, weights);
    entries.complete();
    if (!entries.weightsRead && !entries.changeSeen) {
      ModelEntries again = new ModelEntries();
      again.configuration = entries.configuration;
      again.pass(source, weights);
    }
    return entries;
  }

  String configuration() {
    return configuration;
  }

  String description() {
    return description;
  }

  /** CRC-32 of the weights as they are stored. */
  long checksum() {
    return weightsSeen.getCrc();
  }

  /** The other entries whose names end in .txt. */
  Map<String, String> texts() {
    return texts;
  }

  private void complete() {
    if (description == null || (configuration == null && !changeSeen) || weightsSeen == null) {
      String missing =
          description == null ? DESCRIPTION : configuration == null ? CONFIGURATION : WEIGHTS;
      throw new ModelFileException(
          "is not a model file or is cut off (no "
              + missing
              + "): train it again or copy it again");
    }
  }

  private void pass(ModelFile.Source source, WeightsReader weights) throws IOException {
    Set<String> seen = new HashSet<>();
    long passedOver = 0;
    try (InputStream raw = source.open();
        Counting counted = new Counting(raw);
        ZipInputStream zip = new ZipInputStream(counted)) {
      for (ZipEntry e = zip.getNextEntry(); e != null; e = zip.getNextEntry()) {
        String name = e.getName();
        if (name.length() > LONGEST_NAME || !seen.add(name) || seen.size() > MOST_ENTRIES) {
          throw new ModelFileException(
              seen.size() > MOST_ENTRIES
                  ? "has more than "
                      + MOST_ENTRIES
                      + " entries: it is not a model file of this suite"
                  : "has the entry " + ModelFileException.quote(name) + " twice: copy it again");
        }
        InputStream entry = new Limited(zip, counted, name);
        switch (name) {
          case DESCRIPTION -> description = text(entry, name, LARGEST_JSON);
          case CONFIGURATION -> configuration = text(entry, name, LARGEST_JSON);
          case WEIGHTS, BYTES, CHANGE -> {
            if (weightsSeen != null) {
              throw new ModelFileException("has its weights twice: copy it again");
            }
            weightsSeen = e;
            changeSeen = name.equals(CHANGE);
            if (changeSeen) {
              weights.readChange(entry);
            } else {
              weightsRead = weights.read(configuration, entry, name.equals(BYTES));
            }
          }
          default -> {
            if (name.endsWith(".txt") && name.indexOf('/') < 0) {
              texts.put(name, text(entry, name, LARGEST_TEXT));
            } else {
              passedOver += passOver(entry, MOST_PASSED_OVER - passedOver);
            }
          }
        }
      }
    } catch (IllegalArgumentException e) {
      // The names of a zip that is none, on older versions of Java.
      throw new IOException(e);
    }
  }

  private static long passOver(InputStream entry, long most) throws IOException {
    byte[] part = new byte[1 << 16];
    long total = 0;
    for (int n = entry.read(part); n >= 0; n = entry.read(part)) {
      total += n;
      if (total > most) {
        throw new ModelFileException(
            "has large entries that belong to no model: it is not a model file of this suite");
      }
    }
    return total;
  }

  private static String text(InputStream entry, String name, int most) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    byte[] part = new byte[1 << 13];
    for (int n = entry.read(part); n >= 0; n = entry.read(part)) {
      if (bytes.size() + n > most) {
        throw new ModelFileException(
            "has more than "
                + (most >> 20)
                + " MB in "
                + ModelFileException.quote(name)
                + ": it is not a model file of this suite");
      }
      bytes.write(part, 0, n);
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT)
          .decode(ByteBuffer.wrap(bytes.toByteArray()))
          .toString();
    } catch (CharacterCodingException e) {
      throw new ModelFileException(
          "has something other than UTF-8 in " + ModelFileException.quote(name) + ": copy it again",
          e);
    }
  }

  /** Knows how many compressed bytes were read. */
  private static final class Counting extends FilterInputStream {
    private long count;

    Counting(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      int b = in.read();
      count += b >= 0 ? 1 : 0;
      return b;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      int n = in.read(into, offset, length);
      count += Math.max(n, 0);
      return n;
    }
  }

  /** One entry, that may not become far larger than what it was unpacked from. */
  private static final class Limited extends FilterInputStream {
    private final Counting packed;
    private final long packedBefore;
    private final String name;
    private long count;

    Limited(InputStream in, Counting packed, String name) {
      super(in);
      this.packed = packed;
      this.packedBefore = packed.count;
      this.name = name;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      int n = in.read(into, offset, length);
      count += Math.max(n, 0);
      if (count > SMALL + LARGEST_EXPANSION * (packed.count - packedBefore)) {
        throw new ModelFileException(
            "holds far more in "
                + ModelFileException.quote(name)
                + " than a model's entry can: it is not a model file of this suite");
      }
      return n;
    }

    @Override
    public void close() {
      // The zip goes on with the next entry.
    }
  }
}
