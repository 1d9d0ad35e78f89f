package io.github.recurrent4j.languagemodel;

import io.github.recurrent4j.vectorization.BadInputException;
import io.github.recurrent4j.vectorization.BytePairEncoding;
import io.github.recurrent4j.vectorization.TextCodec;
import io.github.recurrent4j.vectorization.Units;
import io.github.recurrent4j.vectorization.Vocabulary;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.function.UnaryOperator;

/** How a language model cuts texts into tokens, and makes text of tokens again. */
interface Tokens {
  /** Entry of a model file: characters or words. */
  String VOCABULARY = "vocabulary.txt";

  /** Entry of a model file: byte pairs. */
  String CODEC = "codec.txt";

  /** The tokens, numbered. */
  Vocabulary vocabulary();

  /** The token of a line's end, or -1 where the model knows none. */
  int lineEnd();

  /**
   * Reads a text.
   *
   * @param ids told of each token, in order
   * @param unknown told of what the model does not know; that has an id of its own only if {@link
   *     #standsForUnknown}
   */
  void read(CharSequence text, IntConsumer ids, Consumer<String> unknown);

  /** The token that stands for what is not known, or -1 where that is left out. */
  int standsForUnknown();

  /** The tokens to read before the text is continued by a {@link #writer}. */
  default int[] beginning(EncodedText text) {
    return text.ids();
  }

  /** Writes what follows a text whose {@link #beginning} was read. */
  Writer writer(CharSequence before);

  /** The text whose tokens a choice after a beginning is part of. */
  default String joined(String beginning, String choice) {
    return beginning + choice;
  }

  /** Text that comes token by token. */
  interface Writer {
    /** Whether a token may come next: not one that stands for no text. */
    boolean allows(int id);

    /** The text to append for a token; empty where more tokens make a character. */
    String next(int id);
  }

  /** The token that a text begins after: a line's end where the model knows one. */
  default int start() {
    return Math.max(0, lineEnd());
  }

  /**
   * Hands a text's tokens, all of which the model must know, to a sequence.
   *
   * @param where names the text in messages
   * @throws BadInputException if something is not known and nothing stands for it
   */
  default void append(CharSequence text, IntConsumer ids, String where) {
    read(
        text,
        ids,
        token -> {
          if (standsForUnknown() < 0) {
            throw new BadInputException(
                where + " has '" + token + "', which the model does not know");
          }
        });
  }

  /**
   * The tokens of a model file.
   *
   * @param entries gives the text of an entry
   * @throws BadInputException if the entry is something else
   */
  static Tokens read(Units level, UnaryOperator<String> entries) {
    if (level != Units.BPE) {
      return new WholeTokens(
          level, Vocabulary.fromText(entries.apply(VOCABULARY), level.tokenizer()));
    }
    if (TextCodec.fromText(entries.apply(CODEC)) instanceof BytePairEncoding codec) {
      return new BytePairTokens(codec);
    }
    throw new BadInputException("has tokens that are no byte pairs: copy it again");
  }

  /** The entries that {@link #read} reads. */
  Map<String, String> entries();
}
