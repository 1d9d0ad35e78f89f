package io.github.recurrent4j.spark;

import io.github.recurrent4j.kernels.Precision;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;

/**
 * Classifies texts: adds the likeliest class (negative, neutral or positive, or what the model
 * calls its classes) and, where {@code probabilityCol} is named, an array of the probabilities.
 *
 * <pre>{@code
 * new SentimentTransformer().setPretrained("sentiment-en").transform(tweets).show();
 * }</pre>
 */
public final class SentimentTransformer extends TextTransformer<SentimentTransformer> {
  private static final long serialVersionUID = 1;

  private final Param<String> probabilityCol;

  /** With the defaults: {@code text} in, {@code sentiment} out. */
  public SentimentTransformer() {
    this(Identifiable$.MODULE$.randomUID("sentiment"));
  }

  /** The same with a name of its own within a pipeline. */
  public SentimentTransformer(String uid) {
    super(uid, "sentiment", 128);
    probabilityCol = new Param<>(this, "probabilityCol", "column of probabilities; empty: none");
    setDefault(probabilityCol, "");
  }

  /** Column of probabilities, an array of doubles; none unless set. */
  public Param<String> probabilityCol() {
    return probabilityCol;
  }

  /** Sets the column of probabilities. */
  public SentimentTransformer setProbabilityCol(String column) {
    return with(probabilityCol, column);
  }

  @Override
  public List<String> shippedModels() {
    return List.of("sentiment-es", "sentiment-en");
  }

  @Override
  String standardModel() {
    return "";
  }

  @Override
  ModelOpener opener(Precision chosen) {
    return new SentimentOpener(chosen, !text(probabilityCol).isEmpty());
  }

  @Override
  List<StructField> outputs() {
    List<StructField> fields = new ArrayList<>();
    fields.add(DataTypes.createStructField(text(outputCol()), DataTypes.StringType, true));
    if (!text(probabilityCol).isEmpty()) {
      fields.add(
          DataTypes.createStructField(
              text(probabilityCol), DataTypes.createArrayType(DataTypes.DoubleType, false), true));
    }
    return fields;
  }

  /** Reads a saved one; Spark ML asks for it by this name. */
  public static MLReader<SentimentTransformer> read() {
    return new TransformerReader<>();
  }

  /** Reads a saved one. */
  public static SentimentTransformer load(String folder) {
    return read().load(folder);
  }
}
