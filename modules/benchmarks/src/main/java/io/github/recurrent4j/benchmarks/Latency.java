package io.github.recurrent4j.benchmarks;

import io.github.recurrent4j.layers.kernel.Engine;
import io.github.recurrent4j.translation.Translator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** How long one sentence takes, sentence by sentence: median and 95th percentile. */
final class Latency {
  private static final int WARM_UP = 2;

  private Latency() {}

  static void run() {
    run("f32");
    run("bf16");
  }

  private static void run(String precision) {
    System.setProperty(Engine.INFERENCE_PRECISION, precision);
    List<String> sentences = OursTranslation.sentences();
    try (Translator translator = Translator.pretrained()) {
      for (int i = 0; i < WARM_UP; i++) {
        sentences.forEach(translator::translate);
      }
      List<Double> milliseconds = new ArrayList<>();
      for (String sentence : sentences) {
        long before = System.nanoTime();
        translator.translate(sentence);
        milliseconds.add((System.nanoTime() - before) / 1e6);
      }
      List<Double> sorted = milliseconds.stream().sorted().toList();
      System.out.printf(
          Locale.ROOT,
          "translate one of %d sentences, beam 5, %s: p50 %.1f ms, p95 %.1f ms%n",
          sorted.size(),
          precision,
          sorted.get(sorted.size() / 2),
          sorted.get(sorted.size() * 95 / 100));
    }
  }
}
