package io.github.recurrent4j.translation.documents;

import io.github.recurrent4j.vectorization.BadInputException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Formats of documents, by the endings of their files. */
public enum Format {
  /** Plain text: paragraphs between empty lines, hard-wrapped or not. */
  TEXT("txt", "text"),
  /** HTML, whole pages and fragments. */
  HTML("html", "htm", "xhtml"),
  /** CommonMark with tables. */
  MARKDOWN("md", "markdown"),
  /** SubRip subtitles. */
  SRT("srt"),
  /** WebVTT subtitles. */
  VTT("vtt"),
  /** Word's Office Open XML. */
  DOCX("docx"),
  /** OpenDocument text. */
  ODT("odt"),
  /** Gettext catalogues: translations of msgid where msgstr is empty. */
  PO("po", "pot");

  @SuppressWarnings("ImmutableEnumChecker") // made by List.of
  private final List<String> endings;

  Format(String... endings) {
    this.endings = List.of(endings);
  }

  /** Whether its files are text in UTF-8, and no archives. */
  boolean isText() {
    return this != DOCX && this != ODT;
  }

  /**
   * The format of a file.
   *
   * @throws BadInputException if its ending is not known
   */
  public static Format of(Path file) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    String ending = name.substring(name.lastIndexOf('.') + 1);
    return Arrays.stream(values())
        .filter(f -> f.endings.contains(ending))
        .findFirst()
        .orElseThrow(
            () ->
                new BadInputException(
                    file + " has no ending of a known format: rename it to one of " + known()));
  }

  private static String known() {
    return Arrays.stream(values())
        .map(f -> "." + f.endings.get(0))
        .collect(Collectors.joining(" "));
  }
}
