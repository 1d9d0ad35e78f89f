package io.github.recurrent4j.search;

import io.github.recurrent4j.training.TrainingListener;
import io.github.recurrent4j.training.TrainingRun;
import io.github.recurrent4j.training.TrainingSettings;
import io.github.recurrent4j.training.TrainingState;
import io.github.recurrent4j.vectorization.BadInputException;
import io.github.recurrent4j.vectorization.settings.Setting;
import io.github.recurrent4j.vectorization.settings.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.deeplearning4j.arbiter.optimize.api.data.DataSource;
import org.deeplearning4j.arbiter.optimize.api.score.ScoreFunction;

/** An app whose score is known: (x − 0.3)² + (y − 0.6)² + …, falling to it over ten validations. */
final class FakeApp implements SearchedApp {
  private static final int VALIDATIONS = 10;
  int trained;
  int validations;

  /** Its settings. */
  record Options(
      @Setting(value = "0", doc = "x") double x,
      @Setting(value = "0.6", doc = "y") double y,
      @Setting(value = "0.1", doc = "z") double z,
      @Setting(value = "false", doc = "whether to fail") boolean fail,
      @Setting(value = "0", doc = "minutes") double maxMinutes) {}

  private static Options options(io.github.recurrent4j.search.Setting setting) {
    Settings<Options> all = Settings.of(Options.class);
    Settings.requireKnown(setting.values(), all);
    return all.with(all.standard(), setting.values());
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
  public void check(io.github.recurrent4j.search.Setting setting) {
    options(setting);
  }

  @Override
  public long parameters(io.github.recurrent4j.search.Setting setting, DataSource data) {
    return 1;
  }

  /** Ten validations that nothing but a stop ends. */
  private static final class Run implements TrainingRun {
    private boolean stopped;

    @Override
    public TrainingSettings settings() {
      return TrainingSettings.standard();
    }

    @Override
    public org.deeplearning4j.nn.api.Model network() {
      throw new UnsupportedOperationException();
    }

    @Override
    public String metric() {
      return "loss";
    }

    @Override
    public long totalSteps() {
      return VALIDATIONS;
    }

    @Override
    public long step() {
      return 0;
    }

    @Override
    public void stop() {
      stopped = true;
    }
  }

  @Override
  public AutoCloseable train(
      io.github.recurrent4j.search.Setting setting,
      DataSource data,
      Path out,
      TrainingListener listener) {
    Options options = options(setting);
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
    Run run = new Run();
    listener.started(run);
    List<TrainingState.Point> curve = new ArrayList<>();
    for (int i = 1; i <= VALIDATIONS; i++) {
      validations++;
      double figure = loss + 1.0 - (double) i / VALIDATIONS;
      curve.add(new TrainingState.Point(i, i, i, 0, 0, figure, 0));
      boolean last = i == VALIDATIONS;
      listener.validated(new TrainingState(i, 0, i, i, figure, 0, 0, last, List.copyOf(curve)));
      if (run.stopped) {
        return new Model(figure);
      }
    }
    return new Model(loss);
  }
}
