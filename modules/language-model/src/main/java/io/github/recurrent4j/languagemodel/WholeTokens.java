package io.github.recurrent4j.languagemodel;

import io.github.recurrent4j.vectorization.Tokenizer;
import io.github.recurrent4j.vectorization.Units;
import io.github.recurrent4j.vectorization.Vocabulary;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/**
 * Characters, or words between white space.
 *
 * @param level which of the two
 * @param vocabulary those the model knows
 */
record WholeTokens(Units level, Vocabulary vocabulary) implements Tokens {

  @Override
  public Map<String, String> entries() {
    return Map.of(VOCABULARY, vocabulary.toText());
  }

  @Override
  public int lineEnd() {
    String token = level == Units.WORD ? Vocabulary.END : "\n";
    return vocabulary.contains(token) ? vocabulary.id(token) : -1;
  }

  @Override
  public void read(CharSequence text, IntConsumer ids, Consumer<String> unknown) {
    level
        .tokenizer()
        .tokenize(
            text,
            token -> {
              int id = vocabulary.id(token);
              if (!vocabulary.contains(token)) {
                unknown.accept(token);
              }
              if (id >= 0) {
                ids.accept(id);
              }
            });
  }

  @Override
  public int standsForUnknown() {
    return vocabulary.contains(Vocabulary.UNKNOWN) ? vocabulary.id(Vocabulary.UNKNOWN) : -1;
  }

  @Override
  public String joined(String beginning, String choice) {
    boolean glued =
        level == Units.WORD
            && !beginning.isEmpty()
            && !Character.isWhitespace(beginning.charAt(beginning.length() - 1));
    return glued ? beginning + " " + choice : beginning + choice;
  }

  @Override
  public Writer writer(CharSequence before) {
    Tokenizer tokenizer = level.tokenizer();
    int banned = standsForUnknown();
    String[] previous = {null};
    tokenizer.tokenize(before, token -> previous[0] = token);
    return new Writer() {
      @Override
      public boolean allows(int id) {
        return id != banned;
      }

      @Override
      public String next(int id) {
        String token = vocabulary.token(id);
        String text = tokenizer.join(previous[0], token);
        previous[0] = token;
        return text;
      }
    };
  }
}
