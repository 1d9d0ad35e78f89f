package io.github.recurrent4j.vectorization;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Reads UTF-8 text files in pieces of bounded size and tells plainly what is wrong with them. A
 * pipe or a device, which can be read once only, is copied into a temporary file that stands for it
 * from then on: what trains reads its texts several times.
 */
public final class TextFile {
  private static final int PIECE = 1 << 16;
  private static final Map<Object, Path> COPIES = new ConcurrentHashMap<>();

  private TextFile() {}

  /**
   * Hands a file's text to a sink, in pieces that end at a line's end where they can; a byte order
   * mark is dropped, and CR LF and CR alone become LF.
   *
   * @throws BadInputException if the file is missing, empty, binary or not UTF-8
   */
  public static void read(Path file, Consumer<CharSequence> sink) {
    Path source = rereadable(file);
    StringBuilder piece = new StringBuilder(2 * PIECE);
    char[] buffer = new char[PIECE];
    boolean first = true;
    boolean afterReturn = false;
    Utf8Input in = null;
    try (Utf8Input opened = new Utf8Input(Files.newInputStream(source));
        Reader reader = opened.reader()) {
      in = opened;
      int n = reader.read(buffer);
      while (n >= 0) {
        for (int i = 0; i < n; i++) {
          char c = buffer[i];
          if (c == 0) {
            throw binary(file);
          }
          if (c == '\r') {
            piece.append('\n');
          } else if (!(c == '\n' && afterReturn) && !(first && c == '\uFEFF')) {
            piece.append(c);
          }
          afterReturn = c == '\r';
          first = false;
        }
        int cut = piece.lastIndexOf("\n") + 1;
        if (cut == 0 && piece.length() > 16 * PIECE) {
          // A line of over a million characters is cut, but never inside a code point.
          cut =
              piece.length()
                  - (Character.isHighSurrogate(piece.charAt(piece.length() - 1)) ? 1 : 0);
        }
        if (cut > 0) {
          sink.accept(piece.subSequence(0, cut));
          piece.delete(0, cut);
        }
        n = reader.read(buffer);
      }
    } catch (CharacterCodingException e) {
      throw in.refused(file.toString(), e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (first) {
      throw new BadInputException(file + " is empty");
    }
    if (piece.length() > 0) {
      sink.accept(piece);
    }
  }

  /**
   * Hands a file's lines to a sink, without their ends, read as {@link #read} does.
   *
   * @throws BadInputException if the file is missing, empty, binary or not UTF-8
   */
  public static void lines(Path file, Consumer<String> sink) {
    StringBuilder open = new StringBuilder();
    read(
        file,
        piece -> {
          int from = 0;
          for (int i = 0; i < piece.length(); i++) {
            if (piece.charAt(i) == '\n') {
              sink.accept(open.append(piece, from, i).toString());
              open.setLength(0);
              from = i + 1;
            }
          }
          open.append(piece, from, piece.length());
        });
    if (open.length() > 0) {
      sink.accept(open.toString());
    }
  }

  /**
   * A short file's whole text, read as {@link #read} does.
   *
   * @param most characters that it may have
   * @throws BadInputException if it is missing, empty, binary, not UTF-8 or longer
   */
  public static String whole(Path file, int most) {
    StringBuilder text = new StringBuilder();
    read(
        file,
        piece -> {
          if (text.length() + piece.length() > most) {
            throw new BadInputException(
                file + " has more than " + most + " characters: it is not the file that is meant");
          }
          text.append(piece);
        });
    return text.toString();
  }

  private static BadInputException binary(Path file) {
    return new BadInputException(
        file + " is binary (it has a zero byte): a text file in UTF-8 is needed");
  }

  /** The file itself, or the copy of what is no regular file. */
  private static Path rereadable(Path file) {
    requireFile(file);
    try {
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      if (attributes.isRegularFile()) {
        return file;
      }
      Object key = attributes.fileKey() == null ? file.toAbsolutePath() : attributes.fileKey();
      return COPIES.computeIfAbsent(key, k -> copy(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path copy(Path file) {
    try {
      Path copy = Files.createTempFile("recurrent4j", ".txt");
      copy.toFile().deleteOnExit();
      byte[] buffer = new byte[PIECE];
      try (InputStream in = Files.newInputStream(file);
          OutputStream out = Files.newOutputStream(copy)) {
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
          // Looked for here, too: some devices have no end.
          for (int i = 0; i < n; i++) {
            if (buffer[i] == 0) {
              throw binary(file);
            }
          }
          out.write(buffer, 0, n);
        }
      }
      return copy;
    } catch (IOException e) {
      throw new BadInputException(
          file
              + ", which is no plain file, cannot be copied to "
              + System.getProperty("java.io.tmpdir")
              + " ("
              + AtomicFile.reason(e)
              + "): make room, or name another folder with -Djava.io.tmpdir",
          e);
    }
  }

  /**
   * Deletes the copies of pipes and devices, which go by themselves at an orderly end only: for a
   * process that is about to end otherwise, and reads no more.
   */
  public static void deleteCopies() {
    COPIES.values().forEach(copy -> copy.toFile().delete());
    COPIES.clear();
  }

  /** Throws unless a readable file is there. */
  public static void requireFile(Path file) {
    if (!Files.exists(file)) {
      throw new BadInputException(file + " does not exist");
    }
    if (Files.isDirectory(file)) {
      throw new BadInputException(file + " is a folder: name a file");
    }
    if (!Files.isReadable(file)) {
      throw new BadInputException(file + " cannot be read: check its permissions");
    }
  }

  /** SHA-256 of a file, in lower-case hexadecimal digits. */
  public static String sha256(Path file) {
    try (InputStream in = Files.newInputStream(rereadable(file))) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] buffer = new byte[PIECE];
      int n = in.read(buffer);
      while (n >= 0) {
        digest.update(ByteBuffer.wrap(buffer, 0, n));
        n = in.read(buffer);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
