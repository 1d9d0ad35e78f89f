package io.github.recurrent4j.vectorization;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Resolves entities of HTML and XML in every notation: by name (as in AT&amp;T), by decimal and by
 * hexadecimal number. What is no known entity stays as it is.
 */
public final class Entities {
  private static final Pattern ENTITY =
      Pattern.compile("&(?:#(\\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|([A-Za-z][A-Za-z0-9]{1,7}));");

  /** HTML's names of U+00A0 to U+00FF, in order. */
  private static final String LATIN =
      "nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn"
          + " sup2 sup3 acute micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest"
          + " Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml Igrave"
          + " Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave"
          + " Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig"
          + " ccedil egrave eacute ecirc euml igrave iacute icirc iuml eth ntilde ograve oacute"
          + " ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute thorn yuml";

  private static final Map<String, String> NAMES = new HashMap<>();

  static {
    char c = '\u00A0';
    for (String name : LATIN.split(" ", -1)) {
      NAMES.put(name, Character.toString(c++));
    }
    NAMES.putAll(Map.of("amp", "&", "lt", "<", "gt", ">", "quot", "\"", "apos", "'", "nbsp", " "));
    NAMES.putAll(
        Map.of(
            "hellip", "…", "ndash", "–", "mdash", "—", "lsquo", "‘", "rsquo", "’", "ldquo", "“",
            "rdquo", "”", "bull", "•", "euro", "€", "trade", "™"));
    NAMES.putAll(
        Map.of(
            "hearts", "♥", "rarr", "→", "larr", "←", "sbquo", "‚", "bdquo", "„", "lsaquo", "‹",
            "rsaquo", "›", "ensp", " ", "emsp", " ", "thinsp", " "));
  }

  private Entities() {}

  /** The text with its entities resolved, once: of what was escaped twice, one layer is left. */
  public static String resolve(String text) {
    return text.indexOf('&') < 0
        ? text
        : ENTITY.matcher(text).replaceAll(m -> Matcher.quoteReplacement(resolved(m)));
  }

  private static String resolved(MatchResult m) {
    if (m.group(3) != null) {
      return NAMES.getOrDefault(m.group(3), m.group());
    }
    int point =
        m.group(1) != null ? Integer.parseInt(m.group(1)) : Integer.parseInt(m.group(2), 16);
    boolean surrogate = point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
    return Character.isDefined(point) && point > 0 && !surrogate
        ? Character.toString(point)
        : m.group();
  }
}
