package io.github.recurrent4j.translation.text;

import io.github.recurrent4j.translation.text.Span.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds what a translation must keep: addresses, files, placeholders, codes, markup, emoji, dates,
 * times, and numbers with their units in the other language's form.
 */
public final class Spans {
  private static final String LETTER = "[\\p{L}\\p{M}]";
  private static final String NOT_BEFORE = "(?<![\\p{L}\\p{N}_])";
  private static final String NOT_AFTER = "(?![\\p{L}\\p{N}_])";
  private static final String UNIT =
      "(?:k[mgBWVJ]?(?:/h|/s)?|[cmµn]?m[²³23]?|mg|g|ml|cl|l|L|[kKMGT]i?[Bb](?:ps|/s)?|[kMG]?Hz|[km]?[WVAJ]|kWh"
          + "|°\\s?[CF]?|º\\s?[CF]|ha|dB|px|rpm|bar|psi|N|Pa|hPa|mAh|pp)";
  private static final String FILE_ENDING =
      "(?:pdf|txt|docx?|xlsx?|pptx?|odt|ods|csv|tsv|json|xml|ya?ml|html?|css|jsx?|tsx?|java|py|rb|go|rs"
          + "|cpp|hpp|sh|bat|exe|dll|so|zip|tar|gz|xz|7z|rar|jpe?g|png|gif|svg|webp|bmp|mp3|mp4|avi|mkv"
          + "|wav|ogg|epub|md|log|ini|cfg|conf|sql|db|iso|apk|jar|srt|vtt|po)";

  private record Rule(Pattern pattern, Kind kind) {}

  private static Rule rule(Kind kind, String pattern) {
    return new Rule(Pattern.compile(pattern), kind);
  }

