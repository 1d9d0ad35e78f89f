package example;

import io.github.recurrent4j.languagemodel.GenerationOptions;
import io.github.recurrent4j.languagemodel.LanguageModel;
import java.util.List;

/** Completes a line of a play: a language model inside an application. */
public final class Autocomplete implements AutoCloseable {
  private final LanguageModel model = LanguageModel.pretrained();

  /** The rest of the line, up to 80 characters. */
  public String complete(String start) {
    return model.generate(
        GenerationOptions.of(start, 80).withTemperature(0.5).withSeed(42).stoppingAt("\n"));
  }

  /** The likeliest next characters. */
  public List<LanguageModel.Candidate> next(String start) {
    return model.nextTokens(start, 3);
  }

  /** How surprising a text is, as perplexity per character. */
  public double perplexity(String text) {
    return model.perplexity(text);
  }

  @Override
  public void close() {
    model.close();
  }

  /** Prints a completion. */
  public static void main(String[] args) {
    try (Autocomplete autocomplete = new Autocomplete()) {
      String start = args.length > 0 ? args[0] : "To be, or not to ";
      System.out.println(start + autocomplete.complete(start));
      System.out.println(autocomplete.next(start));
    }
  }
}
