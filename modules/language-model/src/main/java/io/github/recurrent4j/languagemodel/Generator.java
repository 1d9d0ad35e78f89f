package io.github.recurrent4j.languagemodel;

import io.github.recurrent4j.kernels.Workers;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/** Continues a text, once or several times: what stands before is read once. */
final class Generator implements AutoCloseable {
  private final Turns turns;
  private final Tokens tokens;
  private final EncodedText prime;
  private final LanguageModelPlan.Text read;

  Generator(LanguageModelPlan plan, Turns turns, Tokens tokens, EncodedText prime) {
    this.turns = turns;
    this.tokens = tokens;
    this.prime = prime;
    this.read = plan.begin();
    try {
      int[] beginning = tokens.beginning(prime);
      turns.run(beginning.length, (slot, i) -> read.step(slot, beginning[i]), logits -> true);
    } catch (RuntimeException | Error e) {
      read.close();
      throw e;
    }
  }

  /** Logits of the first token. */
  float[] logits() {
    return read.logits();
  }

  /**
   * What is told of a token that was drawn.
   *
   * @param <T> what a caller wants to know
   */
  interface Maker<T> {
    /**
     * Makes it.
     *
     * @param logits before the token; valid during the call
     * @param id the token
     * @param text what it adds to the text
     */
    T make(float[] logits, int id, String text);
  }

  /** Continues the text and hands on each piece, until a stop text comes up. */
  void run(GenerationOptions options, Consumer<String> sink) {
    StopTexts text = new StopTexts(options.stops(), sink);
    each(options, (logits, id, piece) -> piece, text::take);
    text.end();
  }

  /**
   * Continues the text and hands on what is made of each token, whatever the stop texts.
   *
   * @param sink says whether more are wanted
   */
  <T> void each(GenerationOptions options, Maker<T> maker, Predicate<T> sink) {
    Sampler sampler = new Sampler(options, tokens.vocabulary().size());
    for (int i = 1; i < prime.ids().length; i++) {
      sampler.read(prime.ids()[i]);
    }
    Tokens.Writer writer = tokens.writer(prime.text());
    try (LanguageModelPlan.Text state = read.copy()) {
      int[] last = new int[1];
      turns.run(
          options.length(),
          (slot, i) -> {
            if (i > 0) {
              state.step(slot, last[0]);
            }
            last[0] = sampler.next(state.logits(), writer::allows);
            sampler.read(last[0]);
            return maker.make(state.logits(), last[0], writer.next(last[0]));
          },
          sink);
    }
  }

  /** The text continued as many times as the options say, in order of their seeds. */
  List<String> samples(GenerationOptions options) {
    StringBuilder[] texts = new StringBuilder[options.samples()];
    Workers.run(
        texts.length,
        i -> {
          texts[i] = new StringBuilder();
          run(options.withSeed(options.seed() + i), texts[i]::append);
        });
    return IntStream.range(0, texts.length).mapToObj(i -> texts[i].toString()).toList();
  }

  @Override
  public void close() {
    read.close();
  }
}
