package io.github.recurrent4j.vectorization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.datavec.api.split.FileSplit;
import org.datavec.api.writable.IntWritable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.dataset.DataSet;

class TextTest {
  @TempDir Path dir;

  private Path file(String name, String text) throws IOException {
    return Files.writeString(dir.resolve(name), text);
  }

  private static List<String> tokens(Tokenizer tokenizer, String text) {
    List<String> tokens = new ArrayList<>();
    tokenizer.tokenize(text, tokens::add);
    return tokens;
  }

  private static Vocabulary characters(String text) {
    Vocabulary.Builder builder = new Vocabulary.Builder();
    Tokenizer.CHARACTER.tokenize(text, builder::add);
    return builder.build(List.of(), 1, Integer.MAX_VALUE);
  }

  @Test
  void tokenizersCutAndJoin() {
    String text = "¿Qué? 😀\nsí";
    assertThat(tokens(Tokenizer.CHARACTER, text))
        .containsExactly("¿", "Q", "u", "é", "?", " ", "😀", "\n", "s", "í");
    assertThat(tokens(Tokenizer.WORD, " a  b\nc\n")).containsExactly("a", "b", "</s>", "c", "</s>");
    StringBuilder joined = new StringBuilder();
    String previous = null;
    for (String token : tokens(Tokenizer.WORD, "a b\nc\n")) {
      joined.append(Tokenizer.WORD.join(previous, token));
      previous = token;
    }
    assertThat(joined).hasToString("a b\nc\n");
  }

  @Test
  void vocabularyIsStableAndRoundTrips() {
    Vocabulary v = characters("bbaa\n\tc\\");
    assertThat(v.tokens()).containsExactly("a", "b", "\t", "\n", "\\", "c");
    assertThat(Vocabulary.fromText(v.toText())).isEqualTo(v);
    assertThat(v.id("z")).isEqualTo(-1);
    Vocabulary.Builder b = new Vocabulary.Builder();
    for (String t : List.of("x", "x", "x", "y", "y", "z")) {
      b.add(t);
    }
    Vocabulary words = b.build(List.of(Vocabulary.UNKNOWN), 2, 2);
    assertThat(words.tokens()).containsExactly("<unk>", "x");
    assertThat(words.id("y")).isEqualTo(0);
    assertThatThrownBy(() -> Vocabulary.fromText("nonsense"))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("not a vocabulary");
    String cut = v.toText().substring(0, v.toText().length() - 1);
    assertThatThrownBy(() -> Vocabulary.fromText(cut)).hasMessageContaining("cut off");
  }

  @Test
  void badFilesAreNamedPlainly() throws IOException {
    Path binary = Files.write(dir.resolve("b"), new byte[] {65, 0, 66});
    Path latin = Files.write(dir.resolve("l"), "señal".getBytes(StandardCharsets.ISO_8859_1));
    assertThatThrownBy(() -> TextFile.read(binary, t -> {})).hasMessageContaining("binary");
    assertThatThrownBy(() -> TextFile.read(latin, t -> {}))
        .hasMessageContaining(
            "is not UTF-8: convert it first, for example with iconv -f latin1 -t utf-8");
    for (Charset wide : List.of(StandardCharsets.UTF_16BE, StandardCharsets.UTF_16LE)) {
      Files.write(latin, "\uFEFFHola".getBytes(wide));
      assertThatThrownBy(() -> TextFile.read(latin, t -> {}))
          .hasMessageContaining("is UTF-16")
          .hasMessageContaining("iconv -f utf-16 -t utf-8");
    }
    assertThatThrownBy(() -> TextFile.read(file("e", ""), t -> {})).hasMessageContaining("empty");
    assertThatThrownBy(() -> TextFile.read(dir, t -> {})).hasMessageContaining("folder");
    assertThatThrownBy(() -> TextFile.read(dir.resolve("no"), t -> {}))
        .hasMessageContaining("does not exist");
    Vocabulary v = characters("ab");
    assertThatThrownBy(() -> IdSequence.read(file("c", "abc"), Tokenizer.CHARACTER, v))
        .hasMessageContaining("'c', which the model does not know");
  }

  @Test
  void textsAreReadWhole() throws IOException {
    String text = "\uFEFFone\r\ntwo 😀\n".repeat(20_000);
    StringBuilder read = new StringBuilder();
    TextFile.read(file("t", text), read::append);
    assertThat(read.toString()).isEqualTo(text.replace("\r", "").substring(1));
    String longLine = "😀a".repeat(1_500_000);
    read.setLength(0);
    TextFile.read(file("u", longLine), read::append);
    assertThat(read.toString().equals(longLine)).isTrue();
  }

  @Test
  void everyLineEndIsALineEnd() throws IOException {
    StringBuilder read = new StringBuilder();
    TextFile.read(file("r", "one\rtwo\r\nthree\n\rfour\r\r\nfive\r"), read::append);
    assertThat(read.toString()).isEqualTo("one\ntwo\nthree\n\nfour\n\nfive\n");
    // A piece ends between CR and LF.
    String text = "x".repeat((1 << 16) - 1) + "\r\ny";
    read.setLength(0);
    TextFile.read(file("s", text), read::append);
    assertThat(read.toString()).isEqualTo(text.replace("\r", ""));
  }

