package io.github.recurrent4j.translation;

import io.github.recurrent4j.vectorization.CleanText;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A conversation with a network that was trained on dialogues: it reads the last turns, each behind
 * a mark of who spoke, {@code <u> Hello. <s> How may I help? <u> I need a taxi.}, and gives the
 * next turn of the system. Belongs to one thread.
 */
public final class Conversation {
  /** Stands before what the user says. */
  public static final String USER = "<u>";

  /** Stands before what the system says. */
  public static final String SYSTEM = "<s>";

  private final UnaryOperator<String> network;
  private final int turns;
  private final List<String> history = new ArrayList<>();

  /**
   * Begins a conversation.
   *
   * @param network gives the next turn for what it reads
   * @param turns how many turns it reads, at least 1
   */
  public Conversation(UnaryOperator<String> network, int turns) {
    if (turns < 1) {
      throw new IllegalArgumentException("at least one turn is read, not " + turns);
    }
    this.network = network;
    this.turns = turns;
  }

  /** A conversation with a translator of dialogues. */
  public static Conversation with(Translator translator, TranslationOptions options, int turns) {
    return new Conversation(text -> translator.translate(text, options).text(), turns);
  }

  /** The system's answer to what the user says; both become part of the conversation. */
  public String reply(String said) {
    history.add(USER + " " + CleanText.of(said.replace(USER, " ").replace(SYSTEM, " ")));
    int from = Math.max(0, history.size() - turns);
    String answer = network.apply(String.join(" ", history.subList(from, history.size())));
    history.add(SYSTEM + " " + answer);
    return answer;
  }

  /** Forgets what was said. */
  public void clear() {
    history.clear();
  }
}
