package example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class AutocompleteTest {

  @Test
  void completesScoresAndRanks() throws Exception {
    try (Autocomplete autocomplete = new Autocomplete()) {
      String line = autocomplete.complete("My lord, I ");
      assertTrue(line.length() > 3, line);
      assertEquals(line, autocomplete.complete("My lord, I "));
      assertEquals("e", autocomplete.next("Good my lord, I shall b").get(0).token());
      assertTrue(
          autocomplete.perplexity("My lord, I will go.\n")
              < autocomplete.perplexity("xq zvv jkq wwz pqx\n") / 10);

      ExecutorService pool = Executors.newFixedThreadPool(3);
      List<Future<String>> lines =
          pool.invokeAll(
              List.of(
                  () -> autocomplete.complete("My lord, I "),
                  () -> autocomplete.complete("My lord, I "),
                  () -> autocomplete.complete("My lord, I ")));
      for (Future<String> other : lines) {
        assertEquals(line, other.get());
      }
      pool.shutdown();
    }
  }
}