  private static final List<Rule> RULES =
      List.of(
          // A word that documents keep, such as inline code.
          rule(Kind.NAME, "<k\\d+/>"),
          rule(Kind.MARK, "</?[A-Za-z][A-Za-z0-9:-]*(?:\\s[^<>]{0,500})?/?>|<!--[^>]{0,500}-->"),
          rule(Kind.MARK, "\\[\\d{1,3}\\]"),
          rule(Kind.NAME, "`[^`\n]{1,200}`"),
          rule(
              Kind.NAME,
              "\\{\\{[^{}\n]{1,80}\\}\\}|\\$\\{[^{}\n]{1,80}\\}|#\\{[^{}\n]{1,80}\\}"
                  + "|\\{[\\w.,:#\\-]{0,40}\\}|%\\([\\w.]{1,40}\\)[sdif]"
                  + "|%(?:\\d+\\$)?[-+0#]*(?:\\d+)?(?:\\.\\d+)?(?:l|ll|h|z)?[sdfiuxXcegqn@](?![\\p{L}\\p{N}])"
                  + "|%%|\\$\\w*[A-Za-z_]\\w*|\\\\[nrt](?![a-z])"),
          rule(
              Kind.NAME,
              "(?i:https?|ftp|file|mailto|tel):[^\\s<>\"«»“”]+[^\\s<>\"«»“”.,;:!?)\\]}'’]"
                  + "|(?i:www)\\.[^\\s<>\"«»“”]+[^\\s<>\"«»“”.,;:!?)\\]}'’]"),
          rule(
              Kind.NAME,
              NOT_BEFORE
                  + "[\\p{L}\\p{N}._%+-]{1,64}@[\\p{L}\\p{N}-]{1,63}(?:\\.[\\p{L}\\p{N}-]{1,63})+"),
          rule(
              Kind.NAME,
              NOT_BEFORE
                  + "[A-Za-z0-9][A-Za-z0-9-]{0,62}(?:\\.[A-Za-z0-9-]{1,63}){0,3}\\.(?i:com|org|net|edu|gob|gov|info|io|es"
                  + "|mx|ar|cl|pe|uy|eu|dev|app)(?:/[^\\s<>\"«»“”]*[^\\s<>\"«»“”.,;:!?)\\]}'’]|/)?"
                  + NOT_AFTER),
          rule(Kind.NAME, "(?<![\\p{L}\\p{N}_/&])[@#][\\p{L}_][\\p{L}\\p{M}\\p{N}_]*"),
          rule(
              Kind.NAME,
              NOT_BEFORE + "[\\p{L}\\p{N}_][\\p{L}\\p{N}_.-]{0,80}\\." + FILE_ENDING + NOT_AFTER),
          rule(
              Kind.NAME,
              "(?<![\\p{L}\\p{N}_/.])(?:~|\\.{1,2})?(?:/[\\p{L}\\p{N}_.+-]{0,60}[\\p{L}\\p{N}_+-]){2,}/?|(?<![\\p{L}\\p{N}])[A-Z]:\\\\[^\\s,;]{1,200}"),
          rule(Kind.NAME, "(?<![\\p{L}\\p{N}_-])--?[a-z][a-z0-9-]{2,}(?:=\\S+)?(?![\\p{L}])"),
          rule(
              Kind.DATE,
              NOT_BEFORE
                  + "(?:\\d{1,2}([/.-])\\d{1,2}\\1(?:\\d{4}|\\d{2})|\\d{4}([/-])\\d{1,2}\\2\\d{1,2})(?![\\p{L}\\p{N}_/]|[.,]\\d)"),
          rule(
              Kind.NUMBER,
              "(?<![\\p{L}\\p{N}_])(?:\\+\\d{1,3}[ -]?)(?:\\(?\\d{1,4}\\)?[ -]?){2,5}\\d{2,4}"
                  + NOT_AFTER
                  + "|(?<![\\p{L}\\p{N}_.,])\\(?\\d{2,4}\\)?(?:[ -]\\d{2,4}){2,4}(?![\\p{L}\\p{N}_]|[.,]\\d)"),
          rule(
              Kind.NUMBER,
              "(?<![\\p{L}\\p{N}_.,:])\\d{1,2}(?:[:.]\\d{2})?\\s?(?i:[ap]\\.?\\s?m\\b\\.?)(?![\\p{L}\\p{N}])"),
          rule(
              Kind.TIME,
              "(?<![\\p{L}\\p{N}_.,:])\\d{1,2}:\\d{2}(?::\\d{2}(?:[.,]\\d{1,3})?)?(?![\\p{L}\\p{N}:])"),
          rule(
              Kind.NUMBER,
              "(?<![\\p{L}\\p{N}_.,-])[-−+±]?\\d+(?:[.,]\\d+)*\\s"
                  + UNIT
                  + "(?!"
                  + LETTER
                  + "|\\p{N}|\\.\\p{L})"),
          rule(
              Kind.NAME,
              NOT_BEFORE
                  + "(?:[\\p{Lu}]{2,}(?:-[\\p{Lu}\\p{N}]+)+|[A-Z]-\\d+|C\\+\\+|[CF]#"
                  + "|(?=[A-Za-z0-9]*[A-Za-z])(?=[A-Za-z0-9]*\\d)(?!\\d+[ºªaos]?"
                  + NOT_AFTER
                  + ")(?!\\d+(?:ro|ra|do|da|to|ta|vo|va|mo|ma|er|th|st|nd|rd|s|h|hs)"
                  + NOT_AFTER
                  + ")[A-Za-z0-9]+(?:[-+./_][A-Za-z0-9]+)*\\+?"
                  + "|[A-Za-z]\\w*_\\w+|[a-z]+[A-Z]\\w*(?:\\(\\))?|[A-Z][a-z]+[A-Z]\\w*(?:\\(\\))?|\\w+\\(\\)"
                  + "|[KMGT]i?[Bb]ps|v\\d+(?:\\.\\d+)+|(?!\\d{1,3}(?:\\.\\d{3})+(?![.\\d]))\\d+(?:\\.\\d+){2,}(?!\\d))"
                  + NOT_AFTER),
          rule(
              Kind.NUMBER,
              "(?<![\\p{L}\\p{N}_])[-−+±]?(?:[€$£]\\s?)?\\d+(?:[.,\u00A0\u2009\u202F]\\d+)*(?:\\s?[%‰€$£]|\\s"
                  + UNIT
                  + "(?!"
                  + LETTER
                  + "|\\.\\p{L})|[º°]\\s?[CF]?(?!"
                  + LETTER
                  + ")|\\.?[ºª]|er(?!"
                  + LETTER
                  + "))?(?![\\p{L}\\p{N}_])"),
          rule(
              Kind.MARK,
              "(?:[\\x{1F000}-\\x{1FAFF}\\x{2600}-\\x{27BF}\\x{2B00}-\\x{2BFF}\\x{2300}-\\x{23FF}][\\x{FE0F}\\x{200D}\\x{1F3FB}-\\x{1F3FF}\\x{2640}\\x{2642}\\x{E0020}-\\x{E007F}]*)+"
                  + "|(?<=^|\\s)[:;=8][-']?[)(DPpOo/|*](?=\\s|$)|(?<=^|\\s)(?:<3|\\^\\^|xD|XD)(?=\\s|$)"));

