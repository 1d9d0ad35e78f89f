package io.github.recurrent4j.translation;

import java.util.List;

/** What translates sentences as they are: a network with its search, or a stand-in for tests. */
@FunctionalInterface
interface SentenceNetwork {

  /** Translations of each sentence, best first; at least one for each that has a token. */
  List<List<Translation>> translate(List<String> sentences, TranslationOptions options);
}
