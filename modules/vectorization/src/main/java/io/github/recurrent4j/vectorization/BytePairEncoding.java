package io.github.recurrent4j.vectorization;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Byte-pair encoding (Sennrich et al., 2016): frequent character sequences become one token. A
 * space is the mark {@value #SPACE} at the start of a word; characters outside the alphabet become
 * the tokens of their UTF-8 bytes, so that {@code decode(encode(text))} is the text, whatever it
 * is.
 */
public final class BytePairEncoding implements TextCodec {
  static final String HEADER = "recurrent4j-bpe 1";
  static final String SPACE = "\u2581";

  // Merges stay inside words, single digits and runs of one punctuation mark.
  private static final Pattern WORD =
      Pattern.compile(
          "\u2581?+[\\p{L}\\p{M}]++(?:['\u2019][\\p{L}\\p{M}]++)*+|\u2581?\\p{N}|\u2581?([^\\p{L}\\p{M}\\p{N}\u2581])\\1*+|\u2581");
  private static final List<String> SPECIALS =
      List.of(Vocabulary.PAD, Vocabulary.START, Vocabulary.END);
  private static final int BYTES = 256;

  /** Tokens that every encoding has: marks and single bytes. */
  public static final int LEAST_SIZE = SPECIALS.size() + BYTES;

  private static final int CACHED_WORDS = 100_000;

  /** Two symbols that become one. */
  record Pair(String left, String right) {}

  private final List<String> alphabet;
  private final List<Pair> merges = new ArrayList<>();
  private final Map<Pair, Integer> ranks = new HashMap<>();
  private final Set<String> known;
  private final Vocabulary vocabulary;
  private final Map<String, int[]> cache = new ConcurrentHashMap<>();

  BytePairEncoding(List<String> alphabet, List<Pair> merges) {
    this.alphabet = alphabet;
    this.known = Set.copyOf(alphabet);
    Map<String, String> tokens = new LinkedHashMap<>();
    SPECIALS.forEach(special -> tokens.put(special, special));
    for (int b = 0; b < BYTES; b++) {
      tokens.put(byteToken(b), byteToken(b));
    }
    alphabet.forEach(letter -> tokens.putIfAbsent(letter, letter));
    for (Pair merge : merges) {
      // What is merged are tokens: there is one object of each.
      Pair pair =
          new Pair(
              tokens.getOrDefault(merge.left, merge.left),
              tokens.getOrDefault(merge.right, merge.right));
      ranks.put(pair, ranks.size());
      this.merges.add(pair);
      String joined = merge.left + merge.right;
      tokens.putIfAbsent(joined, joined);
    }
    this.vocabulary = new Vocabulary(List.copyOf(tokens.keySet()));
  }

  /**
   * Learns an encoding.
   *
   * @param texts what to learn from
   * @param size number of tokens to end with, the 259 special and byte tokens included
   * @param minFrequency rarer characters are left to their bytes
   */
  public static BytePairEncoding learn(Iterable<String> texts, int size, int minFrequency) {
    BytePairLearner learner = new BytePairLearner();
    texts.forEach(learner::add);
    return learner.learn(size, minFrequency);
  }

  /** Cuts a text into the words that merges stay inside of. */
  static void words(String text, Consumer<String> sink) {
    Matcher m = WORD.matcher(marked(text));
    while (m.find()) {
      sink.accept(m.group());
    }
  }

  /** Spaces as marks, one more in front; a mark of the text itself goes to its bytes. */
  private static String marked(String text) {
    return SPACE + text.replace(SPACE, "\uDC00").replace(" ", SPACE);
  }

  private static String byteToken(int b) {
    return String.format(Locale.ROOT, "<0x%02X>", b);
  }

  /** A word's characters, or their bytes where the alphabet lacks them. */
  List<String> symbols(String word) {
    List<String> symbols = new ArrayList<>();
    word.codePoints()
        .forEach(
            c -> {
              String s = c == 0xDC00 ? SPACE : Character.toString(c);
              if (c != 0xDC00 && known.contains(s)) {
                symbols.add(s);
              } else {
                for (byte b : s.getBytes(StandardCharsets.UTF_8)) {
                  symbols.add(byteToken(b & 0xFF));
                }
              }
            });
    return symbols;
  }

  @Override
  public int[] encode(String text) {
    return encode(text, 0, null);
  }

  /** With a rate above 0, each merge is left out with that probability (Provilkov et al., 2020). */
  @Override
  public int[] encode(String text, double rate, Random random) {
    int[] ids = new int[16];
    int n = 0;
    Matcher m = WORD.matcher(marked(text));
    while (m.find()) {
      int[] word = rate > 0 ? merged(m.group(), rate, random) : cached(m.group());
      if (n + word.length > ids.length) {
        ids = Arrays.copyOf(ids, 2 * (n + word.length));
      }
      System.arraycopy(word, 0, ids, n, word.length);
      n += word.length;
    }
    return Arrays.copyOf(ids, n);
  }

  private int[] cached(String word) {
    int[] ids = cache.get(word);
    if (ids == null) {
      ids = merged(word, 0, null);
      if (cache.size() < CACHED_WORDS && word.length() < 50) {
        cache.put(word, ids);
      }
    }
    return ids;
  }

  private int[] merged(String word, double rate, Random random) {
    List<String> symbols = symbols(word);
    symbols =
        rate > 0
            ? mergedBySome(symbols, rate, random)
            : Merging.apply(
                symbols, (left, right) -> ranks.getOrDefault(new Pair(left, right), -1));
    return symbols.stream().mapToInt(vocabulary::id).toArray();
  }

  private List<String> mergedBySome(List<String> word, double rate, Random random) {
    List<String> symbols = word;
    while (symbols.size() > 1) {
      int best = Integer.MAX_VALUE;
      Pair pair = null;
      for (int i = 0; i + 1 < symbols.size(); i++) {
        Pair p = new Pair(symbols.get(i), symbols.get(i + 1));
        Integer rank = ranks.get(p);
        if (rank != null && rank < best && random.nextDouble() >= rate) {
          best = rank;
          pair = p;
        }
      }
      if (pair == null) {
        break;
      }
      symbols = apply(pair, symbols);
    }
    return symbols;
  }

  private static List<String> apply(Pair pair, List<String> symbols) {
    List<String> result = new ArrayList<>(symbols.size());
    for (int i = 0; i < symbols.size(); i++) {
      if (i + 1 < symbols.size()
          && symbols.get(i).equals(pair.left)
          && symbols.get(i + 1).equals(pair.right)) {
        result.add(pair.left + pair.right);
        i++;
      } else {
        result.add(symbols.get(i));
      }
    }
    return result;
  }

  /** Bytes that are no UTF-8 become the replacement character. */
  @Override
  public String decode(int[] ids) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int id : ids) {
      if (id >= SPECIALS.size() + BYTES) {
        bytes.writeBytes(vocabulary.token(id).replace(SPACE, " ").getBytes(StandardCharsets.UTF_8));
      } else if (id >= SPECIALS.size()) {
        bytes.write(id - SPECIALS.size());
      }
    }
    String text = bytes.toString(StandardCharsets.UTF_8);
    return text.startsWith(" ") ? text.substring(1) : text;
  }

  /** The byte that a token stands for, 0 to 255, or -1 for a token of whole characters. */
  public int byteOf(int id) {
    int value = id - SPECIALS.size();
    return value >= 0 && value < BYTES ? value : -1;
  }

  /** The text of a token of whole characters, a word's space in front; empty for other tokens. */
  public String textOf(int id) {
    return id < LEAST_SIZE ? "" : vocabulary.token(id).replace(SPACE, " ");
  }

  @Override
  public Vocabulary vocabulary() {
    return vocabulary;
  }

  @Override
  public boolean startsWord(int id) {
    return vocabulary.token(id).startsWith(SPACE);
  }

  @Override
  public String toText() {
    List<String> lines = new ArrayList<>();
    alphabet.forEach(lines::add);
    merges.forEach(m -> lines.add(m.left + " " + m.right));
    return HEADER + " " + alphabet.size() + "\n" + new Vocabulary(lines).toText();
  }

  /**
   * Reads what {@link #toText} wrote.
   *
   * @throws BadInputException if it is something else, or a merge joins what is no token by then
   */
  static BytePairEncoding fromText(String text) {
    int end = text.indexOf('\n');
    if (!text.startsWith(HEADER + " ") || end < 0) {
      throw damaged("its first line should begin '" + HEADER + "'");
    }
    int letters = letters(text.substring(HEADER.length() + 1, end));
    List<String> lines = Vocabulary.fromText(text.substring(end + 1)).tokens();
    if (letters > lines.size()) {
      throw damaged("it has fewer letters than it says");
    }
    List<String> alphabet = lines.subList(0, letters);
    Set<String> tokens = new HashSet<>(alphabet);
    if (alphabet.stream().anyMatch(letter -> letter.codePointCount(0, letter.length()) != 1)) {
      throw damaged("it has letters that are none");
    }
    for (int b = 0; b < BYTES; b++) {
      tokens.add(byteToken(b));
    }
    List<Pair> merges = new ArrayList<>();
    for (String line : lines.subList(letters, lines.size())) {
      int space = line.indexOf(' ');
      String left = line.substring(0, Math.max(space, 0));
      String right = line.substring(space + 1);
      if (!tokens.contains(left) || !tokens.contains(right)) {
        throw damaged("it joins what is no token");
      }
      merges.add(new Pair(left, right));
      tokens.add(left + right);
    }
    return new BytePairEncoding(List.copyOf(alphabet), merges);
  }

  private static int letters(String number) {
    try {
      int letters = Integer.parseInt(number);
      if (letters >= 0) {
        return letters;
      }
    } catch (NumberFormatException e) {
      throw new BadInputException(
          damaged("it does not say how many letters it has").getMessage(), e);
    }
    throw damaged("it does not say how many letters it has");
  }

  private static BadInputException damaged(String why) {
    return new BadInputException("the byte-pair encoding is damaged (" + why + "): copy it again");
  }
}
