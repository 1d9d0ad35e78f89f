package io.github.recurrent4j.languagemodel;

import io.github.recurrent4j.vectorization.settings.Setting;
import io.github.recurrent4j.vectorization.settings.Settings;
import io.soabase.recordbuilder.core.RecordBuilder;

/** How text is sampled. */
@RecordBuilder
public record GenerationOptions(
    @Setting(value = "", doc = "text to continue") String prime,
    @Setting(value = "400", range = "[0, inf)", doc = "tokens to generate") int length,
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
    @Setting(value = "1", doc = "seed of the sampling") long seed)
    implements GenerationOptionsBuilder.With {

  /** The defaults. */
  public static GenerationOptions standard() {
    return Settings.standard(GenerationOptions.class);
  }

  /** Continues a text with temperature 0.8. */
  public static GenerationOptions of(String prime, int length) {
    return standard().withPrime(prime).withLength(length);
  }
}
