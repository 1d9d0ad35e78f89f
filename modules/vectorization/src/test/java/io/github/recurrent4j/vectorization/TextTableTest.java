package io.github.recurrent4j.vectorization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.recurrent4j.vectorization.PairRecordReader.Columns;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files with columns, in the forms in which people have them. */
class TextTableTest {
  @TempDir private Path folder;

  private Path file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private List<TextPair> pairs(String name, String text) throws IOException {
    return PairRecordReader.read(file(name, text), Columns.SOURCE_TARGET);
  }

  @Test
  void spreadsheetQuotesAreTakenOffWhereTheFileIsQuoted() throws IOException {
    assertThat(
            pairs(
                "a.tsv",
                """
                Hello, friend.\t"Hola, amigo."
                He said "yes" and left.\t"Dijo ""sí"" y se fue."
                "First line.
                Second line."\t"Primera línea.
                Segunda línea."
                """))
        .containsExactly(
            new TextPair("Hello, friend.", "Hola, amigo."),
            new TextPair("He said \"yes\" and left.", "Dijo \"sí\" y se fue."),
            new TextPair("First line. Second line.", "Primera línea. Segunda línea."));
  }

  @Test
  void sentencesThatBeginWithQuotesKeepThem() throws IOException {
    assertThat(
            pairs(
                "a.tsv",
                "\"Thank you.\" \"You're welcome.\"\t\"Gracias\", dijo.\n\"No.\"\t\"No.\"\n"))
        .containsExactly(
            new TextPair("\"Thank you.\" \"You're welcome.\"", "\"Gracias\", dijo."),
            new TextPair("\"No.\"", "\"No.\""));
    assertThat(pairs("b.tsv", "\"Yes.\"\t\"Sí.\"\n"))
        .containsExactly(new TextPair("\"Yes.\"", "\"Sí.\""));
    assertThat(pairs("c.tsv", "an open \" quote\tuna comilla\n\"open\ttoo\n"))
        .containsExactly(
            new TextPair("an open \" quote", "una comilla"), new TextPair("\"open", "too"));
  }

  @Test
  void commaSeparatedFilesWithHeadersAndSemicolons() throws IOException {
    Path csv =
        file("a.csv", "id,English,Spanish\n7,\"Yes, I do.\",Sí.\n9,No.,\"No, \"\"no\"\".\"\n");
    assertThat(PairRecordReader.read(csv, "spanish", "english"))
        .containsExactly(new TextPair("Sí.", "Yes, I do."), new TextPair("No, \"no\".", "No."));
    assertThat(PairRecordReader.read(csv, "3", "2")).hasSize(2);
    assertThat(pairs("b.csv", "source;target\r\nuno;one\r\ndos;two\r\n"))
        .containsExactly(new TextPair("uno", "one"), new TextPair("dos", "two"));
    assertThatThrownBy(() -> PairRecordReader.read(csv, "german", "english"))
        .isInstanceOf(BadOptionException.class)
        .hasMessageContaining("no column 'german'")
        .hasMessageContaining("id, english, spanish");
    assertThatThrownBy(() -> PairRecordReader.read(csv, "4", "english"))
        .hasMessageContaining("3 columns");
    assertThatThrownBy(() -> pairs("c.csv", "one,uno\n\"two,dos\nthree,tres\n"))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("line 2");
  }

  @Test
  void columnsThatAreNamedMakeTheFirstRowAHeader() throws IOException {
    Path file = file("a.tsv", "wichtig\tKastilisch\nyes\tsí\n");
    assertThat(PairRecordReader.read(file, "kastilisch", "wichtig"))
        .containsExactly(new TextPair("sí", "yes"));
  }

