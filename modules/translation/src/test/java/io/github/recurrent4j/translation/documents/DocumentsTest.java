package io.github.recurrent4j.translation.documents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.recurrent4j.translation.WordForWord;
import io.github.recurrent4j.vectorization.BadInputException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;

/** Structure stays and text is translated, with a network that puts word for word. */
class DocumentsTest {
  private final WordForWord network = new WordForWord();
  private final Texts texts =
      sources -> sources.stream().map(s -> network.translate(s).text()).toList();

  private String translate(String content, Format format) {
    return DocumentTranslator.translate(content, format, "en", texts);
  }

  @Test
  void wrappedLinesAreOneSentence() {
    assertThat(translate("El perro\nes grande.\n", Format.TEXT)).isEqualTo("The dog is\nbig.\n");
    assertThat(network.asked).containsExactly("El perro es grande.");
  }

  @Test
  void linesThatAreNotWrappedStay() {
    assertThat(translate("Hola.\nEl perro.\n\n- Hola\n- El perro\n", Format.TEXT))
        .isEqualTo("Hello.\nThe dog.\n\n- Hello\n- The dog\n");
    assertThat(translate("> El perro\n> es grande.\n", Format.TEXT))
        .isEqualTo("> The dog is\n> big.\n");
    assertThat(translate("El pe-\nrro es grande.", Format.TEXT).replace('\n', ' '))
        .isEqualTo("The dog is big.");
  }

  @Test
  void marksMayBeMany() {
    for (String mark : new String[] {"> ", "|", "\t", "- ", "<b>", "[", "* ", "# "}) {
      String text = mark.repeat(20_000) + " Hola";
      assertThat(translate(text, Format.TEXT)).as(mark).endsWith("Hello");
      for (Format format : new Format[] {Format.MARKDOWN, Format.HTML}) {
        try {
          // Behind a tab it is code, which stays.
          assertThat(translate(text, format)).as(mark + format).containsAnyOf("Hello", "Hola");
        } catch (BadInputException e) {
          assertThat(e).as(mark + format).hasMessageContaining("nested too deeply");
        }
      }
    }
  }

  @Test
  void paragraphsKeepTheirWidth() {
    String line = "El perro es grande y el libro es grande y la casa es";
    String out = translate(line + "\n" + line + " grande.\n", Format.TEXT);
    assertThat(out.lines()).allMatch(l -> l.length() <= line.length() + 8).hasSizeBetween(2, 3);
  }

  @Test
  void htmlKeepsItsMarkup() {
    String page =
        """
            <!DOCTYPE html>
            <html lang="es"><head><title>Hola mundo</title><script>var perro = 1;</script></head>
            <body><h1 class="a">El perro</h1>
            <p>El <b>perro</b> es <a href="x.html" title="La casa">grande</a>.<br>Hola.</p><pre>el perro</pre><p translate="no">El perro</p><img src="p.png" alt="Un perro"></body></html>""";
    assertThat(translate(page, Format.HTML))
        .isEqualTo(
            """
            <!doctype html>
            <html lang="en"><head><title>Hello world</title><script>var perro = 1;</script></head>
            <body><h1 class="a">The dog</h1>
            <p>The <b>dog</b> is <a href="x.html" title="The house">big</a>.<br>Hello.</p><pre>el perro</pre><p translate="no">El perro</p><img src="p.png" alt="A dog"></body></html>""");
  }

  @Test
  void fragmentsStayFragments() {
    assertThat(translate("<p>Hola <b>mundo</b></p>", Format.HTML))
        .isEqualTo("<p>Hello <b>world</b></p>");
    assertThat(translate("<ul><li>Hola &lt;&lt; hola</li></ul>", Format.HTML))
        .isEqualTo("<ul><li>Hello &lt;&lt; hello</li></ul>");
  }

  @Test
  void markdownKeepsItsSigns() {
    String page =
        """
            ---
            title: Hola
            ---
            # El perro

            El **perro** es
            [grande](casa.html) y `el perro`.

            * Hola *mundo*
            * ![La casa](c.png)

            > El perro

            ```
            el perro
            ```

            | El perro | La casa |
            |---|--:|
            | hola | **mundo** |
            """;
    assertThat(translate(page, Format.MARKDOWN))
        .isEqualTo(
            """
            ---
            title: Hola
            ---
            # The dog

            The **dog** is [big](casa.html) and `el perro`.

            * Hello *world*
            * ![The house](c.png)

            > The dog

            ```
            el perro
            ```

            | The dog | The house |
            |---|--:|
            | hello | **world** |
            """);
  }

  @Test
  void subtitlesKeepTheirTimes() {
    String srt =
        """
            1
            00:00:01,000 --> 00:00:02,000
            Hola <i>mundo</i>.

            2
            00:00:03,000 --> 00:00:04,000
            El perro

            3
            00:00:05,000 --> 00:00:06,000
            es grande.

            4
            00:00:07,000 --> 00:00:08,000
            - Hola.
            - El perro.
            """;
    assertThat(translate(srt, Format.SRT))
        .isEqualTo(
            """
            1
            00:00:01,000 --> 00:00:02,000
            Hello <i>world</i>.

            2
            00:00:03,000 --> 00:00:04,000
            The dog

            3
            00:00:05,000 --> 00:00:06,000
            is big.

            4
            00:00:07,000 --> 00:00:08,000
            - Hello.
            - The dog.
            """);
    assertThat(translate("WEBVTT\n\n00:01.000 --> 00:02.000 align:start\nHola.\n", Format.VTT))
        .isEqualTo("WEBVTT\n\n00:01.000 --> 00:02.000 align:start\nHello.\n");
  }

