package io.github.recurrent4j.vectorization;

import java.text.Normalizer;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import net.fellbaum.jemoji.EmojiManager;
import net.fellbaum.jemoji.IndexedEmoji;

/**
 * Brings tweets into the form that is encoded: HTML entities resolved, users and links made alike,
 * hashtags cut at their capitals, emoji set apart (skin tones left out), emoticons reduced to a
 * few, letters that come three times or more cut to two and marked, lower case. Accents and ¡¿
 * stay.
 */
public final class TweetNormalizer {
  /** Stands after a word that was elongated. */
  public static final String ELONGATED = "<long>";

  /** Stands after a word in capitals. */
  public static final String CAPITALS = "<caps>";

  private static final int LONGEST = 1000;

  /** ‼, behind © and ® the first of Unicode's emoji but for digits, # and *, which need ⃣. */
  private static final char FIRST_EMOJI = '\u203C';

  /**
   * Borders of words, written out: what {@code \\b} sees of letters with accents depends on the
   * version of Java.
   */
  private static final String START = "(?<![\\p{L}\\p{Nd}\\p{Mn}_])";

  private static final String END = "(?![\\p{L}\\p{Nd}\\p{Mn}_])";

  private static final Pattern URL =
      Pattern.compile("(https?://\\S+|www\\.\\S+|" + START + "http" + END + ")");
  private static final Pattern USER = Pattern.compile("@\\w+");
  private static final Pattern HASHTAG = Pattern.compile("#([\\p{L}\\p{N}_]+)");
  private static final Pattern HUMPS =
      Pattern.compile("(?<=\\p{Ll})(?=\\p{Lu})|(?<=\\p{L})(?=\\p{N})|(?<=\\p{N})(?=\\p{L})|_");
  private static final Pattern SKIN = Pattern.compile("[\\x{1F3FB}-\\x{1F3FF}\\uFE0F]");
  private static final Pattern REPEATED = Pattern.compile("(\\p{L})\\1{2,}");
  private static final Pattern REPEATED_MARKS = Pattern.compile("([!?.])\\1{1,}");
  private static final Pattern SHOUTED = Pattern.compile(START + "\\p{Lu}{3,}" + END);
  private static final Pattern INVISIBLE = Pattern.compile("[\\p{Cc}\\p{Z}[\\p{Cf}&&[^\\u200D]]]+");
  private static final Map<Pattern, String> EMOTICONS = new LinkedHashMap<>();

  static {
    emoticon("[:=;xX8][-'o^]?[)D\\]}pP]+|\\^_*\\^|[(\\[]+[-']?[:=;]", " :) ");
    emoticon("[:=][-'o]*[(\\[{/\\\\|cC]+|[:=]'+\\(|[)\\]]+[-']?[:=]|D[-']?:|-_+-", " :( ");
    emoticon("<3+", " ❤ ");
    emoticon("</3+", " 💔 ");
  }

  private TweetNormalizer() {}

  private static void emoticon(String pattern, String replacement) {
    EMOTICONS.put(Pattern.compile("(?<=^|\\s)(" + pattern + ")(?=$|[\\s.,!?])"), replacement);
  }

  /** The normal form; empty only for a text without any visible character. */
  public static String normalize(String tweet) {
    String text = tweet.length() > LONGEST ? tweet.substring(0, LONGEST) : tweet;
    text = Entities.resolve(Entities.resolve(text));
    text = Normalizer.normalize(Marks.bounded(text), Normalizer.Form.NFC);
    text = URL.matcher(text).replaceAll(" http ");
    text = USER.matcher(text).replaceAll(" @user ");
    for (Map.Entry<Pattern, String> e : EMOTICONS.entrySet()) {
      text = e.getKey().matcher(text).replaceAll(e.getValue());
    }
    text = SKIN.matcher(text).replaceAll("");
    text = emojiApart(text);
    text = HASHTAG.matcher(text).replaceAll(m -> " # " + words(m.group(1)) + " ");
    text = SHOUTED.matcher(text).replaceAll("$0 " + CAPITALS);
    text = text.toLowerCase(Locale.ROOT);
    text = elongations(text);
    text = REPEATED_MARKS.matcher(text).replaceAll("$1$1");
    return INVISIBLE.matcher(text).replaceAll(" ").strip();
  }

  /** With spaces around emoji. */
  private static String emojiApart(String text) {
    if (text.chars().noneMatch(TweetNormalizer::mayBeEmoji)) {
      return text;
    }
    StringBuilder out = new StringBuilder();
    int from = 0;
    // Not by the library's own replacement, which looks each of them up among all, one by one.
    for (IndexedEmoji found : EmojiManager.extractEmojisInOrderWithIndex(text)) {
      out.append(text, from, found.getCharIndex());
      from = found.getEndCharIndex();
      out.append(' ').append(found.getEmoji().getEmoji()).append(' ');
    }
    return out.append(text, from, text.length()).toString();
  }

  /** Whether an emoji may have this among its characters, none of them a letter of Europe's. */
  private static boolean mayBeEmoji(int c) {
    return c == '©' || c == '®' || c >= FIRST_EMOJI;
  }

  private static String words(String hashtag) {
    return HUMPS.matcher(hashtag).replaceAll(" ");
  }

  private static String elongations(String text) {
    StringBuilder out = new StringBuilder();
    for (String word : text.split(" ", -1)) {
      String shorter = REPEATED.matcher(word).replaceAll("$1$1");
      out.append(out.length() > 0 ? " " : "").append(shorter);
      if (shorter.length() < word.length()) {
        out.append(' ').append(ELONGATED);
      }
    }
    return out.toString();
  }
}
