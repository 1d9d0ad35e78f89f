package io.github.recurrent4j.sentiment;

import java.util.Locale;

/** Languages of the shipped models. */
public enum Language {
  /** Spanish. */
  ES,
  /** English. */
  EN;

  /** Its code, {@code es} or {@code en}. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}