  @Test
  void nothingIsLearntFromAColumnOfNumbers() throws IOException {
    String text = "12\tHello.\t13\tHola.\n14\tYes.\t15\tSí.\n16\tNo.\t17\tNo.\n";
    assertThatThrownBy(() -> pairs("a.tsv", text))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("column 1 holds numbers");
    assertThat(PairRecordReader.read(folder.resolve("a.tsv"), "4", "2"))
        .startsWith(new TextPair("Hola.", "Hello."))
        .hasSize(3);
  }

  @Test
  void ankiExports() throws IOException {
    assertThat(
            pairs(
                "deck.txt",
                """
                #separator:tab
                #html:true
                #guid column:1
                #tags column:4
                Kx#1\t<b>el</b> perro&nbsp;negro\tthe black dog<br>(m)\tanimals
                Kx#2\t"un ""gato""\"\ta cat\t
                """))
        .containsExactly(
            new TextPair("el perro negro", "the black dog (m)"),
            new TextPair("un \"gato\"", "a cat"));
    assertThat(
            PairRecordReader.read(
                file("b.txt", "#separator:Semicolon\n#columns:Front;Back\nuno;one\n"),
                "back",
                "front"))
        .containsExactly(new TextPair("one", "uno"));
  }

  @Test
  void jsonLinesByName() throws IOException {
    String text =
        """
        {"id": 1, "translation": {"es": "Sí.", "en": "Yes."}}

        {"id": 2, "translation": {"en": "No.\\nNever.", "es": "No."}}
        """;
    Path file = file("a.jsonl", text);
    assertThat(PairRecordReader.read(file, "translation.es", "translation.en"))
        .containsExactly(new TextPair("Sí.", "Yes."), new TextPair("No.", "No. Never."));
    // Numbers are no text: the two text fields are the pair.
    assertThat(PairRecordReader.read(file, Columns.SOURCE_TARGET))
        .startsWith(new TextPair("Sí.", "Yes."));
    assertThatThrownBy(() -> pairs("b.jsonl", "{\"a\": \"b\"\n"))
        .isInstanceOf(BadInputException.class)
        .hasMessageEndingWith(
            "line 1 is not JSON: each line is one object, such as {\"text\": \"Hola\"}");
    assertThatThrownBy(() -> pairs("d.jsonl", "{\"a\": \"b\"} {\"a\": \"b\"}\n"))
        .hasMessageContaining("line 1 is not JSON");
    StringBuilder many = new StringBuilder();
    for (int i = 0; i < 1200; i++) {
      many.append("{\"a").append(i).append("\": \"b\"}\n");
    }
    assertThatThrownBy(() -> pairs("e.jsonl", many.toString()))
        .hasMessageContaining("more than 1000 different fields");
    assertThatThrownBy(() -> pairs("c.jsonl", "[1]\n")).hasMessageContaining("not a JSON object");
  }

  @Test
  void labelledTextsByName() throws IOException {
    Path csv =
        file(
            "a.csv",
            "label,text\nnegative,\"Bad, bad\nday\"\n2,Good day\nobjective,\"It \"\"is\"\"\"\n");
    assertThat(TweetRecordReader.read(csv, "text", "label", Labels.SENTIMENT))
        .containsExactly(
            new LabelledText("Bad, bad\nday", 0),
            new LabelledText("Good day", 2),
            new LabelledText("It \"is\"", 1));
    Path bad = file("b.csv", "label,text\n" + "x".repeat(500) + ",y\n");
    assertThatThrownBy(() -> TweetRecordReader.read(bad, "text", "label", Labels.SENTIMENT))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("line 2")
        .message()
        .hasSizeLessThan(300);
  }

  @Test
  void mosesFilesHaveSignsForEntities() throws IOException {
    Path es = file("a.es", "No encuentro mis llaves .\n");
    Path en = file("a.en", "I can &apos;t find my &#91;keys&#93; &amp; &quot;bag&quot; .\n");
    assertThat(PairRecordReader.read(es, en).get(0).target())
        .isEqualTo("I can 't find my [keys] & \"bag\" .");
  }
}
