package io.github.recurrent4j.vectorization;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BadInputExceptionTest {
  @Test
  void messagesAreOneShortLine() {
    assertThat(new BadInputException("a file is empty: write one"))
        .hasMessage("a file is empty: write one");
    for (int quoted : new int[] {250, 301, 599, 601, 70_000}) {
      assertThat(new BadOptionException("--x is '" + "é\n".repeat(quoted) + "': use 1 to 3"))
          .message()
          .startsWith("--x is 'é é")
          .contains("…")
          .endsWith("é ': use 1 to 3")
          .hasSize(BadInputException.LONGEST);
    }
    assertThat(new BadInputException("a\u001B[31mb\u202Ec\r\nd", null)).hasMessage("a?[31mb?c d");
  }
}
