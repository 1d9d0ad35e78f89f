package io.github.recurrent4j.lessons;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The first, third and so on of the notebooks. */
class OddNotebooksTest extends NotebookRuns {
  static List<String> notebooks() throws IOException {
    return everySecond(0);
  }

  @ParameterizedTest
  @MethodSource("notebooks")
  void runs(String name) throws IOException {
    run(name);
  }
}
