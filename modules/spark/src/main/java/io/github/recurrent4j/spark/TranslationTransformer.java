package io.github.recurrent4j.spark;

import io.github.recurrent4j.kernels.Precision;
import java.util.List;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.ParamValidators;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;

/** Translates texts: adds the translation, as {@code Translator} makes it. */
public final class TranslationTransformer extends TextTransformer<TranslationTransformer> {
  private static final long serialVersionUID = 1;

  private final IntParam beam;

  /** With the defaults: {@code text} in, {@code translation} out, the shipped model. */
  public TranslationTransformer() {
    this(Identifiable$.MODULE$.randomUID("translation"));
  }

  /** The same with a name of its own within a pipeline. */
  public TranslationTransformer(String uid) {
    super(uid, "translation", 32);
    beam =
        new IntParam(
            this, "beam", "hypotheses followed at once", ParamValidators.inRange(1.0, 100.0));
    setDefault(beam, 5);
  }

  /** Hypotheses followed at once; 5 unless set. */
  public IntParam beam() {
    return beam;
  }

  /** Sets the number of hypotheses, 1 (greedy) to 100. */
  public TranslationTransformer setBeam(int hypotheses) {
    return with(beam, hypotheses);
  }

  @Override
  public List<String> shippedModels() {
    return List.of("es-en", "en-es");
  }

  @Override
  ModelOpener opener(Precision chosen) {
    return new TranslationOpener(chosen, (Integer) getOrDefault(beam));
  }

  @Override
  List<StructField> outputs() {
    return List.of(DataTypes.createStructField(text(outputCol()), DataTypes.StringType, true));
  }

  /** Reads a saved one; Spark ML asks for it by this name. */
  public static MLReader<TranslationTransformer> read() {
    return new TransformerReader<>();
  }

  /** Reads a saved one. */
  public static TranslationTransformer load(String folder) {
    return read().load(folder);
  }
}
