package io.github.recurrent4j.serving;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.recurrent4j.languagemodel.GenerationOptions;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;

/**
 * What is asked of {@code /v1/completions}.
 *
 * @param prompts texts to continue
 * @param choices continuations of each
 * @param sampling with the length, and the seed of the first choice; each further one has the next
 * @param logProbabilities how many of the likeliest tokens are told at each place; -1: nothing is
 * @param echo whether prompts are part of the answers
 * @param stops what ends a continuation, and is no part of it
 * @param stream whether tokens are sent as they come
 * @param usage whether a stream ends in the count of tokens
 */
@RecordBuilder
record CompletionRequest(
    List<String> prompts,
    int choices,
    GenerationOptions sampling,
    int logProbabilities,
    boolean echo,
    List<String> stops,
    boolean stream,
    boolean usage) {
  private static final int MOST_CHOICES = 128;
  private static final int MOST_STOPS = 4;
  private static final int MOST_LOG_PROBABILITIES = 20;

  /** Reads a request. */
  static CompletionRequest of(Fields fields, ServingOptions options) {
    refuse(fields, "suffix", JsonNode::isTextual, "is not supported");
    refuse(
        fields, "presence_penalty", CompletionRequest::isNotZero, "must be 0: it is not supported");
    refuse(
        fields,
        "frequency_penalty",
        CompletionRequest::isNotZero,
        "must be 0: it is not supported");
    refuse(fields, "logit_bias", bias -> !bias.isEmpty(), "must be empty: it is not supported");
    List<String> prompts = fields.texts("prompt");
    int choices = fields.integer("n", 1, 1, MOST_CHOICES);
    if (prompts.isEmpty()) {
      prompts = List.of("");
    }
    if ((long) prompts.size() * choices > MOST_CHOICES) {
      throw ApiException.invalid("n", "times the prompts must be at most " + MOST_CHOICES);
    }
    if (fields.integer("best_of", choices, 1, MOST_CHOICES) != choices) {
      throw ApiException.invalid("best_of", "must be n: it is not supported");
    }
    List<String> stops = fields.texts("stop").stream().filter(stop -> !stop.isEmpty()).toList();
    if (stops.size() > MOST_STOPS) {
      throw ApiException.invalid("stop", "must be at most " + MOST_STOPS + " texts");
    }
    long seed =
        fields.whole("seed", ThreadLocalRandom.current().nextInt(), Long.MIN_VALUE, Long.MAX_VALUE);
    GenerationOptions sampling =
        GenerationOptions.standard()
            .withLength(
                fields.integer(
                    "max_tokens", Math.min(16, options.maxTokens()), 0, options.maxTokens()))
            .withTemperature(fields.number("temperature", 1, 0, 2))
            .withTopP(fields.number("top_p", 1, 0, 1))
            .withTopK(fields.integer("top_k", 0, 0, Integer.MAX_VALUE))
            .withSeed(seed);
    return CompletionRequestBuilder.builder()
        .prompts(prompts)
        .choices(choices)
        // A nucleus of nothing is the likeliest token.
        .sampling(sampling.topP() == 0 ? sampling.withTopP(Double.MIN_VALUE) : sampling)
        .logProbabilities(fields.integer("logprobs", -1, 0, MOST_LOG_PROBABILITIES))
        .echo(fields.flag("echo"))
        .stops(stops)
        .stream(fields.flag("stream"))
        .usage(fields.object("stream_options").flag("include_usage"))
        .build();
  }

  private static boolean isNotZero(JsonNode value) {
    return !value.isNumber() || value.doubleValue() != 0;
  }

  private static void refuse(Fields fields, String name, Predicate<JsonNode> wrong, String must) {
    if (fields.raw(name).filter(wrong).isPresent()) {
      throw ApiException.invalid(name, must);
    }
  }

  /** How a choice of a prompt is generated. */
  GenerationOptions sampling(String prompt, int choice) {
    return sampling.withPrime(prompt).withSeed(sampling.seed() + choice);
  }
}