  private static final Pattern NUMBER = Pattern.compile("\\d[\\d.,\u00A0\u2009\u202F]*");
  private static final Pattern HALF_OF_DAY =
      Pattern.compile("(\\d)\\s?([ap])\\.?\\s?m\\.?", Pattern.CASE_INSENSITIVE);
  private static final Pattern SMALL = Pattern.compile("\\d{1,4}");
  private static final Pattern ORDINAL = Pattern.compile("(\\d+)(?:\\.?[ºª]|er)");

  private static final int FREQUENT = 5000;
  private static final Pattern VERSION = Pattern.compile("\\d{1,4}\\.\\d{1,3}");
  private static final Pattern COUNTED =
      Pattern.compile(
          "(?:\\b(?i:versions?|v\\.?|releases?|chapters?|sections?|figures?|fig\\.|tables?|steps?|appendix"
              + "|articles?|exercises?)|.\\s[A-Z][A-Za-z]+)\\s$");
  private static final Pattern AMOUNT =
      Pattern.compile("\\s(?:hundred|thousand|million|billion|trillion|percent|per|times)\\b");

  private Spans() {}

  /** The spans of a sentence, from left to right; none overlap. */
  public static List<Span> find(String sentence, Language from, Language to) {
    List<Span> found = new ArrayList<>();
    if (!mayHold(sentence)) {
      return found;
    }
    if (from == Language.ENGLISH && to == Language.SPANISH) {
      for (Span date : EnglishDates.find(sentence)) {
        if (isFree(found, date.from(), date.to())) {
          found.add(date);
        }
      }
    }
    for (Rule rule : RULES) {
      Matcher m = rule.pattern.matcher(sentence);
      while (m.find()) {
        if (isFree(found, m.start(), m.end())) {
          found.add(span(sentence, m, rule.kind, from, to));
        }
      }
    }
    found.sort(Comparator.comparingInt(Span::from));
    return found;
  }

