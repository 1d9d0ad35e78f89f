package io.github.recurrent4j.translation.text;

/** The marks ¿ and ¡, with which Spanish opens what ? and ! close. */
public final class OpeningMarks {
  private static final String CLOSING = "?!";
  private static final String OPENING = "¿¡";
  private static final String ENDS = ".?!…";
  private static final String BEFORE_WORDS = " \"'«“‘([—–-";
  private static final String BEHIND = "\"'»”’)],;:.?!…";

  private OpeningMarks() {}

  /** Opens each question and each exclamation that is only closed. */
  public static void add(MappedText text) {
    int from = 0;
    for (int i = 0; i < text.length(); i++) {
      String now = text.toString();
      int kind = CLOSING.indexOf(now.charAt(i));
      if (kind >= 0 && closes(now, i)) {
        boolean opened = now.substring(from, i).chars().anyMatch(c -> OPENING.indexOf(c) >= 0);
        int at = begin(now, from, i);
        if (!opened && at < i) {
          text.replace(at, at, OPENING.substring(kind, kind + 1));
          i++;
        }
      }
      if (ENDS.indexOf(text.toString().charAt(i)) >= 0 && isFollowedByNoWord(text.toString(), i)) {
        from = i + 1;
      }
    }
  }

  /** Whether a mark stands behind a word and ends something: not in an address, not alone. */
  private static boolean closes(String text, int at) {
    boolean behindWord =
        at > 0
            && (Character.isLetterOrDigit(text.charAt(at - 1))
                || "\"'»”’)%".indexOf(text.charAt(at - 1)) >= 0);
    return behindWord && isFollowedByNoWord(text, at);
  }

  private static boolean isFollowedByNoWord(String text, int at) {
    return at + 1 == text.length()
        || Character.isWhitespace(text.charAt(at + 1))
        || BEHIND.indexOf(text.charAt(at + 1)) >= 0;
  }

  private static int begin(String text, int from, int to) {
    int at = from;
    while (at < to && BEFORE_WORDS.indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    return at;
  }
}
