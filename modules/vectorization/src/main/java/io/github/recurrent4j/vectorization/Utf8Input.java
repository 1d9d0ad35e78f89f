package io.github.recurrent4j.vectorization;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Bytes that should be UTF-8. It remembers the first two, which tell UTF-16 from other encodings.
 */
public final class Utf8Input extends FilterInputStream {
  private int count;
  private int begin;

  /** Bytes from here. */
  public Utf8Input(InputStream in) {
    super(in);
  }

  /** Reads them as text; throws CharacterCodingException for what is no UTF-8. */
  public Reader reader() {
    return new InputStreamReader(
        this,
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT));
  }

  /** Says what to do about bytes that are no UTF-8. */
  public BadInputException refused(String name, Exception cause) {
    boolean wide = begin == 0xFEFF || begin == 0xFFFE;
    return new BadInputException(
        name
            + (wide ? " is UTF-16, not UTF-8" : " is not UTF-8")
            + ": convert it first, for example with iconv -f "
            + (wide ? "utf-16" : "latin1")
            + " -t utf-8",
        cause);
  }

  @Override
  public int read() throws IOException {
    int value = in.read();
    if (value >= 0) {
      seen(value);
    }
    return value;
  }

  @Override
  public int read(byte[] bytes, int from, int length) throws IOException {
    int n = in.read(bytes, from, length);
    for (int i = 0; i < n && count < 2; i++) {
      seen(bytes[from + i] & 0xFF);
    }
    return n;
  }

  private void seen(int value) {
    if (count < 2) {
      begin = begin << 8 | value;
      count++;
    }
  }
}
