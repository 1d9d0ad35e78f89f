package io.github.recurrent4j.translation.text;

/**
 * A part of a sentence that is no language, and what stands for it in the translation.
 *
 * @param from where it begins, in chars
 * @param to behind its last char
 * @param kind what it is
 * @param target its form in the translation
 */
public record Span(int from, int to, Kind kind, String target) {

  /** Kinds of spans. */
  public enum Kind {
    /** Markup, emoji and the like: no part of the sentence's grammar. */
    MARK,
    /** A name of something: address, file, placeholder, code, a term that is not translated. */
    NAME,
    /** The name of a woman, with her title. */
    WOMAN,
    /** The name of a place. */
    PLACE,
    /** A date in digits. */
    DATE,
    /** A time in digits. */
    TIME,
    /** A number that a network may well know as it is: few digits, no separators. */
    SMALL_NUMBER,
    /** Any other number, with its unit. */
    NUMBER,
    /** A word of a glossary that has a translation. */
    TERM
  }

  /** Whether a network is likely to copy it letter by letter. */
  public boolean isPlain() {
    return kind == Kind.SMALL_NUMBER || kind == Kind.TIME;
  }
}