  @Test
  void cataloguesAreFilled() {
    String po =
        """
            msgid ""
            msgstr "Language: en\\
            "

            #: a.c:1
            msgid "Hola "
            "mundo"
            msgstr ""

            msgid "El perro"
            msgstr "done"

            #, fuzzy
            msgid "La casa"
            msgstr "old"

            msgid "Tengo %d perro"
            msgid_plural "Tengo %d gatos"
            msgstr[0] ""
            msgstr[1] ""
            """;
    assertThat(translate(po, Format.PO))
        .isEqualTo(
            """
            msgid ""
            msgstr "Language: en\\
            "

            #: a.c:1
            msgid "Hola "
            "mundo"
            msgstr "Hello world"

            msgid "El perro"
            msgstr "done"

            #, fuzzy
            msgid "La casa"
            msgstr "The house"

            msgid "Tengo %d perro"
            msgid_plural "Tengo %d gatos"
            msgstr[0] "I have %d dog"
            msgstr[1] "I have %d cats"
            """);
  }

  private static byte[] zip(Map<String, String> entries) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      for (Map.Entry<String, String> e : entries.entrySet()) {
        zip.putNextEntry(new ZipEntry(e.getKey()));
        zip.write(e.getValue().getBytes(StandardCharsets.UTF_8));
      }
    }
    return out.toByteArray();
  }

  private static Map<String, String> unzip(byte[] file) throws IOException {
    Map<String, String> entries = new LinkedHashMap<>();
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(file))) {
      for (ZipEntry e = zip.getNextEntry(); e != null; e = zip.getNextEntry()) {
        entries.put(e.getName(), new String(zip.readAllBytes(), StandardCharsets.UTF_8));
      }
    }
    return entries;
  }

  @Test
  void wordDocumentsKeepTheirRuns() throws IOException {
    String w = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"";
    String document =
        "<w:document "
            + w
            + "><w:body><w:p><w:pPr><w:jc w:val=\"center\"/></w:pPr><w:r><w:t xml:space=\"preserve\">El </w:t></w:r>"
            + "<w:r><w:rPr><w:b/></w:rPr><w:t>pe</w:t></w:r><w:r><w:rPr><w:b/><w:lang w:val=\"es\"/></w:rPr><w:t>rro</w:t></w:r>"
            + "<w:r><w:t xml:space=\"preserve\"> es grande.</w:t></w:r></w:p></w:body></w:document>";
    Map<String, String> entries = new LinkedHashMap<>();
    entries.put("[Content_Types].xml", "<Types/>");
    entries.put("word/document.xml", document);
    Map<String, String> out = unzip(OfficeZip.translate(zip(entries), Format.DOCX, texts));
    assertThat(out).containsEntry("[Content_Types].xml", "<Types/>");
    assertThat(out.get("word/document.xml"))
        .contains(
            "<w:p><w:pPr><w:jc w:val=\"center\"/></w:pPr><w:r><w:t xml:space=\"preserve\">The </w:t></w:r>"
                + "<w:r><w:rPr><w:b/></w:rPr><w:t xml:space=\"preserve\">dog</w:t></w:r>"
                + "<w:r><w:t xml:space=\"preserve\"> is big.</w:t></w:r></w:p>");
  }

  @Test
  void openDocumentsKeepTheirSpans() throws IOException {
    String content =
        "<o:document-content xmlns:o=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\""
            + " xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\"><text:h>Hola mundo</text:h>"
            + "<text:p>El <text:span text:style-name=\"T1\">perro</text:span> es<text:line-break/>grande.</text:p></o:document-content>";
    Map<String, String> out =
        unzip(OfficeZip.translate(zip(Map.of("content.xml", content)), Format.ODT, texts));
    assertThat(out.get("content.xml"))
        .contains("<text:h>Hello world</text:h>")
        .contains(
            "<text:p>The <text:span text:style-name=\"T1\">dog</text:span> is<text:line-break/>big.</text:p>");
  }

  @Test
  void damagedDocumentsAreRefusedInWords() throws IOException {
    assertThatThrownBy(() -> OfficeZip.translate(new byte[] {1, 2, 3}, Format.DOCX, texts))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("no archive");
    byte[] broken = zip(Map.of("content.xml", "<a><b></a>"));
    assertThatThrownBy(() -> OfficeZip.translate(broken, Format.ODT, texts))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("no sound XML");
    byte[] entity =
        zip(
            Map.of(
                "content.xml",
                "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><a>&x;</a>"));
    assertThatThrownBy(() -> OfficeZip.translate(entity, Format.ODT, texts))
        .isInstanceOf(BadInputException.class);
    assertThatThrownBy(() -> Format.of(Path.of("a.xyz")))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining(".docx");
  }

  @Test
  void crossedTagsAreNested() {
    TaggedText<String> text = new TaggedText<>();
    int a = text.open("a");
    text.text("x");
    int b = text.open("b");
    text.text("y");
    text.close(b);
    text.close(a);
    assertThat(text.tokens("<g1>x<g2>y</g1>z</g2>").stream().map(t -> t.kind() + t.text()))
        .containsExactly(
            "OPEN", "TEXTx", "OPEN", "TEXTy", "CLOSE", "CLOSE", "OPEN", "TEXTz", "CLOSE");
  }
}
