package io.github.recurrent4j.languagemodel;

import io.github.recurrent4j.training.RemoteText;
import io.github.recurrent4j.vectorization.Units;
import java.util.Map;
import java.util.function.IntConsumer;

/** Tokens that travel to where a text lies. */
final class RemoteEncoder implements RemoteText.Encoder {
  private static final long serialVersionUID = 1;

  private final Units level;
  private final Map<String, String> entries;
  private transient Tokens tokens;

  RemoteEncoder(Units level, Tokens tokens) {
    this.level = level;
    this.entries = Map.copyOf(tokens.entries());
    this.tokens = tokens;
  }

  @Override
  public void encode(CharSequence text, IntConsumer ids) {
    if (tokens == null) {
      tokens = Tokens.read(level, entries::get);
    }
    tokens.append(text, ids, "the training text");
  }
}
