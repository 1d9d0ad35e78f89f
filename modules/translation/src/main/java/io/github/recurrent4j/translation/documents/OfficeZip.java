package io.github.recurrent4j.translation.documents;

import io.github.recurrent4j.vectorization.BadInputException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.w3c.dom.Document;

/** The archive of an office document: the entries with text are changed, all others copied. */
final class OfficeZip {
  private static final Pattern WORD_TEXT =
      Pattern.compile("word/(?:document|header\\d*|footer\\d*|footnotes|endnotes|comments)\\.xml");
  private static final Pattern OPEN_TEXT = Pattern.compile("content\\.xml|styles\\.xml");
  private static final long MOST_BYTES = 1L << 28;

  private OfficeZip() {}

  static byte[] translate(byte[] file, Format format, Texts texts) {
    boolean word = format == Format.DOCX;
    Pattern names = word ? WORD_TEXT : OPEN_TEXT;
    BiConsumer<Document, Texts> change = word ? WordDocument::translate : OpenDocument::translate;
    return rewrite(
        file,
        name -> names.matcher(name).matches(),
        (document, name) -> change.accept(document, texts));
  }

  private static byte[] rewrite(
      byte[] file, Predicate<String> wanted, BiConsumer<Document, String> change) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int entries = 0;
    long total = 0;
    try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(file));
        ZipOutputStream zip = new ZipOutputStream(out)) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        byte[] bytes = in.readNBytes((int) (MOST_BYTES - total));
        total += bytes.length;
        if (total >= MOST_BYTES) {
          throw new BadInputException(
              "the document holds more than 256 MB: it is too large, or no document");
        }
        if (wanted.test(entry.getName())) {
          Document document = OfficeXml.parse(bytes, entry.getName());
          change.accept(document, entry.getName());
          bytes = OfficeXml.write(document);
        }
        put(zip, entry, bytes);
        entries++;
      }
    } catch (ZipException e) {
      throw new BadInputException("the document is damaged: save it again", e);
    } catch (IOException e) {
      throw new BadInputException("the document is cut off or damaged: copy it again", e);
    }
    if (entries == 0) {
      throw new BadInputException("the document is no archive of its format: save it again");
    }
    return out.toByteArray();
  }

  /** What was stored stays stored: OpenDocument asks that of its first entry. */
  private static void put(ZipOutputStream zip, ZipEntry old, byte[] bytes) throws IOException {
    ZipEntry entry = new ZipEntry(old.getName());
    entry.setTime(0);
    if (old.getMethod() == ZipEntry.STORED) {
      CRC32 crc = new CRC32();
      crc.update(bytes);
      entry.setMethod(ZipEntry.STORED);
      entry.setSize(bytes.length);
      entry.setCrc(crc.getValue());
    }
    zip.putNextEntry(entry);
    zip.write(bytes);
    zip.closeEntry();
  }
}
