package io.github.recurrent4j.serving;

import java.util.List;

/** What a request may bring, as LibreTranslate says it. */
record Limits(int batch, int characters) {

  static Limits of(ServingOptions options) {
    return new Limits(options.batchLimit(), options.charLimit());
  }

  /**
   * The characters of texts.
   *
   * @throws ApiException if there are too many texts or characters
   */
  int require(List<String> texts) {
    if (batch >= 0 && texts.size() > batch) {
      throw exceeds(texts.size(), batch);
    }
    int count = texts.stream().mapToInt(text -> text.codePointCount(0, text.length())).sum();
    if (characters >= 0 && count > characters) {
      throw exceeds(count, characters);
    }
    return count;
  }

  private static ApiException exceeds(int size, int limit) {
    return ApiException.bad(
        "Invalid request: request (" + size + ") exceeds text limit (" + limit + ")");
  }
}
