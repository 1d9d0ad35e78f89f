package io.github.recurrent4j.spark;

import io.github.recurrent4j.kernels.Precision;
import io.github.recurrent4j.vectorization.BadInputException;
import io.github.recurrent4j.vectorization.BadOptionException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.param.ParamValidators;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * What transformers of texts have in common: a column of strings in, columns of answers out, all
 * other columns kept, partitions and their order, too. A null, a text of more than {@code maxChars}
 * and one that the model fails on get nulls; nothing in a text fails a job.
 *
 * @param <T> the transformer itself
 */
public abstract class TextTransformer<T extends TextTransformer<T>> extends Transformer
    implements MLWritable {
  private static final long serialVersionUID = 1;

  private final String uid;
  private final Param<String> inputCol;
  private final Param<String> outputCol;
  private final Param<String> model;
  private final Param<String> pretrained;
  private final Param<String> precision;
  private final IntParam batchSize;
  private final IntParam maxChars;

  TextTransformer(String uid, String output, int batch) {
    this.uid = uid;
    inputCol = new Param<>(this, "inputCol", "column of texts");
    outputCol = new Param<>(this, "outputCol", "column of answers, which is added");
    model = new Param<>(this, "model", "model file, on any file system that Hadoop knows");
    pretrained =
        new Param<>(this, "pretrained", "shipped model: " + String.join(", ", shippedModels()));
    precision = new Param<>(this, "precision", "of the weights: f32, bf16 or auto");
    batchSize = new IntParam(this, "batchSize", "texts computed together", ParamValidators.gtEq(1));
    maxChars =
        new IntParam(this, "maxChars", "longer texts get null, in chars", ParamValidators.gtEq(0));
    setDefault(inputCol, "text");
    setDefault(outputCol, output);
    setDefault(model, "");
    setDefault(pretrained, standardModel());
    // On a cluster of unlike machines a task that is repeated elsewhere answers alike.
    setDefault(precision, Precision.F32.toString());
    setDefault(batchSize, batch);
    setDefault(maxChars, 100_000);
  }

  /** Names of the shipped models that are of this kind. */
  public abstract List<String> shippedModels();

  /** The shipped model that is taken where none is named; empty if one must be. */
  String standardModel() {
    return shippedModels().get(0);
  }

  /** How executors open the model. */
  abstract ModelOpener opener(Precision chosen);

  /** Types of the columns that are added, the first being {@code outputCol}. */
  abstract List<StructField> outputs();

  @Override
  public final String uid() {
    return uid;
  }

  /** Column of texts; {@code text} unless set. */
  public final Param<String> inputCol() {
    return inputCol;
  }

  /** Column of answers. */
  public final Param<String> outputCol() {
    return outputCol;
  }

  /** Model file; empty where a shipped model is named. */
  public final Param<String> model() {
    return model;
  }

  /**
   * Shipped model, which the artifact recurrent4j-pretrained holds; a model file goes before it.
   */
  public final Param<String> pretrained() {
    return pretrained;
  }

  /** Precision of the weights; f32 unless set. */
  public final Param<String> precision() {
    return precision;
  }

  /** Texts computed together. */
  public final IntParam batchSize() {
    return batchSize;
  }

  /** Chars of the longest text that gets an answer; 100,000 unless set. */
  public final IntParam maxChars() {
    return maxChars;
  }

  /** Sets the column of texts. */
  public final T setInputCol(String column) {
    return with(inputCol, column);
  }

  /** Sets the column that is added. */
  public final T setOutputCol(String column) {
    return with(outputCol, column);
  }

  /** Sets the model file: a path, or an address such as {@code hdfs:///models/m.zip}. */
  public final T setModel(String file) {
    return with(model, file);
  }

  /** Sets the shipped model by its name. */
  public final T setPretrained(String name) {
    return with(pretrained, name);
  }

  /** Sets the precision of the weights: f32, bf16 or auto. */
  public final T setPrecision(String name) {
    return with(precision, name);
  }

  /** Sets how many texts are computed together, at least 1. */
  public final T setBatchSize(int texts) {
    return with(batchSize, texts);
  }

  /** Sets the length in chars beyond which texts get null. */
  public final T setMaxChars(int chars) {
    return with(maxChars, chars);
  }

  @SuppressWarnings("unchecked") // T is this type.
  final <V> T with(Param<V> param, V value) {
    set(param, value);
    return (T) this;
  }

  final String text(Param<String> param) {
    return getOrDefault(param);
  }

  private Batching batching() {
    return new Batching((Integer) getOrDefault(batchSize), (Integer) getOrDefault(maxChars));
  }

  @Override
  @SuppressWarnings("unchecked") // T is this type.
  public final T copy(ParamMap extra) {
    return (T) defaultCopy(extra);
  }

  /**
   * The schema with the added columns.
   *
   * @throws BadInputException if there is no input column of strings, or an output column is there
   *     already
   */
  @Override
  public final StructType transformSchema(StructType schema) {
    List<String> names = Arrays.asList(schema.fieldNames());
    String in = text(inputCol);
    if (!names.contains(in)) {
      throw new BadInputException(
          "there is no column '" + in + "': name one of " + String.join(", ", names));
    }
    DataType type = schema.apply(in).dataType();
    if (!type.equals(DataTypes.StringType)) {
      throw new BadInputException(
          "column '" + in + "' is " + type.simpleString() + ": name one of strings");
    }
    StructType result = schema;
    for (StructField field : outputs()) {
      if (Arrays.asList(result.fieldNames()).contains(field.name())) {
        throw new BadInputException(
            "there is a column '" + field.name() + "' already: give the new one another name");
      }
      result = result.add(field);
    }
    return result;
  }

  @Override
  public final Dataset<Row> transform(Dataset<?> dataset) {
    StructType schema = transformSchema(dataset.schema(), false);
    int column = dataset.schema().fieldIndex(text(inputCol));
    MapPartitionsFunction<Row, Row> answer =
        new Answering(handle(dataset.sparkSession()), column, outputs().size(), batching());
    return dataset.toDF().mapPartitions(answer, Encoders.row(schema));
  }

  /** Answers a partition. */
  private record Answering(ModelHandle handle, int column, int added, Batching batching)
      implements MapPartitionsFunction<Row, Row> {
    @Override
    public Iterator<Row> call(Iterator<Row> rows) {
      // An empty partition needs no model.
      return rows.hasNext()
          ? new AnsweredRows(rows, ExecutorModels.of(handle), column, added, batching)
          : rows;
    }
  }

  /**
   * Makes the model a function of SQL: {@code select name(text) from …}. It gives the answer, or,
   * where several columns are added, a struct of them. Rows are asked one by one, without the
   * batches of {@link #transform}.
   */
  public final void register(SparkSession session, String name) {
    List<StructField> fields = outputs();
    DataType type =
        fields.size() == 1 ? fields.get(0).dataType() : DataTypes.createStructType(fields);
    session.udf().register(name, new Asking(handle(session), batching(), fields.size()), type);
  }

  /** Answers one text. */
  private record Asking(ModelHandle handle, Batching batching, int added)
      implements UDF1<String, Object> {
    @Override
    public Object call(String text) {
      List<String> one = new ArrayList<>();
      one.add(text);
      TextModel model = ExecutorModels.of(handle);
      Object[] answer = CarefulAnswers.of(model, one, batching.maxChars()).get(0);
      return answer == null ? null : added == 1 ? answer[0] : RowFactory.create(answer);
    }
  }

  private ModelHandle handle(SparkSession session) {
    SparkContext context = session.sparkContext();
    ModelOpener opener = opener(chosenPrecision());
    ModelBytes bytes = bytes(opener, session.sessionState().newHadoopConf());
    return new ModelHandle(
        bytes.digest(),
        JavaSparkContext.fromSparkContext(context).broadcast(bytes.content()),
        opener);
  }

  private Precision chosenPrecision() {
    try {
      return Precision.of(text(precision).toLowerCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new BadOptionException(e.getMessage());
    }
  }

  private ModelBytes bytes(ModelOpener opener, Configuration hadoop) {
    if (!text(model).isEmpty()) {
      return ModelBytes.file(text(model), opener.app(), hadoop);
    }
    String name = text(pretrained);
    if (!shippedModels().contains(name)) {
      throw new BadOptionException(
          "'"
              + name
              + "' is no model: name a model file or one of "
              + String.join(", ", shippedModels()));
    }
    return ModelBytes.pretrained(name, opener.app());
  }

  /**
   * Writes the settings and, where it is no shipped one, the model: what was saved stands alone.
   */
  @Override
  public final MLWriter write() {
    return new TransformerWriter(this, text(model));
  }
}
