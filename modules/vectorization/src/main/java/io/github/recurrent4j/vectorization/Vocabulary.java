package io.github.recurrent4j.vectorization;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The tokens a model knows, numbered. Specials come first, then tokens by falling frequency, ties
 * in the order of their code points, so that the same text always gives the same vocabulary.
 */
public final class Vocabulary {
  /** Stands for every token that is not in the vocabulary. */
  public static final String UNKNOWN = "<unk>";

  /** Fills up sequences. */
  public static final String PAD = "<pad>";

  /** Begins a sequence. */
  public static final String START = "<s>";

  /** Ends a sequence or a line. */
  public static final String END = "</s>";

  private static final Set<String> SPECIALS = Set.of(UNKNOWN, PAD, START, END);

  private static final String HEADER = "recurrent4j-vocabulary 1";

  /** Characters; no tokenizer of this suite makes longer ones of a text that anybody reads. */
  private static final int LONGEST_TOKEN = 100_000;

  private final List<String> tokens;
  private final Map<String, Integer> ids = new HashMap<>();

  /**
   * A vocabulary of given tokens, numbered in order.
   *
   * @throws IllegalArgumentException if a token occurs twice
   */
  public Vocabulary(List<String> tokens) {
    this.tokens = List.copyOf(tokens);
    for (String token : tokens) {
      if (ids.put(token, ids.size()) != null) {
        throw new IllegalArgumentException("token '" + token + "' occurs twice");
      }
    }
  }

  /** Number of tokens. */
  public int size() {
    return tokens.size();
  }

  /** Whether a token has an id of its own. */
  public boolean contains(String token) {
    return ids.containsKey(token);
  }

  /** Id of a token; that of {@link #UNKNOWN} for others, or -1 if there is none. */
  public int id(String token) {
    Integer id = ids.get(token);
    return id != null ? id : ids.getOrDefault(UNKNOWN, -1);
  }

  /** Token of an id. */
  public String token(int id) {
    return tokens.get(id);
  }

  /** All tokens, in the order of their ids. */
  public List<String> tokens() {
    return tokens;
  }

  /**
   * Writes the stable file format: a header line, then a token a line, with {@code \n}, {@code \r},
   * {@code \t} and {@code \\} escaped.
   */
  public String toText() {
    StringBuilder out = new StringBuilder(HEADER).append('\n');
    for (String token : tokens) {
      out.append(
              token
                  .replace("\\", "\\\\")
                  .replace("\n", "\\n")
                  .replace("\r", "\\r")
                  .replace("\t", "\\t"))
          .append('\n');
    }
    return out.toString();
  }

  /**
   * Reads what {@link #toText} wrote.
   *
   * @throws BadInputException if it is something else
   */
  public static Vocabulary fromText(String text) {
    if (!text.startsWith(HEADER + "\n")) {
      throw new BadInputException("not a vocabulary: its first line should be '" + HEADER + "'");
    }
    List<String> tokens = new ArrayList<>();
    int from = HEADER.length() + 1;
    while (from < text.length()) {
      int to = text.indexOf('\n', from);
      if (to < 0) {
        throw new BadInputException("the vocabulary is cut off: its last line has no end");
      }
      if (to - from > LONGEST_TOKEN) {
        throw new BadInputException("the vocabulary has a line that is too long: copy it again");
      }
      tokens.add(unescape(text.substring(from, to)));
      from = to + 1;
    }
    if (Set.copyOf(tokens).size() < tokens.size()) {
      throw new BadInputException("the vocabulary has a token twice: copy it again");
    }
    return new Vocabulary(tokens);
  }

  /**
   * The same for tokens that a tokenizer cuts: each is one such, or stands for no text.
   *
   * @throws BadInputException if it is something else
   */
  public static Vocabulary fromText(String text, Tokenizer tokenizer) {
    Vocabulary vocabulary = fromText(text);
    for (String token : vocabulary.tokens) {
      int[] parts = new int[1];
      tokenizer.tokenize(token, part -> parts[0]++);
      if (parts[0] != 1 && !SPECIALS.contains(token)) {
        throw new BadInputException(
            "the vocabulary has a token that is no "
                + tokenizer.name().toLowerCase(Locale.ROOT)
                + ": copy it again");
      }
    }
    return vocabulary;
  }

  private static String unescape(String s) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < s.length(); i++) {
      char c = s.charAt(i);
      if (c == '\\' && i + 1 < s.length()) {
        c = s.charAt(++i);
        c = c == 'n' ? '\n' : c == 'r' ? '\r' : c == 't' ? '\t' : c;
      }
      out.append(c);
    }
    return out.toString();
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof Vocabulary v && v.tokens.equals(tokens);
  }

  @Override
  public int hashCode() {
    return tokens.hashCode();
  }

  /** Counts tokens and makes a vocabulary of the frequent ones. */
  public static final class Builder {
    private final Map<String, long[]> counts = new HashMap<>();

    /** Counts one token. */
    public void add(String token) {
      add(token, 1);
    }

    /** Counts a token so many times. */
    public void add(String token, long times) {
      counts.computeIfAbsent(token, t -> new long[1])[0] += times;
    }

    /** How often a token was counted. */
    public long count(String token) {
      long[] count = counts.get(token);
      return count == null ? 0 : count[0];
    }

    /**
     * Makes the vocabulary.
     *
     * @param specials tokens that come first, whatever their frequency
     * @param minFrequency tokens that are rarer are left out; 1 keeps all
     * @param maxSize largest size, specials included
     */
    public Vocabulary build(List<String> specials, long minFrequency, int maxSize) {
      List<String> tokens = new ArrayList<>(specials);
      counts.entrySet().stream()
          .filter(e -> e.getValue()[0] >= minFrequency && !specials.contains(e.getKey()))
          .sorted(
              Comparator.<Map.Entry<String, long[]>>comparingLong(e -> -e.getValue()[0])
                  .thenComparing(Map.Entry::getKey))
          .limit(Math.max(0, maxSize - specials.size()))
          .forEach(e -> tokens.add(e.getKey()));
      return new Vocabulary(tokens);
    }
  }
}
