package io.github.recurrent4j.languagemodel;

import io.github.recurrent4j.vectorization.BytePairEncoding;
import io.github.recurrent4j.vectorization.Vocabulary;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/**
 * Byte pairs (Sennrich et al., 2016), line by line, each line's end being a token. Any text can be
 * read, and what is read is written again as it was.
 *
 * @param codec learned from the training text
 */
record BytePairTokens(BytePairEncoding codec) implements Tokens {

  @Override
  public Vocabulary vocabulary() {
    return codec.vocabulary();
  }

  @Override
  public Map<String, String> entries() {
    return Map.of(CODEC, codec.toText());
  }

  @Override
  public int lineEnd() {
    return vocabulary().id(Vocabulary.END);
  }

  @Override
  public void read(CharSequence text, IntConsumer ids, Consumer<String> unknown) {
    int from = 0;
    for (int i = 0; i <= text.length(); i++) {
      boolean end = i < text.length() && text.charAt(i) == '\n';
      if (end || i == text.length()) {
        if (i > from) {
          Arrays.stream(codec.encode(text.subSequence(from, i).toString())).forEach(ids);
        }
        if (end) {
          ids.accept(lineEnd());
        }
        from = i + 1;
      }
    }
  }

  @Override
  public int standsForUnknown() {
    return -1;
  }

  /**
   * A space at the end is left to the first word that follows, whose token begins with it: in
   * training texts it hardly ever stands alone.
   */
  @Override
  public int[] beginning(EncodedText text) {
    int[] ids = text.ids();
    return endsInSpace(text.text()) ? Arrays.copyOf(ids, ids.length - 1) : ids;
  }

  private static boolean endsInSpace(CharSequence text) {
    return text.length() > 0 && text.charAt(text.length() - 1) == ' ';
  }

  @Override
  public Writer writer(CharSequence before) {
    return new Pieces(before);
  }

  private final class Pieces implements Writer {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final int pad = vocabulary().id(Vocabulary.PAD);
    private final int start = vocabulary().id(Vocabulary.START);

    /** Whether a word must come, since the text before ends in the space that begins it. */
    private boolean afterSpace;

    /** Whether the next token's space only says that a word begins: a line has none in front. */
    private boolean atLineStart;

    Pieces(CharSequence before) {
      afterSpace = endsInSpace(before);
      atLineStart = before.length() == 0 || before.charAt(before.length() - 1) == '\n';
    }

    @Override
    public boolean allows(int id) {
      return id != pad && id != start && (!afterSpace || codec.startsWord(id));
    }

    @Override
    public String next(int id) {
      int value = codec.byteOf(id);
      if (value >= 0) {
        bytes.write(value);
        return spaced(complete());
      }
      String rest = spaced(all());
      if (id == lineEnd()) {
        atLineStart = true;
        return rest + "\n";
      }
      return rest + spaced(codec.textOf(id));
    }

    /** The characters whose bytes are all there. */
    private String complete() {
      String text = bytes.toString(StandardCharsets.UTF_8);
      // A character takes four bytes at most; more are none, and stand for themselves.
      boolean open = bytes.size() < 4 && text.indexOf('\uFFFD') >= 0;
      return open ? "" : all();
    }

    private String all() {
      String text = bytes.toString(StandardCharsets.UTF_8);
      bytes.reset();
      return text;
    }

    private String spaced(String text) {
      boolean implied = (afterSpace || atLineStart) && text.startsWith(" ");
      if (!text.isEmpty()) {
        afterSpace = false;
        atLineStart = false;
      }
      return implied ? text.substring(1) : text;
    }
  }
}
