package io.github.recurrent4j.spark;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.hadoop.fs.Path;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.MLReader;

/** Reads what {@link TransformerWriter} has written. */
final class TransformerReader<T extends TextTransformer<T>> extends MLReader<T> {
  @Override
  public T load(String folder) {
    MLReader<T> settings = new DefaultParamsReader<>();
    settings.session(sparkSession());
    T transformer = settings.load(folder);
    Path model = new Path(folder, TransformerWriter.MODEL);
    try {
      boolean saved =
          model.getFileSystem(sparkSession().sessionState().newHadoopConf()).exists(model);
      return saved ? transformer.setModel(model.toString()) : transformer;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
