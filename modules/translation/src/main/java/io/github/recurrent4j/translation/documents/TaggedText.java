package io.github.recurrent4j.translation.documents;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A run of text with inline formatting as numbered tags: {@code <g1>…</g1>} round what is
 * formatted, {@code <x2/>} for what stands inside without being text. What a tag stands for is kept
 * aside. {@code <k3/>} stands for a word that is kept.
 *
 * @param <T> what tags stand for
 */
final class TaggedText<T> {
  private static final Pattern TAG = Pattern.compile("<(/?)([gkx])(\\d+)(/?)>");

  private final StringBuilder text = new StringBuilder();
  private final List<T> payloads = new ArrayList<>();

  /** What a tagged text consists of. */
  enum Kind {
    /** Text. */
    TEXT,
    /** Formatting begins. */
    OPEN,
    /** Formatting ends. */
    CLOSE,
    /** Something that is no text. */
    EMPTY
  }

  /**
   * A part of a tagged text.
   *
   * @param kind what it is
   * @param text for text, else empty
   * @param payload what the tag stands for, else null
   */
  record Token<T>(Kind kind, String text, T payload) {}

  void text(String more) {
    text.append(more);
  }

  /** Begins formatting; returns its number, for {@link #close}. */
  int open(T payload) {
    payloads.add(payload);
    text.append("<g").append(payloads.size()).append('>');
    return payloads.size();
  }

  void close(int number) {
    text.append("</g").append(number).append('>');
  }

  void empty(T payload) {
    payloads.add(payload);
    text.append("<x").append(payloads.size()).append("/>");
  }

  /** Something that is a word of its sentence and stays, such as code. */
  void word(T payload) {
    payloads.add(payload);
    text.append("<k").append(payloads.size()).append("/>");
  }

  /** Ends a line, with something that is no text; what follows is translated by itself. */
  void lineBreak(T payload) {
    text.append('\n');
    empty(payload);
  }

  /** Whether there are letters to translate. */
  boolean hasLetters() {
    return TAG.matcher(text).replaceAll("").codePoints().anyMatch(Character::isLetter);
  }

  @Override
  public String toString() {
    return text.toString();
  }

  /** Takes a translation of this text apart; tags that are not its own count as text. */
  List<Token<T>> tokens(String translated) {
    String translation = text.indexOf("\n<x") < 0 ? translated : translated.replace("\n<x", "<x");
    List<Token<T>> tokens = new ArrayList<>();
    Matcher m = TAG.matcher(translation);
    int at = 0;
    while (m.find()) {
      int number = m.group(3).length() > 6 ? 0 : Integer.parseInt(m.group(3));
      if (number < 1 || number > payloads.size()) {
        continue;
      }
      if (m.start() > at) {
        tokens.add(new Token<>(Kind.TEXT, translation.substring(at, m.start()), null));
      }
      Kind kind =
          !m.group(2).equals("g") ? Kind.EMPTY : m.group(1).isEmpty() ? Kind.OPEN : Kind.CLOSE;
      tokens.add(new Token<>(kind, "", payloads.get(number - 1)));
      at = m.end();
    }
    if (at < translation.length()) {
      tokens.add(new Token<>(Kind.TEXT, translation.substring(at), null));
    }
    return nested(tokens);
  }

  /** Tags that cross each other are closed and opened again, so that all are nested. */
  private List<Token<T>> nested(List<Token<T>> tokens) {
    List<Token<T>> result = new ArrayList<>();
    List<T> open = new ArrayList<>();
    for (Token<T> token : tokens) {
      if (token.kind == Kind.OPEN) {
        open.add(token.payload);
        result.add(token);
      } else if (token.kind != Kind.CLOSE) {
        result.add(token);
      } else if (open.contains(token.payload)) {
        List<T> inner = new ArrayList<>();
        T last = open.remove(open.size() - 1);
        while (last != token.payload) {
          inner.add(0, last);
          result.add(new Token<>(Kind.CLOSE, "", last));
          last = open.remove(open.size() - 1);
        }
        result.add(token);
        for (T again : inner) {
          open.add(again);
          result.add(new Token<>(Kind.OPEN, "", again));
        }
      }
    }
    for (int i = open.size() - 1; i >= 0; i--) {
      result.add(new Token<>(Kind.CLOSE, "", open.get(i)));
    }
    return result;
  }
}
