package io.github.recurrent4j.vectorization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.recurrent4j.vectorization.PairRecordReader.Columns;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pairs that do not fit on the heap are the same pairs. */
class PairStoreTest {
  @TempDir Path folder;

  private static List<TextPair> pairs(int count) {
    Random random = new Random(5);
    List<TextPair> pairs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      pairs.add(new TextPair("frase ñ 😀 " + "x".repeat(random.nextInt(60)) + i, "sentence " + i));
    }
    return pairs;
  }

  @Test
  void pairsInAFileAreThoseThatWereAdded() {
    List<TextPair> pairs = pairs(1000);
    pairs.add(3, new TextPair("", ""));
    // Segments that hold only a few pairs each.
    PairStore store = new PairStore(500, 512);
    for (int i = 0; i < pairs.size(); i++) {
      store.add(pairs.get(i));
      assertThat(store.list().get(i)).isEqualTo(pairs.get(i));
    }
    assertThat(store.isSpilled()).isTrue();
    assertThat(store.list()).isEqualTo(pairs);
    assertThatThrownBy(() -> store.list().get(1001)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> store.add(new TextPair("x".repeat(600), "")))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("cut it");
  }

  @Test
  void fewPairsStayOnTheHeap() {
    PairStore store = new PairStore(1 << 20, 512);
    pairs(100).forEach(store::add);
    assertThat(store.isSpilled()).isFalse();
    assertThat(store.list()).isEqualTo(pairs(100));
  }

  @Test
  void aLargeTableIsReadInParts() throws IOException {
    Path file = folder.resolve("pairs.tsv");
    StringBuilder text = new StringBuilder("id\tenglish\tspanish\r\n");
    int count = 120_000;
    for (int i = 0; i < count; i++) {
      text.append(i).append("\tSentence  number ").append(i).append(".\tLa frase «").append(i);
      text.append("».\r\n");
      text.append(i % 1000 == 0 ? "\n" : "");
    }
    Files.writeString(file, text);
    PairStore pairs = new PairStore(1 << 20, 1 << 20);
    PairRecordReader reader = new PairRecordReader("spanish", "english");
    assertThat(LargeTable.read(file, reader, pairs::add, 1)).isTrue();
    assertThat(pairs.list()).isEqualTo(PairRecordReader.read(file, "spanish", "english"));
    assertThat(pairs.list().get(count - 1))
        .isEqualTo(new TextPair("La frase «119999».", "Sentence number 119999."));
    // The line of what is wrong in a later part is that of the file.
    Files.writeString(file, text + "no tab at all\n");
    assertThatThrownBy(() -> LargeTable.read(file, reader, pair -> {}, 1))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("line " + (count + count / 1000 + 2) + " has 1 column");
  }

  @Test
  void whatNeedsItsWholeTextIsReadAsAWhole() throws IOException {
    Path quoted = folder.resolve("quoted.tsv");
    Files.writeString(quoted, "\"a \"\"b\"\"\"\tc\n".repeat(10));
    Path csv = Files.writeString(folder.resolve("p.csv"), "a,b\n");
    for (Path file : List.of(quoted, csv)) {
      PairStore pairs = new PairStore(0, 1 << 20);
      PairRecordReader reader = new PairRecordReader(Columns.SOURCE_TARGET);
      assertThat(LargeTable.read(file, reader, pairs::add, 1)).isFalse();
      assertThat(pairs.size()).isZero();
    }
    assertThat(PairRecordReader.read(quoted, Columns.SOURCE_TARGET))
        .hasSize(10)
        .contains(new TextPair("a \"b\"", "c"));
  }

  @Test
  void repetitionsAreKnownByTheirBits() {
    PairHashes seen = new PairHashes();
    for (TextPair pair : pairs(20_000)) {
      assertThat(seen.add(pair)).isTrue();
    }
    for (TextPair pair : pairs(20_000)) {
      assertThat(seen.add(pair)).isFalse();
    }
    assertThat(seen.add(new TextPair("a", "bc"))).isTrue();
    assertThat(seen.add(new TextPair("ab", "c"))).isTrue();
  }
}
