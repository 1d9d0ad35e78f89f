package io.github.recurrent4j.search;

import io.github.recurrent4j.training.TrainingState;
import io.github.recurrent4j.vectorization.BadInputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.function.Predicate;
import org.deeplearning4j.arbiter.optimize.api.data.DataSource;
import org.deeplearning4j.arbiter.optimize.api.score.ScoreFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** An app whose score is known: (x − 0.3)² + (y − 0.6)² + …, falling to it over ten validations. */
final class FakeApp implements SearchedApp {
  private static final int VALIDATIONS = 10;
  int trained;
  int validations;

  @Command
  static final class Options {
    @Option(names = "--x")
    double x;

    @Option(names = "--y", defaultValue = "0.6")
    double y;

    @Option(names = "--z", defaultValue = "0.1")
    double z;

    @Option(names = "--fail")
    boolean fail;

    @Option(names = "--max-minutes")
    double minutes;
  }

  record Model(double value) implements AutoCloseable {
    @Override
    public void close() {
      // Holds nothing.
    }
  }

  /** No data. */
  public static final class Nothing implements DataSource {
    private static final long serialVersionUID = 1;

    @Override
    public void configure(Properties properties) {
      // Nothing to configure.
    }

    @Override
    public Object trainData() {
      return "";
    }

    @Override
    public Object testData() {
      return "";
    }

    @Override
    public Class<?> getDataType() {
      return String.class;
    }
  }

  static final class Score extends ValidationScore<Model, String> {
    private static final long serialVersionUID = 1;

    Score() {
      super(Model.class, String.class, true);
    }

    @Override
    double of(Model model, String validation) {
      return model.value();
    }
  }

  @Override
  public String name() {
    return "fake";
  }

  @Override
  public String scoreName() {
    return "loss";
  }

  @Override
  public Class<? extends DataSource> dataSource() {
    return Nothing.class;
  }

  @Override
  public ScoreFunction score() {
    return new Score();
  }

  @Override
  public void check(List<String> arguments) {
    Arguments.parse(new Options(), arguments);
  }

  @Override
  public long parameters(List<String> arguments, DataSource data) {
    return 1;
  }

  @Override
  public AutoCloseable train(
      List<String> arguments, DataSource data, Path out, Predicate<TrainingState> stop) {
    Options options = Arguments.parse(new Options(), arguments);
    trained++;
    if (options.fail) {
      throw new BadInputException("told to fail");
    }
    try {
      Files.writeString(out, "model of " + options.x);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    double loss =
        Math.pow(options.x - 0.3, 2) + Math.pow(options.y - 0.6, 2) + Math.pow(options.z - 0.1, 2);
    List<TrainingState.Point> curve = new ArrayList<>();
    for (int i = 1; i <= VALIDATIONS; i++) {
      validations++;
      double figure = loss + 1.0 - (double) i / VALIDATIONS;
      curve.add(new TrainingState.Point(i, i, i, 0, 0, figure, 0));
      boolean last = i == VALIDATIONS;
      if (stop.test(new TrainingState(i, 0, i, i, figure, 0, 0, last, List.copyOf(curve)))) {
        return new Model(figure);
      }
    }
    return new Model(loss);
  }
}
