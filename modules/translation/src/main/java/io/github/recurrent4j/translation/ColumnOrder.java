package io.github.recurrent4j.translation;

import io.github.recurrent4j.vectorization.PairRecordReader;
import io.github.recurrent4j.vectorization.PairRecordReader.Columns;
import io.github.recurrent4j.vectorization.TextPair;
import java.nio.file.Path;
import java.util.List;

/** Finds out which column of a file a translator can read. */
public final class ColumnOrder {
  private static final int LINES = 200;

  private ColumnOrder() {}

  /** The order in which the model's two codecs need fewer tokens for the first lines. */
  public static Columns guess(Translator translator, Path file) {
    List<TextPair> pairs = PairRecordReader.read(file, Columns.SOURCE_TARGET);
    long straight = 0;
    long swapped = 0;
    for (TextPair pair : pairs.subList(0, Math.min(LINES, pairs.size()))) {
      straight += tokens(translator, pair.source(), pair.target());
      swapped += tokens(translator, pair.target(), pair.source());
    }
    if (straight == swapped) {
      return translator.shape().columns();
    }
    return straight < swapped ? Columns.SOURCE_TARGET : Columns.TARGET_SOURCE;
  }

  private static long tokens(Translator translator, String source, String target) {
    return (long) translator.sourceCodec().encode(source).length
        + translator.targetCodec().encode(target).length;
  }
}
