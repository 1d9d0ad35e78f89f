package io.github.recurrent4j.pretrained;

import io.github.recurrent4j.sentiment.Language;
import io.github.recurrent4j.sentiment.SentimentClassifier;
import io.github.recurrent4j.translation.Translator;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/**
 * Asks the shipped models the same again and again beside a thread that allocates and collects
 * without pause, and counts the answers that differ from the first. In a small heap the collector
 * frees what nobody holds between two instructions; with MALLOC_PERTURB_ set freed memory is
 * overwritten at once.
 */
final class BesideCollector {
  private static final List<String> TEXTS =
      List.of("Qué alegría verte", "No encuentro mis llaves.", "Está lloviendo.", "Qué asco 😡");
  private static final AtomicReference<byte[]> LATEST = new AtomicReference<>();

  private BesideCollector() {}

  /** Arguments: calls of classifying, calls of translating. Prints the number of wrong answers. */
  public static void main(String[] args) {
    Thread collector = new Thread(BesideCollector::allocate, "allocates");
    collector.setDaemon(true);
    collector.start();
    try (SentimentClassifier classifier = SentimentClassifier.pretrained(Language.ES);
        Translator translator = Translator.pretrained()) {
      int wrong =
          wrong(Integer.parseInt(args[0]), t -> Arrays.toString(probabilities(classifier, t)))
              + wrong(Integer.parseInt(args[1]), t -> translator.translate(t).text());
      System.out.println("wrong answers: " + wrong);
    }
  }

  private static double[] probabilities(SentimentClassifier classifier, String text) {
    return classifier.classify(text).probabilities();
  }

  private static int wrong(int calls, Function<String, String> answer) {
    List<String> first = TEXTS.stream().map(answer).toList();
    int wrong = 0;
    for (int i = 0; i < calls; i++) {
      int n = i % TEXTS.size();
      wrong += answer.apply(TEXTS.get(n)).equals(first.get(n)) ? 0 : 1;
    }
    return wrong;
  }

  private static void allocate() {
    while (true) {
      LATEST.set(new byte[64 * 1024]);
    }
  }
}
