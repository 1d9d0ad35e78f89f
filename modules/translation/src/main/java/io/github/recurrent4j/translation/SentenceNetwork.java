package io.github.recurrent4j.translation;

import java.util.List;
import java.util.function.ObjIntConsumer;

/** What translates sentences as they are: a network with its search, or a stand-in for tests. */
@FunctionalInterface
interface SentenceNetwork {

  /** Translations of each sentence, best first; at least one for each that has a token. */
  List<List<Translation>> translate(List<String> sentences, TranslationOptions options);

  /**
   * The same, each sentence's translations handed over as soon as they are there.
   *
   * @param answers takes them with the sentence's place, on any thread and on several at once; all
   *     of it before this returns
   */
  default void translate(
      List<String> sentences,
      TranslationOptions options,
      ObjIntConsumer<List<Translation>> answers) {
    List<List<Translation>> all = translate(sentences, options);
    for (int i = 0; i < all.size(); i++) {
      answers.accept(all.get(i), i);
    }
  }
}
