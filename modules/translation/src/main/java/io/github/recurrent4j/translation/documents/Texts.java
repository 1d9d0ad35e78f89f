package io.github.recurrent4j.translation.documents;

import java.util.List;

/** What translates the texts of a document. */
@FunctionalInterface
interface Texts {

  /** A translation for each text, in order; tags in angle brackets stay, each exactly once. */
  List<String> translate(List<String> texts);
}
