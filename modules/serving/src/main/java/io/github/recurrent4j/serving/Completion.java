package io.github.recurrent4j.serving;

import io.github.recurrent4j.languagemodel.LanguageModel;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Generates what one request asks for, one continuation after the other. */
final class Completion {
  private final LanguageModel model;
  private final CompletionRequest request;
  private final BooleanSupplier wanted;
  private final Consumer<Choice> sink;
  private int tokens;

  /**
   * A completion to be generated.
   *
   * @param wanted asked before each token
   * @param sink takes pieces as they come, each with one token at most
   */
  Completion(
      LanguageModel model,
      CompletionRequest request,
      BooleanSupplier wanted,
      Consumer<Choice> sink) {
    this.model = model;
    this.request = request;
    this.wanted = wanted;
    this.sink = sink;
  }

  /**
   * Tokens read and written.
   *
   * @param prompts of the prompts
   * @param written of all continuations
   */
  record Usage(int prompts, int written) {}

  /** Generates everything, unless it is not wanted any more. */
  Usage run() {
    int prompts = 0;
    for (int p = 0; p < request.prompts().size(); p++) {
      String prompt = request.prompts().get(p);
      prompts += model.tokens(prompt);
      for (int c = 0; c < request.choices() && wanted.getAsBoolean(); c++) {
        choice(p * request.choices() + c, prompt, c);
      }
    }
    return new Usage(prompts, tokens);
  }

  private void choice(int index, String prompt, int choice) {
    int[] offset = {0};
    if (request.echo()) {
      echo(index, prompt, offset);
    }
    StopFilter filter =
        new StopFilter(
            request.stops(),
            (step, text) -> {
              Choice.Placed token = new Choice.Placed(step, offset[0]);
              offset[0] += text.length();
              sink.accept(new Choice(index, text, List.of(token), null));
            });
    if (request.sampling().length() > 0) {
      model.steps(
          request.sampling(prompt, choice),
          Math.max(0, request.logProbabilities()),
          step -> {
            tokens++;
            return filter.accept(step) && wanted.getAsBoolean();
          });
    }
    filter.end();
    String finish = filter.isStopped() ? "stop" : "length";
    sink.accept(new Choice(index, "", List.of(), finish));
  }

  private void echo(int index, String prompt, int[] offset) {
    if (request.logProbabilities() < 0) {
      sink.accept(new Choice(index, prompt, List.of(), null));
      offset[0] = prompt.length();
      return;
    }
    model.reading(
        prompt,
        request.logProbabilities(),
        step -> {
          Choice.Placed token = new Choice.Placed(step, offset[0]);
          offset[0] += step.text().length();
          sink.accept(new Choice(index, step.text(), List.of(token), null));
          return wanted.getAsBoolean();
        });
  }
}
