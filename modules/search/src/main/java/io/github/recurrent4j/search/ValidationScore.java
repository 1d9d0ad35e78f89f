package io.github.recurrent4j.search;

import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.deeplearning4j.arbiter.optimize.api.data.DataProvider;
import org.deeplearning4j.arbiter.optimize.api.data.DataSource;
import org.deeplearning4j.arbiter.optimize.api.score.ScoreFunction;

/** Arbiter's score of an app's model on the validation side of a data source. */
abstract class ValidationScore<M, D> implements ScoreFunction {
  private static final long serialVersionUID = 1;
  private final Class<M> model;
  private final Class<?> data;
  private final boolean minimize;

  ValidationScore(Class<M> model, Class<?> data, boolean minimize) {
    this.model = model;
    this.data = data;
    this.minimize = minimize;
  }

  /** The figure of a model on validation data. */
  abstract double of(M model, D validation);

  @Override
  @SuppressWarnings("unchecked") // The data source's type is checked by Arbiter's supported types.
  public double score(Object model, Class<? extends DataSource> source, Properties properties) {
    return of(this.model.cast(model), (D) Data.open(source, properties).testData());
  }

  @Override
  @Deprecated
  public double score(Object model, DataProvider provider, Map<String, Object> parameters) {
    throw new UnsupportedOperationException("give a DataSource");
  }

  @Override
  public boolean minimize() {
    return minimize;
  }

  @Override
  public List<Class<?>> getSupportedModelTypes() {
    return List.of(model);
  }

  @Override
  public List<Class<?>> getSupportedDataTypes() {
    return List.of(data);
  }
}
