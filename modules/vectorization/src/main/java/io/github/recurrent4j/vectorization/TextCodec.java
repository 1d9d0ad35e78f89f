package io.github.recurrent4j.vectorization;

import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Turns a text into ids and ids into a text. */
public interface TextCodec {

  /** Ids of a text, without start or end. */
  int[] encode(String text);

  /**
   * Ids of a text, cut differently at each call where the codec can: noise against overfitting.
   *
   * @param rate how much noise, in [0, 1)
   * @param random its source
   */
  default int[] encode(String text, double rate, Random random) {
    return encode(text);
  }

  /**
   * The tokens behind ids of a text, those without an id of their own as the text has them.
   *
   * @param text the text
   * @param ids what {@link #encode(String)} made of it
   */
  default List<String> tokens(String text, int[] ids) {
    return Arrays.stream(ids).mapToObj(id -> vocabulary().token(id)).toList();
  }

  /** Text of ids; padding, start and end give none. */
  String decode(int[] ids);

  /** The tokens behind the ids. */
  Vocabulary vocabulary();

  /** Whether a token begins a word. */
  boolean startsWord(int id);

  /** A stable text that {@link #fromText} reads. */
  String toText();

  /**
   * Reads a codec.
   *
   * @throws BadInputException if the text is no codec
   */
  static TextCodec fromText(String text) {
    return text.startsWith(BytePairEncoding.HEADER)
        ? BytePairEncoding.fromText(text)
        : TokenCodec.fromText(text);
  }
}
