package io.github.recurrent4j.languagemodel;

import io.github.recurrent4j.vectorization.BadOptionException;

/**
 * How text is sampled.
 *
 * @param prime text to continue; may be empty
 * @param length tokens to generate
 * @param temperature divides the logits: below 1 more predictable, 0 takes the likeliest token
 * @param topK only the K likeliest tokens; 0 for all
 * @param topP only the likeliest tokens that hold this probability together (nucleus sampling,
 *     Holtzman et al., 2020); 1 for all
 * @param seed seed of the sampling
 */
public record GenerationOptions(
    String prime, int length, double temperature, int topK, double topP, long seed) {

  /** Checks ranges. */
  public GenerationOptions {
    if (length < 0) {
      throw new BadOptionException("--length must not be negative");
    }
    if (!(temperature >= 0)) {
      throw new BadOptionException("--temperature must not be negative");
    }
    if (topK < 0) {
      throw new BadOptionException("--top-k must not be negative");
    }
    if (!(topP > 0 && topP <= 1)) {
      throw new BadOptionException("--top-p must be in (0, 1]");
    }
  }

  /** Continues a text with temperature 0.8. */
  public static GenerationOptions of(String prime, int length) {
    return new GenerationOptions(prime, length, 0.8, 0, 1, 1);
  }
}
