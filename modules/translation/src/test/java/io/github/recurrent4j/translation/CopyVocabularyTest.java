package io.github.recurrent4j.translation;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recurrent4j.vectorization.BytePairEncoding;
import io.github.recurrent4j.vectorization.TextCodec;
import io.github.recurrent4j.vectorization.TokenCodec;
import io.github.recurrent4j.vectorization.Tokenizer;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class CopyVocabularyTest {

  /** Ids 4 and 5 are words, 6 is the first that only the source has. */
  @Test
  void wordsThatTheTargetLacksGetIdsOfTheirOwn() {
    TextCodec target = TokenCodec.learn(List.of("the the cat"), Tokenizer.WORD, 300);
    SourceText source = SourceText.of("the Ann saw Bo the Ann </s>", target);
    CopyVocabulary own = new CopyVocabulary(target, source.tokens());
    assertThat(source.ids()).containsExactly(4, 3, 3, 3, 4, 3);
    assertThat(own.words()).containsExactly(4, 6, 7, 8, 4, 6);
    assertThat(own.size()).isEqualTo(9);
    String text = "Bo the cat Zoe";
    assertThat(own.wanted(text, target.encode(text))).containsExactly(8, 4, 5, 3);
    assertThat(own.text(new int[] {8, 4, 5, 2})).isEqualTo("Bo the cat");
    assertThat(own.tokens(new int[] {7, 5})).containsExactly("saw", "cat");
  }

  @Test
  void aSourceWithoutSuchWordsAddsNone() {
    TextCodec target = TokenCodec.learn(List.of("a b"), Tokenizer.WORD, 300);
    CopyVocabulary own = new CopyVocabulary(target, List.of("b", "a", "<unk>"));
    assertThat(own.words()).containsExactly(5, 4, -1);
    assertThat(own.size()).isEqualTo(6);
    assertThat(own.text(new int[] {4, 5})).isEqualTo("a b");
  }

  /** Pieces that one side alone has are not copied; those of both are, by the target's ids. */
  @Test
  void bytePairsLackNothing() {
    TextCodec source = BytePairEncoding.learn(List.of("banana banana cat"), 300, 1);
    TextCodec target = BytePairEncoding.learn(List.of("cat cat dog"), 300, 1);
    SourceText text = SourceText.of("banana cat", source);
    CopyVocabulary own = new CopyVocabulary(target, text.tokens());
    assertThat(own.size()).isEqualTo(target.vocabulary().size());
    for (int i = 0; i < text.length(); i++) {
      String token = text.tokens().get(i);
      boolean both = target.vocabulary().contains(token);
      assertThat(own.words()[i]).isEqualTo(both ? target.vocabulary().id(token) : -1);
    }
    assertThat(Arrays.stream(own.words()).anyMatch(id -> id >= 0)).isTrue();
  }

  @Test
  void partsKeepTokensBesideIds() {
    TextCodec codec = TokenCodec.learn(List.of("a b c"), Tokenizer.WORD, 300);
    SourceText text = SourceText.of("a x b y c", codec);
    assertThat(text.parts(2))
        .extracting(SourceText::tokens)
        .containsExactly(List.of("a", "x"), List.of("b", "y"), List.of("c"));
    assertThat(text.first(3).ids()).containsExactly(text.ids()[0], 3, text.ids()[2]);
  }
}
