package io.github.recurrent4j.spark;

import io.github.recurrent4j.kernels.Precision;
import java.util.List;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;

/**
 * Adds the perplexity of texts under a language model, each as a line of its own whose end counts;
 * null where there is nothing that the model knows.
 */
public final class PerplexityTransformer extends TextTransformer<PerplexityTransformer> {
  private static final long serialVersionUID = 1;

  /** With the defaults: {@code text} in, {@code perplexity} out, the shipped model. */
  public PerplexityTransformer() {
    this(Identifiable$.MODULE$.randomUID("perplexity"));
  }

  /** The same with a name of its own within a pipeline. */
  public PerplexityTransformer(String uid) {
    super(uid, "perplexity", 32);
  }

  @Override
  public List<String> shippedModels() {
    return List.of("shakespeare", "english", "spanish");
  }

  @Override
  ModelOpener opener(Precision chosen) {
    return new PerplexityOpener(chosen);
  }

  @Override
  List<StructField> outputs() {
    return List.of(DataTypes.createStructField(text(outputCol()), DataTypes.DoubleType, true));
  }

  /** Reads a saved one; Spark ML asks for it by this name. */
  public static MLReader<PerplexityTransformer> read() {
    return new TransformerReader<>();
  }

  /** Reads a saved one. */
  public static PerplexityTransformer load(String folder) {
    return read().load(folder);
  }
}
