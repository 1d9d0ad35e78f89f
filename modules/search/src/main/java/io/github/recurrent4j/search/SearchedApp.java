package io.github.recurrent4j.search;

import io.github.recurrent4j.training.TrainingState;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.function.Predicate;
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
   * @throws io.github.recurrent4j.vectorization.BadInputException if {@code train} would refuse it
   */
  void check(List<String> arguments);

  /**
   * Number of parameters of the network that {@code train} would make.
   *
   * @param arguments options of the app's {@code train} command
   * @param data configured data source, from which a character vocabulary is counted; byte pairs
   *     are taken to be as many as were asked for
   */
  long parameters(List<String> arguments, DataSource data);

  /**
   * Trains, going on from a checkpoint beside {@code out} if there is one.
   *
   * @param arguments options of the app's {@code train} command
   * @param data configured data source
   * @param out the model file
   * @param stop asked after each validation whether to end
   * @return the best model, to be closed
   */
  AutoCloseable train(
      List<String> arguments, DataSource data, Path out, Predicate<TrainingState> stop);
}
