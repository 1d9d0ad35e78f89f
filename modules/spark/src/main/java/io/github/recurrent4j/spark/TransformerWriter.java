package io.github.recurrent4j.spark;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileUtil;
import org.apache.hadoop.fs.Path;
import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.util.DefaultParamsWriter;
import org.apache.spark.ml.util.MLWriter;

/** Writes a transformer's settings as Spark ML does, and beside them its model file. */
final class TransformerWriter extends MLWriter {
  /** The model file in a saved transformer's folder. */
  static final String MODEL = "model.zip";

  private final Params transformer;
  private final String model;

  TransformerWriter(Params transformer, String model) {
    this.transformer = transformer;
    this.model = model;
  }

  @Override
  public void saveImpl(String folder) {
    MLWriter settings = new DefaultParamsWriter(transformer);
    settings.session(sparkSession());
    try {
      settings.save(folder);
      if (!model.isEmpty()) {
        Configuration hadoop = sparkSession().sessionState().newHadoopConf();
        Path from = new Path(model);
        Path to = new Path(folder, MODEL);
        FileUtil.copy(
            from.getFileSystem(hadoop), from, to.getFileSystem(hadoop), to, false, hadoop);
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
