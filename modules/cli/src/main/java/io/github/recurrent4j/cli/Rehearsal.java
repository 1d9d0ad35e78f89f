package io.github.recurrent4j.cli;

/**
 * Runs what people run most, for the launcher: the classes that this needs go into an archive, from
 * which later starts take them.
 */
final class Rehearsal {
  private static final String[][] COMMANDS = {
    {"translation", "translate", "Hola a todos."},
    {"translation", "translate", "--to", "es", "Hello, everybody."},
    {"sentiment", "classify", "¡Qué alegría verte!", "This is not bad at all."},
    {"lm", "generate", "--length", "20"},
    {"lm", "score", "To be, or not to be"}
  };

  private Rehearsal() {}

  /** Runs them; what they print is for nobody. */
  public static void main(String[] args) {
    int code = 0;
    for (String[] command : COMMANDS) {
      code = Math.max(code, CommandLines.run(new Main(), command));
    }
    System.exit(code);
  }
}
