package io.github.recurrent4j.translation;

import io.github.recurrent4j.training.RemoteExamples;
import io.github.recurrent4j.vectorization.PairMix;
import io.github.recurrent4j.vectorization.PairRecordReader.Columns;
import io.github.recurrent4j.vectorization.PairSource;
import io.github.recurrent4j.vectorization.TextPair;
import io.github.recurrent4j.vectorization.WeightedPairs;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The pairs a translator is trained on.
 *
 * @param train pairs to train on, each as often as it is to be seen in an epoch
 * @param valid pairs to validate on; if there are none, the last training pairs are held out: a
 *     fiftieth, at most 2000
 * @param files the files they come from, by their part in training, for the model's provenance
 * @param remote pairs to train on that need not fit this machine, in place of {@code train}
 */
public record TranslationData(
    List<TextPair> train,
    List<TextPair> valid,
    Map<String, Path> files,
    Optional<RemoteExamples<TextPair>> remote) {
  private static final Logger LOG = LoggerFactory.getLogger(TranslationData.class);

  /** Pairs in this machine's memory, or in a file of it. */
  public TranslationData(List<TextPair> train, List<TextPair> valid, Map<String, Path> files) {
    this(train, valid, files, Optional.empty());
  }

  /** Pairs that need not fit this machine. */
  public static TranslationData of(
      RemoteExamples<TextPair> train, List<TextPair> valid, Map<String, Path> files) {
    return new TranslationData(List.of(), valid, files, Optional.of(train));
  }

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
    return read(List.of(WeightedPairs.once(train)), valid, columns);
  }

  /**
   * Pairs of several sources to train on, each seen as often as its weight says; repeated pairs are
   * left out.
   */
  public static TranslationData read(
      List<WeightedPairs> train, Optional<PairSource> valid, Columns columns) {
    Map<String, Path> files = new LinkedHashMap<>();
    PairMix mix = new PairMix();
    for (int i = 0; i < train.size(); i++) {
      PairSource source = train.get(i).source();
      String number = i == 0 ? "" : Integer.toString(i + 1);
      files.put("train" + number, source.file());
      source.targets().ifPresent(file -> files.put("trainTarget" + number, file));
      PairMix.Added added = mix.add(source, columns, train.get(i).weight());
      LOG.info(
          "{}: {} pairs, {} of them repeated, weight {}",
          source.file(),
          added.pairs(),
          added.repeated(),
          train.get(i).weight());
    }
    valid.ifPresent(v -> files.put("valid", v.file()));
    return new TranslationData(
        mix.pairs(), valid.map(v -> v.read(columns)).orElse(List.of()), files);
  }

  /** The same, with one more file for the model's provenance. */
  public TranslationData withFile(String part, Path file) {
    Map<String, Path> all = new LinkedHashMap<>(files);
    all.put(part, file);
    return new TranslationData(train, valid, all, remote);
  }
}
