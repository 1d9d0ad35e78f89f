package io.github.recurrent4j.translation;

import io.github.recurrent4j.vectorization.PairRecordReader.Columns;
import io.github.recurrent4j.vectorization.PairSource;
import io.github.recurrent4j.vectorization.TextPair;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The pairs a translator is trained on.
 *
 * @param train pairs to train on
 * @param valid pairs to validate on; if there are none, the last training pairs are held out: a
 *     fiftieth, at most 2000
 * @param files the files they come from, by their part in training, for the model's provenance
 */
public record TranslationData(List<TextPair> train, List<TextPair> valid, Map<String, Path> files) {

  /** Pairs that come from no file. */
  public static TranslationData of(List<TextPair> train, List<TextPair> valid) {
    return new TranslationData(train, valid, Map.of());
  }

  /** A file of pairs with tabs, whose last pairs are held out for validation. */
  public static TranslationData read(Path train, Columns columns) {
    return read(train, Optional.empty(), columns);
  }

  /** Files of pairs with tabs, to train on and to validate on. */
  public static TranslationData read(Path train, Optional<Path> valid, Columns columns) {
    return read(PairSource.of(train), valid.map(PairSource::of), columns);
  }

  /** Pairs to train on and to validate on, in the forms in which people have them. */
  public static TranslationData read(
      PairSource train, Optional<PairSource> valid, Columns columns) {
    Map<String, Path> files = new LinkedHashMap<>();
    files.put("train", train.file());
    train.targets().ifPresent(file -> files.put("trainTarget", file));
    valid.ifPresent(v -> files.put("valid", v.file()));
    return new TranslationData(
        train.read(columns), valid.map(v -> v.read(columns)).orElse(List.of()), files);
  }
}
