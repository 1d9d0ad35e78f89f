package io.github.recurrent4j.vectorization;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A long text as ids, one byte each for vocabularies up to 256 tokens, two up to 65,536, else four:
 * a 100 MB character text takes 100 MB.
 */
public final class IdSequence {
  private static final int BLOCK = 1 << 20;

  private final int width;
  private final List<Object> blocks = new ArrayList<>();
  private long size;

  /** An empty sequence of ids below {@code vocabularySize}. */
  public IdSequence(int vocabularySize) {
    width = vocabularySize <= 256 ? 1 : vocabularySize <= 65_536 ? 2 : 4;
  }

  /**
   * Reads a text file as ids.
   *
   * @throws BadInputException if the file cannot be read as text, or has a token that the
   *     vocabulary neither has nor maps to an unknown token
   */
  public static IdSequence read(Path file, Tokenizer tokenizer, Vocabulary vocabulary) {
    IdSequence ids = new IdSequence(vocabulary.size());
    TextFile.read(file, text -> ids.append(text, tokenizer, vocabulary, file.toString()));
    return ids;
  }

  /** Appends a text's ids; {@code where} names the text in messages. */
  public void append(CharSequence text, Tokenizer tokenizer, Vocabulary vocabulary, String where) {
    tokenizer.tokenize(
        text,
        token -> {
          int id = vocabulary.id(token);
          if (id < 0) {
            throw new BadInputException(
                where + " has '" + token + "', which the model does not know");
          }
          add(id);
        });
  }

  /** Appends an id. */
  public void add(int id) {
    int offset = (int) (size % BLOCK);
    if (offset == 0) {
      blocks.add(width == 1 ? new byte[BLOCK] : width == 2 ? new short[BLOCK] : new int[BLOCK]);
    }
    Object block = blocks.get(blocks.size() - 1);
    if (width == 1) {
      ((byte[]) block)[offset] = (byte) id;
    } else if (width == 2) {
      ((short[]) block)[offset] = (short) id;
    } else {
      ((int[]) block)[offset] = id;
    }
    size++;
  }

  /** The id at a position. */
  public int get(long position) {
    Objects.checkIndex(position, size);
    Object block = blocks.get((int) (position / BLOCK));
    int offset = (int) (position % BLOCK);
    if (width == 1) {
      return ((byte[]) block)[offset] & 0xFF;
    }
    return width == 2 ? ((short[]) block)[offset] & 0xFFFF : ((int[]) block)[offset];
  }

  /** Number of ids. */
  public long size() {
    return size;
  }
}
