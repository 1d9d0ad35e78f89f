package io.github.recurrent4j.vectorization;

import java.util.function.Consumer;

/** Cuts text into the units a model reads, and joins them again. */
public enum Tokenizer {
  /** One token per Unicode code point, line ends included. */
  CHARACTER {
    @Override
    public void tokenize(CharSequence text, Consumer<String> sink) {
      int i = 0;
      while (i < text.length()) {
        int point = Character.codePointAt(text, i);
        sink.accept(Character.toString(point));
        i += Character.charCount(point);
      }
    }

    @Override
    public String join(String previous, String token) {
      return token;
    }
  },

  /**
   * Words between white space; each line ends in {@link Vocabulary#END}, as in Mikolov's Penn
   * Treebank.
   */
  WORD {
    @Override
    public void tokenize(CharSequence text, Consumer<String> sink) {
      int start = -1;
      for (int i = 0; i <= text.length(); i++) {
        char c = i < text.length() ? text.charAt(i) : ' ';
        if (!Character.isWhitespace(c)) {
          start = start < 0 ? i : start;
          continue;
        }
        if (start >= 0) {
          sink.accept(text.subSequence(start, i).toString());
          start = -1;
        }
        if (c == '\n' && i < text.length()) {
          sink.accept(Vocabulary.END);
        }
      }
    }

    @Override
    public String join(String previous, String token) {
      if (token.equals(Vocabulary.END)) {
        return "\n";
      }
      boolean lineStart = previous == null || previous.equals(Vocabulary.END);
      return lineStart ? token : " " + token;
    }
  };

  /** Hands the tokens of a text, in order, to a sink. */
  public abstract void tokenize(CharSequence text, Consumer<String> sink);

  /**
   * The text to append for a token.
   *
   * @param previous the token before, or null at the start
   * @param token the token
   */
  public abstract String join(String previous, String token);
}