  private static List<Path> copies() throws IOException {
    List<Path> found = new ArrayList<>();
    Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
    try (var files = Files.newDirectoryStream(temporary, "recurrent4j*.txt")) {
      files.forEach(found::add);
    }
    return found;
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void pipesAreReadOnceAndServeTwice() throws Exception {
    Path pipe = dir.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    Thread writer =
        new Thread(
            () -> {
              try {
                Files.writeString(pipe, "one\ttwo\n");
              } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
              }
            });
    writer.start();
    Path same = file("same", "one\ttwo\n");
    assertThat(TextFile.sha256(pipe)).isEqualTo(TextFile.sha256(same));
    assertThat(PairRecordReader.read(pipe, PairRecordReader.Columns.SOURCE_TARGET))
        .containsExactly(new TextPair("one", "two"));
    writer.join();
    List<Path> copies = copies();
    TextFile.deleteCopies();
    assertThat(copies).anyMatch(Files::notExists);
    assertThatThrownBy(() -> TextFile.read(Path.of("/dev/zero"), t -> {}))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("binary");
  }

  @Test
  void idsOfEveryWidth() {
    for (int vocabulary : new int[] {200, 60_000, 100_000}) {
      IdSequence ids = new IdSequence(vocabulary);
      for (int i = 0; i < 1_100_000; i++) {
        ids.add(i % vocabulary);
      }
      assertThat(ids.size()).isEqualTo(1_100_000);
      assertThat(ids.get(1_099_999)).isEqualTo(1_099_999 % vocabulary);
      assertThat(ids.get(199)).isEqualTo(199);
    }
  }

  private static List<Integer> lengths(LaneIterator lanes, long seed) {
    lanes.vary(new Random(seed));
    lanes.seek(0);
    List<Integer> lengths = new ArrayList<>();
    int next = 0;
    while (lanes.hasNext()) {
      DataSet batch = lanes.next();
      // The first lane is read from its start to its end, every token once.
      assertThat(batch.getFeatures().getInt(0, 0, 0)).isEqualTo(next % 100);
      lengths.add((int) batch.getFeatures().size(2));
      next += lengths.get(lengths.size() - 1);
    }
    return lengths;
  }

  @Test
  void lengthsVaryButNotTheirNumber() {
    IdSequence ids = new IdSequence(100);
    for (int i = 0; i <= 4000; i++) {
      ids.add(i % 100);
    }
    for (int length : new int[] {1, 3, 35}) {
      LaneIterator lanes = new LaneIterator(ids, 2, length);
      List<Integer> one = lengths(lanes, 1);
      assertThat(one).hasSize((int) lanes.batches()).allMatch(n -> n > 0);
      assertThat(one.stream().mapToInt(Integer::intValue).sum()).isEqualTo(2000);
      assertThat(lengths(lanes, 1)).isEqualTo(one);
      if (length == 35) {
        assertThat(lengths(lanes, 2)).isNotEqualTo(one);
        assertThat(one).anyMatch(n -> n < 32).anyMatch(n -> n > 38);
        lanes.vary(new Random(1));
        lanes.seek(one.get(0));
        assertThat(lanes.next().getFeatures().size(2)).isEqualTo(one.get(1).longValue());
      }
    }
  }

  @Test
  void lanesContinueEachOther() {
    IdSequence ids = new IdSequence(100);
    for (int i = 0; i < 26; i++) {
      ids.add(i);
    }
    LaneIterator lanes = new LaneIterator(ids, 2, 5);
    assertThat(lanes.batches()).isEqualTo(3);
    DataSet first = lanes.next();
    assertThat(first.getFeatures().shape()).containsExactly(2, 1, 5);
    assertThat(first.getFeatures().getInt(1, 0, 0)).isEqualTo(12);
    assertThat(first.getLabels().getInt(1, 0, 0)).isEqualTo(13);
    DataSet second = lanes.next();
    assertThat(second.getFeatures().getInt(0, 0, 0)).isEqualTo(5);
    assertThat(lanes.next().getFeatures().shape()).containsExactly(2, 1, 2);
    assertThat(lanes.hasNext()).isFalse();
    lanes.seek(5);
    assertThat(lanes.next().getFeatures()).isEqualTo(second.getFeatures());
    assertThatThrownBy(() -> new LaneIterator(ids, 26, 5)).hasMessageContaining("too few");
  }

  @Test
  void dataVecReaderGivesASequenceALine() throws Exception {
    Path text = file("lines.txt", "ab\nb\n");
    try (TokenSequenceRecordReader reader =
        new TokenSequenceRecordReader(Tokenizer.CHARACTER, characters("aab"))) {
      reader.initialize(new FileSplit(text.toFile()));
      for (int pass = 0; pass < 2; pass++) {
        var first = reader.nextSequence();
        assertThat(first.getSequenceRecord())
            .containsExactly(List.of(new IntWritable(0)), List.of(new IntWritable(1)));
        assertThat(reader.loadSequenceFromMetaData(first.getMetaData()).getSequenceRecord())
            .isEqualTo(first.getSequenceRecord());
        assertThat(reader.sequenceRecord()).hasSize(1);
        assertThat(reader.hasNext()).isFalse();
        reader.reset();
      }
    }
  }

  @Test
  void atomicFileKeepsTheOldOneOnFailure() throws IOException {
    Path target = file("out", "old");
    assertThatThrownBy(
            () ->
                AtomicFile.write(
                    target,
                    out -> {
                      out.write(1);
                      throw new IOException("No space left on device");
                    }))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("No space left");
    assertThat(target).hasContent("old");
    try (var files = Files.list(dir)) {
      assertThat(files).containsExactly(target);
    }
    AtomicFile.writeText(target, "new");
    assertThat(target).hasContent("new");
  }
}
