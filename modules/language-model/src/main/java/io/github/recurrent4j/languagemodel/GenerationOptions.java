package io.github.recurrent4j.languagemodel;

import io.github.recurrent4j.vectorization.settings.Setting;
import io.github.recurrent4j.vectorization.settings.Settings;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * How text is sampled. Each step changes the model's distribution in this order: repetition
 * penalty, temperature, top-k and top-p, min-p, typical sampling; what remains is drawn from by its
 * probabilities.
 */
@RecordBuilder
public record GenerationOptions(
    @Setting(value = "", doc = "text to continue") String prime,
    @Setting(value = "400", range = "[0, inf)", doc = "tokens to generate, at most") int length,
    @Setting(
            value = "0.8",
            range = "[0, inf)",
            doc = "divides the logits: below 1 more predictable; 0: the likeliest token")
        double temperature,
    @Setting(value = "0", range = "[0, inf)", doc = "only the K likeliest tokens; 0: all") int topK,
    @Setting(
            value = "1",
            range = "(0, 1]",
            doc =
                "only the likeliest tokens that hold this probability together (nucleus sampling)")
        double topP,
    @Setting(
            value = "0",
            range = "[0, 1]",
            doc = "only tokens at least this many times as likely as the likeliest; 0: all")
        double minP,
    @Setting(
            value = "1",
            range = "(0, 1]",
            doc =
                "only the tokens that hold this probability together whose surprisal is nearest to"
                    + " the expected one (locally typical sampling); 1: all")
        double typicalP,
    @Setting(
            value = "1",
            range = "[1, inf)",
            doc =
                "makes tokens that were there less likely: divides their positive logits, multiplies"
                    + " their negative ones; 1: not")
        double repetitionPenalty,
    @Setting(
            value = "64",
            range = "[0, inf)",
            doc = "how many of the last tokens count as there; 0: all")
        int repetitionWindow,
    @Setting(
            value = "",
            doc =
                "texts that end generation and are left out, with | between; \\n is a line's end, \\t"
                    + " a tab, \\| a bar")
        String stop,
    @Setting(
            value = "1",
            range = "[1, inf)",
            doc = "texts to generate, the first with --seed, each other with the next seed")
        int samples,
    @Setting(value = "1", doc = "seed of the sampling") long seed)
    implements GenerationOptionsBuilder.With {

  /** The defaults with these values. */
  public GenerationOptions(
      String prime, int length, double temperature, int topK, double topP, long seed) {
    this(prime, length, temperature, topK, topP, 0, 1, 1, 64, "", 1, seed);
  }

  /** The defaults. */
  public static GenerationOptions standard() {
    return Settings.standard(GenerationOptions.class);
  }

  /** Continues a text with temperature 0.8. */
  public static GenerationOptions of(String prime, int length) {
    return standard().withPrime(prime).withLength(length);
  }

  /** The same, ending before the first of these texts that comes up. */
  public GenerationOptions stoppingAt(String... texts) {
    return withStop(
        Arrays.stream(texts).map(EscapedTexts::escape).collect(Collectors.joining("|")));
  }

  /** The texts that end generation. */
  public List<String> stops() {
    return EscapedTexts.split(stop);
  }
}
