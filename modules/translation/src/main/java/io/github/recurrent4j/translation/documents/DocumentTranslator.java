package io.github.recurrent4j.translation.documents;

import io.github.recurrent4j.translation.Glossary;
import io.github.recurrent4j.translation.LanguagePair;
import io.github.recurrent4j.translation.Translation;
import io.github.recurrent4j.translation.TranslationOptions;
import io.github.recurrent4j.translation.Translator;
import io.github.recurrent4j.vectorization.AtomicFile;
import io.github.recurrent4j.vectorization.BadInputException;
import io.github.recurrent4j.vectorization.BadOptionException;
import io.github.recurrent4j.vectorization.TextFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Translates documents: text, HTML, Markdown, subtitles, Word, OpenDocument and gettext files.
 * Their structure and inline formatting stay, and only text is translated.
 *
 * <pre>{@code
 * DocumentTranslator documents = DocumentTranslator.of(translator);
 * documents.translate(Path.of("carta.docx"), Path.of("letter.docx"));
 * }</pre>
 */
public final class DocumentTranslator {
  private final Translator translator;
  private final TranslationOptions options;
  private final Glossary glossary;
  private final double minConfidence;
  private final Texts texts;
  private final String language;
  private int left;

  private DocumentTranslator(
      Translator translator, TranslationOptions options, Glossary glossary, double minConfidence) {
    this.translator = translator;
    this.options = options;
    this.glossary = glossary;
    this.minConfidence = minConfidence;
    this.texts = this::translated;
    this.language =
        translator
            .languages()
            .map(LanguagePair::target)
            .map(target -> target.locale().getLanguage())
            .orElse("en");
  }

  /**
   * Translates documents with a translator, which stays open.
   *
   * @throws BadInputException if the model's languages are not known: its network would not leave
   *     tags in place
   */
  public static DocumentTranslator of(Translator translator) {
    if (translator.languages().isEmpty()) {
      throw new BadInputException(
          "the model's languages are not known: documents need a translator between Spanish and English");
    }
    return new DocumentTranslator(translator, TranslationOptions.standard(), Glossary.NONE, 0);
  }

  /** The same with other options of the search. */
  public DocumentTranslator with(TranslationOptions other) {
    if (!other.copy()) {
      throw new BadOptionException("documents cannot be translated with --no-copy");
    }
    return new DocumentTranslator(translator, other, glossary, minConfidence);
  }

  /** The same with a glossary. */
  public DocumentTranslator with(Glossary terms) {
    return new DocumentTranslator(translator, options, terms, minConfidence);
  }

  /**
   * The same, leaving as they are the texts whose translations are less sure.
   *
   * @param least in [0, 1]
   */
  public DocumentTranslator withMinConfidence(double least) {
    return new DocumentTranslator(translator, options, glossary, least);
  }

  /**
   * Translates a file into another of the same format, which is written whole or not at all.
   *
   * @throws BadInputException if the file is missing, damaged or of no known format
   */
  public void translate(Path in, Path out) {
    Format format = Format.of(in);
    byte[] result;
    if (format.isText()) {
      StringBuilder content = new StringBuilder();
      TextFile.read(in, content::append);
      result = translate(content.toString(), format).getBytes(StandardCharsets.UTF_8);
    } else {
      TextFile.requireFile(in);
      try {
        result = OfficeZip.translate(Files.readAllBytes(in), format, texts);
      } catch (IOException e) {
        throw new BadInputException(in + " cannot be read: " + e.getMessage(), e);
      }
    }
    AtomicFile.write(out, stream -> stream.write(result));
  }

  /**
   * Translates the text of a document of a format that is text.
   *
   * @throws BadInputException if it is nested thousands of times
   * @throws IllegalArgumentException for archives ({@link Format#DOCX}, {@link Format#ODT})
   */
  public String translate(String content, Format format) {
    return translate(content, format, language, texts);
  }

  static String translate(String content, Format format, String language, Texts texts) {
    try {
      return read(content, format, language, texts);
    } catch (StackOverflowError e) {
      // The parsers go down into what is nested, whatever its depth.
      throw new BadInputException(
          "the document's quotes, lists or tags are nested too deeply for " + format, e);
    }
  }

  private static String read(String content, Format format, String language, Texts texts) {
    return switch (format) {
      case TEXT -> PlainText.translate(content, texts);
      case HTML -> HtmlPage.translate(content, language, texts);
      case MARKDOWN -> MarkdownPage.translate(content, texts);
      case SRT, VTT -> Subtitles.translate(content, texts);
      case PO -> Catalogue.translate(content, texts);
      case DOCX, ODT ->
          throw new IllegalArgumentException(format + " is an archive: translate it as a file");
    };
  }

  /** How many texts were left as they were for want of confidence, so far. */
  public synchronized int leftAsTheyWere() {
    return left;
  }

  private List<String> translated(List<String> sources) {
    List<Translation> translations = translator.translate(sources, options, glossary);
    List<String> result = new ArrayList<>();
    int unsure = 0;
    for (int i = 0; i < sources.size(); i++) {
      boolean sure = translations.get(i).confidence() >= minConfidence;
      unsure += sure ? 0 : 1;
      result.add(sure ? translations.get(i).text() : sources.get(i));
    }
    synchronized (this) {
      left += unsure;
    }
    return result;
  }
}
