package io.github.recurrent4j.captioning;

import io.github.recurrent4j.vectorization.BadInputException;
import io.github.recurrent4j.vectorization.CleanText;
import io.github.recurrent4j.vectorization.TextTable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A table of pictures and their captions: a first row that names the columns, {@code image} and a
 * language for each other, then a row for each picture; files are looked for beside the table. With
 * features the column {@code image} is only a name, and row n has the n-th example of the features.
 *
 * @param languages names of the caption columns
 * @param rows the pictures and captions
 */
public record CaptionTable(List<String> languages, List<Row> rows) {
  private static final String IMAGE = "image";

  /**
   * A row.
   *
   * @param image file of the picture
   * @param captions one for each language
   */
  public record Row(Path image, List<String> captions) {}

  /**
   * Reads a table, TSV, CSV or JSONL.
   *
   * @throws BadInputException if the file is missing, has no column {@code image} or no captions
   */
  public static CaptionTable read(Path file) {
    TextTable table = TextTable.read(file).headedBy(IMAGE);
    int image = table.header().indexOf(IMAGE);
    if (image < 0 || table.header().size() < 2) {
      throw new BadInputException(
          file
              + " has no first row that names its columns: 'image' and a language for each caption,"
              + " such as image, en, es");
    }
    List<Integer> places =
        IntStream.range(0, table.header().size()).filter(i -> i != image).boxed().toList();
    Path folder = file.toAbsolutePath().getParent();
    List<Row> rows = new ArrayList<>();
    for (TextTable.Row row : table.rows()) {
      if (row.cells().size() <= image || row.cells().get(image).isBlank()) {
        throw new BadInputException(file + ", line " + row.line() + " names no picture");
      }
      List<String> captions =
          places.stream()
              .map(i -> i < row.cells().size() ? CleanText.of(row.cells().get(i)).strip() : "")
              .toList();
      if (captions.stream().allMatch(String::isEmpty)) {
        throw new BadInputException(file + ", line " + row.line() + " has no caption");
      }
      rows.add(new Row(folder.resolve(row.cells().get(image).strip()), captions));
    }
    if (rows.isEmpty()) {
      throw new BadInputException(file + " names its columns and no picture: add a row for each");
    }
    return new CaptionTable(places.stream().map(table.header()::get).toList(), rows);
  }

  /**
   * The examples.
   *
   * @param shape what the network reads
   * @param features a file of features, which a shape of features needs
   * @throws BadInputException if a picture cannot be read, or the features do not fit
   */
  public List<CaptionExample> examples(CaptionShape shape, Optional<Path> features) {
    if (shape.pictures() != features.isEmpty()) {
      throw new BadInputException(
          shape.pictures()
              ? "a model of pictures reads no features: say how large they are (features, grid)"
              : "a model of features needs a file of them, .npy or .csv");
    }
    List<Grid> grids = features.map(file -> FeatureFile.read(file, shape)).orElse(List.of());
    if (features.isPresent() && grids.size() != rows.size()) {
      throw new BadInputException(
          features.get()
              + " has features of "
              + grids.size()
              + " examples, and the table "
              + rows.size()
              + " rows: they belong together row by row");
    }
    return IntStream.range(0, rows.size())
        .parallel()
        .mapToObj(
            i -> {
              Row row = rows.get(i);
              CaptionInput input =
                  features.isPresent() ? grids.get(i) : Picture.read(row.image(), shape);
              return new CaptionExample(row.image().toString(), input, row.captions());
            })
        .toList();
  }
}
