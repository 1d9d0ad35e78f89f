package io.github.recurrent4j.vectorization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.recurrent4j.vectorization.PairRecordReader.Columns;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.datavec.api.records.Record;
import org.datavec.api.split.FileSplit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Byte pairs, pair files, filters and buckets. */
class PairsTest {
  private static final List<String> TEXTS =
      List.of(
          "the lower the newer the wider",
          "lower and lowest, newest and widest",
          "don't lower the 1234 newest windows",
          "¿Dónde está la niña más pequeña?");

  private final BytePairEncoding bpe = BytePairEncoding.learn(TEXTS, 340, 1);

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "the lowest",
        "",
        " ",
        "  two  spaces ",
        "never seen: Ωμέγα 漢字 😀👩‍👩‍👧 \u2581mark\u2581",
        "tab\tand\nline",
        "<s> </s> <0x41> <pad>",
        "12 345,67"
      })
  void anyTextComesBack(String text) {
    assertThat(bpe.decode(bpe.encode(text))).isEqualTo(text);
    Random random = new Random(1);
    for (int i = 0; i < 20; i++) {
      assertThat(bpe.decode(bpe.encode(text, 0.3, random))).isEqualTo(text);
    }
    TextCodec read = TextCodec.fromText(bpe.toText());
    assertThat(read.encode(text)).isEqualTo(bpe.encode(text));
    assertThat(read.vocabulary()).isEqualTo(bpe.vocabulary());
  }

  @Test
  void frequentWordsBecomeOneToken() {
    assertThat(bpe.encode("the")).hasSize(1);
    assertThat(bpe.encode("lower")).hasSizeLessThan(4);
    assertThat(bpe.vocabulary().size()).isLessThanOrEqualTo(340);
    assertThat(bpe.startsWord(bpe.encode("the")[0])).isTrue();
  }

  @Test
  void mergesFollowTheCounts() {
    // "ab" comes 5 times, "bc" 3 times: ab is merged first, then abc.
    BytePairEncoding small = BytePairEncoding.learn(List.of("ab ab abc abc abc"), 265, 1);
    List<String> tokens = small.vocabulary().tokens();
    assertThat(tokens.subList(263, 265)).containsExactly("ab", "\u2581ab");
  }

  @Test
  void wordsWithoutEndTakeTimeInProportion() {
    for (String endless :
        List.of(
            "a'".repeat(50_000),
            "newest".repeat(50_000),
            "a" + "\u0301".repeat(200_000),
            "!".repeat(300_000),
            "\u2581".repeat(100_000))) {
      assertThat(bpe.decode(bpe.encode(endless))).isEqualTo(endless);
    }
  }

  @Test
  void mergesAreThoseOfThePlainLoop() {
    Random random = new Random(5);
    for (int i = 0; i < 2000; i++) {
      StringBuilder word = new StringBuilder();
      for (int n = 1 + random.nextInt(12); n > 0; n--) {
        word.append((char) ('a' + random.nextInt(3)));
      }
      List<String> letters = word.chars().mapToObj(Character::toString).toList();
      // Merges in any order, as a file may hold them.
      List<String> merges = new ArrayList<>();
      for (int n = 0; n < 12; n++) {
        int from = random.nextInt(word.length());
        int middle = from + random.nextInt(word.length() - from + 1);
        int to = middle + random.nextInt(word.length() - middle + 1);
        merges.add(word.substring(from, middle) + " " + word.substring(middle, to));
      }
      assertThat(Merging.apply(letters, (l, r) -> merges.indexOf(l + " " + r)))
          .isEqualTo(plainly(letters, merges));
    }
  }

  private static List<String> plainly(List<String> word, List<String> merges) {
    List<String> symbols = new ArrayList<>(word);
    while (true) {
      int best = Integer.MAX_VALUE;
      for (int i = 0; i + 1 < symbols.size(); i++) {
        int rank = merges.indexOf(symbols.get(i) + " " + symbols.get(i + 1));
        best = rank >= 0 ? Math.min(best, rank) : best;
      }
      if (best == Integer.MAX_VALUE) {
        return symbols;
      }
      for (int i = 0; i + 1 < symbols.size(); i++) {
        if ((symbols.get(i) + " " + symbols.get(i + 1)).equals(merges.get(best))) {
          symbols.set(i, symbols.get(i) + symbols.remove(i + 1));
        }
      }
    }
  }

  @Test
  void damagedCodecsAreRefused() {
    String text = bpe.toText();
    assertThatThrownBy(() -> TextCodec.fromText(text.substring(0, text.length() - 3)))
        .isInstanceOf(BadInputException.class);
    assertThatThrownBy(() -> TextCodec.fromText("something")).isInstanceOf(BadInputException.class);
  }

  @Test
  void wordsAndCharacters() {
    for (Tokenizer tokenizer : Tokenizer.values()) {
      TextCodec codec = TokenCodec.learn(TEXTS, tokenizer, 1000);
      String text = TEXTS.get(1);
      assertThat(codec.decode(codec.encode(text))).isEqualTo(text);
      assertThat(TextCodec.fromText(codec.toText()).encode(text)).isEqualTo(codec.encode(text));
    }
  }

  private Path file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  @Test
  void readsEitherOrderAndAlignedFiles() throws IOException {
    Path tsv = file("a.tsv", "Hello.\tHola.\tcredit\r\n\nA  b\u00a0c\tCafe\u0301\u0007\n");
    List<TextPair> expected =
        List.of(new TextPair("Hola.", "Hello."), new TextPair("Café", "A b c"));
    assertThat(PairRecordReader.read(tsv, Columns.TARGET_SOURCE)).isEqualTo(expected);
    assertThat(PairRecordReader.read(tsv, Columns.SOURCE_TARGET).get(0))
        .isEqualTo(new TextPair("Hello.", "Hola."));
    Path source = file("a.es", "Hola.\nCafé\n");
    Path target = file("a.en", "Hello.\nA b c\n");
    assertThat(PairRecordReader.read(source, target)).isEqualTo(expected);
    Path shorter = file("b.en", "Hello.\n");
    assertThatThrownBy(() -> PairRecordReader.read(source, shorter))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("2 lines")
        .hasMessageContaining("has 1");
  }

  @Test
  void recordsAreDataVecRecords() throws IOException {
    Path tsv = file("a.tsv", "one\tuno\ntwo\tdos\n");
    try (PairRecordReader reader = new PairRecordReader(Columns.TARGET_SOURCE)) {
      reader.initialize(new FileSplit(tsv.toFile()));
      reader.next();
      Record second = reader.nextRecord();
      assertThat(PairRecordReader.pair(second.getRecord())).isEqualTo(new TextPair("dos", "two"));
      assertThat(reader.hasNext()).isFalse();
      assertThat(reader.loadFromMetaData(second.getMetaData()).getRecord())
          .isEqualTo(second.getRecord());
      reader.reset();
      assertThat(reader.hasNext()).isTrue();
    }
  }

  @Test
  void missingColumnsAreNamed() throws IOException {
    Path tsv = file("a.tsv", "one\tuno\ntwo dos\n");
    assertThatThrownBy(() -> PairRecordReader.read(tsv, Columns.SOURCE_TARGET))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("line 2 has no tab");
  }

  @Test
  void filterSaysWhatItDropped() {
    TextCodec words = TokenCodec.learn(List.of("a b c d e f g h i j k l"), Tokenizer.WORD, 100);
    List<TextPair> pairs =
        List.of(
            new TextPair("a b", "c"),
            new TextPair("", "c"),
            new TextPair("a b c d e f g h i j", "a"),
            new TextPair("a b c d e f g h i j k l", "a b c d"));
    PairFilter.Result result = new PairFilter(11, 3).apply(pairs, words, words);
    assertThat(result.kept()).containsExactly(new TextPair("a b", "c"));
    assertThat(result.report())
        .isEqualTo("1 pairs kept; dropped: 1 with an empty side, 1 too long, 1 lopsided");
  }

  @Test
  void sourcesAreMixedByWeightAndRepeatedPairsLeftOut() throws IOException {
    TextPair a = new TextPair("a", "A");
    TextPair b = new TextPair("b", "B");
    TextPair c = new TextPair("c", "C");
    TextPair d = new TextPair("d", "D");
    PairMix mix = new PairMix();
    assertThat(mix.add(List.of(a, a, b), 2)).isEqualTo(new PairMix.Added(3, 1));
    assertThat(mix.add(List.of(b, c, d), 0.5)).isEqualTo(new PairMix.Added(3, 1));
    assertThat(mix.pairs()).containsExactly(a, b, a, b, d);
    mix.add(List.of(new TextPair("e", "E"), new TextPair("f", "F")), 1.5);
    assertThat(mix.pairs()).hasSize(8);
    assertThatThrownBy(() -> mix.add(List.of(c), 0)).isInstanceOf(BadOptionException.class);
    PairSource read = PairSource.of(file("mixed.tsv", "a\tA\ng\tG\n"));
    assertThat(mix.add(read, PairRecordReader.Columns.SOURCE_TARGET, 1))
        .isEqualTo(new PairMix.Added(2, 1));
    assertThat(mix.pairs()).hasSize(9).last().isEqualTo(new TextPair("g", "G"));
  }

  @Test
  void aFileMayBeNamedWithAWeight() throws IOException {
    assertThat(WeightedFile.parse("x/a.tsv:2.5"))
        .isEqualTo(new WeightedFile(Path.of("x/a.tsv"), 2.5));
    assertThat(WeightedFile.parse("a.tsv").weight()).isEqualTo(1);
    Path odd = file("a:3", "one\tuno\n");
    assertThat(WeightedFile.parse(odd.toString())).isEqualTo(new WeightedFile(odd, 1));
  }

  @Test
  void bucketsHoldEveryExampleOnceAndPadLittle() {
    Random random = new Random(3);
    int[] lengths = IntStream.range(0, 5000).map(i -> 1 + random.nextInt(30)).toArray();
    int[] others = Arrays.stream(lengths).map(n -> n + random.nextInt(3)).toArray();
    List<int[]> batches = LengthBuckets.cut(lengths, others, 1024, new Random(1));
    Set<Integer> seen = new HashSet<>();
    long padded = 0;
    for (int[] batch : batches) {
      int longest = 0;
      for (int i : batch) {
        assertThat(seen.add(i)).isTrue();
        longest = Math.max(longest, LengthBuckets.padded(lengths[i]));
      }
      padded += (long) longest * batch.length;
      assertThat(longest * batch.length).isLessThanOrEqualTo(1024 + 8 * longest);
    }
    assertThat(seen).hasSize(5000);
    assertThat(padded).isLessThan((long) (1.1 * Arrays.stream(lengths).sum()));
    assertThat(LengthBuckets.cut(lengths, others, 1024, new Random(1)).get(0))
        .isEqualTo(batches.get(0));
  }
}
