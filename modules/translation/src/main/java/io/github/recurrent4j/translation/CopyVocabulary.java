package io.github.recurrent4j.translation;

import io.github.recurrent4j.vectorization.TextCodec;
import io.github.recurrent4j.vectorization.TokenCodec;
import io.github.recurrent4j.vectorization.Vocabulary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A target vocabulary of V tokens and the words of one source that it lacks, with the ids from V on
 * (See et al., 2017, the extended vocabulary). Byte pairs lack no words: pieces of the source that
 * the target's side does not have are not copied.
 */
final class CopyVocabulary {
  private static final int NONE = -1;

  private final TextCodec target;
  private final List<String> extra = new ArrayList<>();
  private final int[] words;

  /** The vocabulary for a source of these tokens. */
  CopyVocabulary(TextCodec target, List<String> sourceTokens) {
    this.target = target;
    this.words = sourceTokens.stream().mapToInt(this::word).toArray();
  }

  private int word(String token) {
    Vocabulary known = target.vocabulary();
    if (known.contains(token)) {
      int id = known.id(token);
      return id > Batch.END && !token.equals(Vocabulary.UNKNOWN) ? id : NONE;
    }
    if (!(target instanceof TokenCodec)) {
      return NONE;
    }
    if (!extra.contains(token)) {
      extra.add(token);
    }
    return known.size() + extra.indexOf(token);
  }

  /** For each token of the source the id as which it is copied; below zero: it is not copied. */
  int[] words() {
    return words;
  }

  /** Number of tokens that can be written: V, and the source's own words. */
  int size() {
    return target.vocabulary().size() + extra.size();
  }

  /** Ids of a target: those of the vocabulary, those of the source's words, or the unknown one. */
  int[] wanted(String text, int[] ids) {
    List<String> tokens = target.tokens(text, ids);
    int[] wanted = ids.clone();
    for (int t = 0; t < ids.length; t++) {
      int own = extra.indexOf(tokens.get(t));
      wanted[t] = own < 0 ? ids[t] : target.vocabulary().size() + own;
    }
    return wanted;
  }

  /** The tokens behind ids. */
  List<String> tokens(int[] ids) {
    int known = target.vocabulary().size();
    return Arrays.stream(ids)
        .mapToObj(id -> id < known ? target.vocabulary().token(id) : extra.get(id - known))
        .toList();
  }

  /** The text of ids. */
  String text(int[] ids) {
    return target instanceof TokenCodec words && !extra.isEmpty()
        ? words.join(tokens(Arrays.stream(ids).filter(id -> id > Batch.END).toArray()))
        : target.decode(ids);
  }
}
