package io.github.recurrent4j.languagemodel;

import io.github.recurrent4j.inference.Slots;
import io.github.recurrent4j.kernels.Workers;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** Continues a text, once or several times: what stands before is read once. */
final class Generator implements AutoCloseable {
  private final Slots slots;
  private final Tokens tokens;
  private final EncodedText prime;
  private final LanguageModelPlan.Text read;

  Generator(LanguageModelPlan plan, Slots slots, Tokens tokens, EncodedText prime) {
    this.slots = slots;
    this.tokens = tokens;
    this.prime = prime;
    this.read = plan.begin();
    try {
      for (int id : tokens.beginning(prime)) {
        step(read, id);
      }
    } catch (RuntimeException | Error e) {
      read.close();
      throw e;
    }
  }

  /** Logits of the first token. */
  float[] logits() {
    return read.logits();
  }

  /** Takes a token that was drawn. */
  interface Sink {
    /**
     * Says whether more are wanted.
     *
     * @param logits before the token; valid during the call
     * @param id the token
     * @param text what it adds to the text
     */
    boolean take(float[] logits, int id, String text);
  }

  /** Continues the text and hands on each piece, until a stop text comes up. */
  void run(GenerationOptions options, Consumer<String> sink) {
    StopTexts text = new StopTexts(options.stops(), sink);
    each(options, (logits, id, piece) -> text.take(piece));
    text.end();
  }

  /** Continues the text and hands on each token, whatever the stop texts, until one is enough. */
  void each(GenerationOptions options, Sink sink) {
    Sampler sampler = new Sampler(options, tokens.vocabulary().size());
    for (int i = 1; i < prime.ids().length; i++) {
      sampler.read(prime.ids()[i]);
    }
    Tokens.Writer writer = tokens.writer(prime.text());
    try (LanguageModelPlan.Text state = read.copy()) {
      for (int i = 0; i < options.length(); i++) {
        int id = sampler.next(state.logits(), writer::allows);
        sampler.read(id);
        if (!sink.take(state.logits(), id, writer.next(id))) {
          break;
        }
        if (i + 1 < options.length()) {
          step(state, id);
        }
      }
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

  /** A slot for each token, so that long texts let others have their turn. */
  private void step(LanguageModelPlan.Text state, int token) {
    slots.with(slot -> state.step(slot, token));
  }

  @Override
  public void close() {
    read.close();
  }
}
