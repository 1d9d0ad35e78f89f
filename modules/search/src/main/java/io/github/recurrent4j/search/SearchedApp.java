package io.github.recurrent4j.search;

import io.github.recurrent4j.training.TrainingListener;
import java.nio.file.Path;
import java.util.Properties;
import org.deeplearning4j.arbiter.optimize.api.data.DataSource;
import org.deeplearning4j.arbiter.optimize.api.score.ScoreFunction;

/** An app as the search sees it. */
public interface SearchedApp {
  /** Name on the command line. */
  String name();

  /** What is scored, for people. */
  String scoreName();

  /** Where the data come from. */
  Class<? extends DataSource> dataSource();

  /** The data source with its properties set. */
  default DataSource open(Properties properties) {
    return Data.open(dataSource(), properties);
  }

  /** What a trained model is worth; it takes the model that {@link #train} returns. */
  ScoreFunction score();

  /**
   * Checks a setting.
   *
   * @throws io.github.recurrent4j.vectorization.BadInputException if training would refuse it
   */
  void check(Setting setting);

  /**
   * Number of parameters of the network that training would make.
   *
   * @param data configured data source, from which a character vocabulary is counted; byte pairs
   *     are taken to be as many as were asked for
   */
  long parameters(Setting setting, DataSource data);

  /**
   * Trains, going on from a checkpoint beside {@code out} if there is one.
   *
   * @param setting settings of shape and regime by name
   * @param data configured data source
   * @param out the model file
   * @param listener told of what happens
   * @return the best model, to be closed
   */
  AutoCloseable train(Setting setting, DataSource data, Path out, TrainingListener listener);
}
