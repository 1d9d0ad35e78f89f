package io.github.recurrent4j.vectorization.datasets;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.recurrent4j.vectorization.BadInputException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/** The public corpora this project knows. */
public final class Catalogue {
  private Catalogue() {}

  /**
   * A corpus.
   *
   * @param name short name
   * @param what one line about it
   * @param licence its licence
   * @param credit whom to credit
   * @param split how to split it
   * @param files what to download
   */
  public record Corpus(
      String name, String what, String licence, String credit, String split, List<Item> files) {}

  /**
   * A file of a corpus.
   *
   * @param path name to store it under
   * @param url where it is downloaded
   * @param sha256 its checksum, or null where the publisher's file is not pinned
   */
  public record Item(String path, String url, String sha256) {}

  /** All corpora. */
  public static List<Corpus> all() {
    try (InputStream in = Catalogue.class.getResourceAsStream("catalogue.json")) {
      return new ObjectMapper().readValue(in, new TypeReference<List<Corpus>>() {});
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * A corpus by name.
   *
   * @throws BadInputException if there is none of that name
   */
  public static Corpus get(String name) {
    return all().stream()
        .filter(c -> c.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new BadInputException(
                    "no corpus '"
                        + name
                        + "': one of "
                        + String.join(", ", all().stream().map(Corpus::name).toList())));
  }
}