  /** Whether a sentence has anything but words and everyday punctuation: a cheap look first. */
  private static boolean mayHold(String sentence) {
    boolean lower = false;
    for (int i = 0; i < sentence.length(); i++) {
      char c = sentence.charAt(i);
      if (Character.isUpperCase(c) && (lower || (i > 0 && sentence.charAt(i - 1) == '-'))) {
        return true;
      }
      lower = Character.isLowerCase(c);
      boolean plain =
          c == ' ' || c == ',' || c == '?' || c == '!' || c == '\'' || c == '"' || c == '-';
      if (!plain && !Character.isLetter(c)) {
        boolean stop = c == '.' && (i + 1 == sentence.length() || sentence.charAt(i + 1) == ' ');
        if (!stop && "¿¡;:()«»“”’…—–".indexOf(c) < 0) {
          return true;
        }
        if ((c == ':' || c == ';') && i + 1 < sentence.length() && sentence.charAt(i + 1) != ' ') {
          return true;
        }
      }
      if (c == '-' && i + 1 < sentence.length() && sentence.charAt(i + 1) == '-') {
        return true;
      }
      if (c == '.' && i + 1 < sentence.length() && sentence.charAt(i + 1) != ' ') {
        return true;
      }
    }
    return false;
  }

  private static boolean isFree(List<Span> found, int from, int to) {
    for (Span s : found) {
      if (from < s.to() && s.from() < to) {
        return false;
      }
    }
    return from < to;
  }

  private static Span span(String sentence, Matcher m, Kind kind, Language from, Language to) {
    String text = m.group();
    if (kind != Kind.NUMBER) {
      return new Span(m.start(), m.end(), kind, text);
    }
    Matcher half = HALF_OF_DAY.matcher(text);
    if (half.find()) {
      String form = to == Language.ENGLISH ? "$1 $2.m." : "$1 $2. m.";
      return new Span(m.start(), m.end(), kind, half.replaceFirst(form).toLowerCase(Locale.ROOT));
    }
    Matcher ordinal = ORDINAL.matcher(text);
    if (ordinal.matches() && from == Language.SPANISH) {
      return new Span(m.start(), m.end(), kind, ordinal(ordinal.group(1)));
    }
    if (from == Language.ENGLISH
        && VERSION.matcher(text).matches()
        && isCounted(sentence, m.start(), m.end())) {
      return new Span(m.start(), m.end(), Kind.NAME, text);
    }
    Matcher number = NUMBER.matcher(text);
    StringBuilder target = new StringBuilder();
    int at = 0;
    int numbers = 0;
    while (number.find()) {
      target.append(text, at, number.start());
      target.append(Numbers.convert(number.group(), from, to));
      at = number.end();
      numbers++;
    }
    target.append(text.substring(at));
    String form = numbers == 1 ? withUnit(target.toString(), to) : target.toString();
    boolean small = SMALL.matcher(text).matches();
    return new Span(m.start(), m.end(), small ? Kind.SMALL_NUMBER : kind, form);
  }

  private static boolean isRare(String word) {
    int rank = Words.of(Language.ENGLISH).rank(word.toLowerCase(Locale.ROOT));
    return rank == 0 || rank > FREQUENT;
  }

  /** Whether the point divides a version or a chapter: a name, or what has such, comes before. */
  private static boolean isCounted(String sentence, int from, int to) {
    String before = sentence.substring(0, from).strip();
    // A name that begins the sentence (Python 3.10), not a word (About 3.5).
    boolean named =
        before.chars().allMatch(Character::isLetter)
            && before.length() > 1
            && Character.isUpperCase(before.codePointAt(0))
            && isRare(before);
    return (named || COUNTED.matcher(sentence.substring(0, from)).find())
        && !AMOUNT.matcher(sentence.substring(to)).lookingAt();
  }

  /** In English the percent sign follows at once; Spanish leaves a space. */
  private static String withUnit(String number, Language to) {
    return to == Language.ENGLISH
        ? number.replaceFirst("\\s+([%‰])$", "$1")
        : number.replaceFirst("(\\d)([%‰])$", "$1\u00A0$2");
  }

  private static String ordinal(String digits) {
    char last = digits.charAt(digits.length() - 1);
    boolean teen = digits.length() > 1 && digits.charAt(digits.length() - 2) == '1';
    String ending =
        teen ? "th" : last == '1' ? "st" : last == '2' ? "nd" : last == '3' ? "rd" : "th";
    return digits + ending;
  }
}
