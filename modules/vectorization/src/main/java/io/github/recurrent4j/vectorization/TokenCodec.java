package io.github.recurrent4j.vectorization;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Whole words or characters as tokens; what the vocabulary lacks is unknown. */
public final class TokenCodec implements TextCodec {
  private static final String HEADER = "recurrent4j-tokens ";
  private static final List<String> SPECIALS =
      List.of(Vocabulary.PAD, Vocabulary.START, Vocabulary.END, Vocabulary.UNKNOWN);

  private final Tokenizer tokenizer;
  private final Vocabulary vocabulary;

  private TokenCodec(Tokenizer tokenizer, Vocabulary vocabulary) {
    this.tokenizer = tokenizer;
    this.vocabulary = vocabulary;
  }

  /** A codec of the most frequent tokens of some texts. */
  public static TokenCodec learn(Iterable<String> texts, Tokenizer tokenizer, int size) {
    Vocabulary.Builder counts = new Vocabulary.Builder();
    for (String text : texts) {
      tokenizer.tokenize(text, counts::add);
    }
    return new TokenCodec(tokenizer, counts.build(SPECIALS, 1, size));
  }

  @Override
  public int[] encode(String text) {
    return tokens(text).stream().mapToInt(vocabulary::id).toArray();
  }

  private List<String> tokens(String text) {
    List<String> tokens = new ArrayList<>();
    tokenizer.tokenize(
        text,
        token -> {
          if (!token.equals(Vocabulary.END)) {
            tokens.add(token);
          }
        });
    return tokens;
  }

  @Override
  public List<String> tokens(String text, int[] ids) {
    return tokens(text);
  }

  @Override
  public String decode(int[] ids) {
    return join(
        Arrays.stream(ids)
            .filter(id -> id >= SPECIALS.size() - 1)
            .mapToObj(vocabulary::token)
            .toList());
  }

  /** Text of tokens, in the vocabulary or not. */
  public String join(List<String> tokens) {
    StringBuilder out = new StringBuilder();
    String previous = null;
    for (String token : tokens) {
      String joined = tokenizer.join(previous, token);
      out.append(previous == null ? joined.stripLeading() : joined);
      previous = token;
    }
    return out.toString();
  }

  @Override
  public Vocabulary vocabulary() {
    return vocabulary;
  }

  @Override
  public boolean startsWord(int id) {
    return tokenizer == Tokenizer.WORD || vocabulary.token(id).isBlank();
  }

  @Override
  public String toText() {
    return HEADER + tokenizer.name().toLowerCase(Locale.ROOT) + "\n" + vocabulary.toText();
  }

  static TokenCodec fromText(String text) {
    int end = text.indexOf('\n');
    if (!text.startsWith(HEADER) || end < 0) {
      throw new BadInputException(
          "not a token codec: its first line should begin '" + HEADER + "'");
    }
    String kind = text.substring(HEADER.length(), end).toUpperCase(Locale.ROOT);
    for (Tokenizer tokenizer : Tokenizer.values()) {
      if (tokenizer.name().equals(kind)) {
        Vocabulary vocabulary = Vocabulary.fromText(text.substring(end + 1), tokenizer);
        if (vocabulary.size() < SPECIALS.size()
            || !vocabulary.tokens().subList(0, SPECIALS.size()).equals(SPECIALS)) {
          throw new BadInputException(
              "the token codec's special tokens are missing: copy it again");
        }
        return new TokenCodec(tokenizer, vocabulary);
      }
    }
    throw new BadInputException("the token codec is of an unknown kind: copy it again");
  }
}
