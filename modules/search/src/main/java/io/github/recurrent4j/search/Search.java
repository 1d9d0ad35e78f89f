package io.github.recurrent4j.search;

import io.github.recurrent4j.training.TrainingListener;
import io.github.recurrent4j.training.TrainingState;
import io.github.recurrent4j.vectorization.AtomicFile;
import io.github.recurrent4j.vectorization.BadInputException;
import io.github.recurrent4j.vectorization.Claim;
import io.github.recurrent4j.vectorization.settings.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Properties;
import java.util.function.Consumer;
import org.deeplearning4j.arbiter.optimize.api.CandidateGenerator;
import org.deeplearning4j.arbiter.optimize.api.score.ScoreFunction;
import org.deeplearning4j.arbiter.optimize.config.OptimizationConfiguration;
import org.deeplearning4j.arbiter.optimize.runner.LocalOptimizationRunner;

/**
 * A hyperparameter search over one of the apps, run by Arbiter, one candidate at a time (each uses
 * all cores). In its folder it keeps {@code trials.jsonl}, {@code report.html}, {@code best.args}
 * (for {@code train}) and {@code best.zip}. A search in a folder that has trials goes on after
 * them.
 *
 * <pre>{@code
 * SearchedData data = SearchedData.texts(Path.of("train.txt"), Path.of("valid.txt"));
 * SearchSettings settings = SearchSettings.standard().withMinutes(30);
 * List<Trial> trials = new Search(data, space, settings, Path.of("found")).run(trial -> {});
 * }</pre>
 */
public final class Search {
  private static final double GRACE = 0.2;

  private final SearchedApp app;
  private final SettingSpace space;
  private final Properties data;
  private final SearchSettings settings;
  private TrainingListener trainings = TrainingListener.NONE;
  private final Path folder;
  private final MedianRule medianRule;
  private final List<Trial> trials = new ArrayList<>();
  private TrialLog log;
  private Consumer<Trial> listener;

  /**
   * A search.
   *
   * @param data the app and its data
   * @param folder where results go; it is made if need be
   */
  public Search(SearchedData data, SettingSpace space, SearchSettings settings, Path folder) {
    this.app = data.app();
    this.space = space;
    this.data = data.properties();
    this.settings = Settings.check(settings);
    this.folder = folder;
    this.medianRule = new MedianRule(app.score().minimize(), GRACE * settings.budget());
  }

  /** Tells a listener of each candidate's training, too. */
  public Search watchedBy(TrainingListener listener) {
    trainings = listener;
    return this;
  }

  /**
   * Searches to the end.
   *
   * @param listener told of each candidate as it ends
   * @return all trials, those of earlier runs too, in their order
   * @throws BadInputException if the space or the folder does not fit, or another search is there
   */
  public List<Trial> run(Consumer<Trial> listener) {
    this.listener = listener;
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new BadInputException(
          folder + " is no folder, and cannot be made one: name another", e);
    }
    // Two searches would number their candidates alike, and cut each other's lines off.
    try (Claim claim = claimed()) {
      searched();
    }
    return trials();
  }

  private Claim claimed() {
    try {
      return Claim.take(folder.resolve("search.lock"));
    } catch (Claim.TakenException e) {
      throw new BadInputException(
          "another search writes to "
              + folder
              + (e.owner().isEmpty() ? "" : " (process " + e.owner() + ")")
              + ": wait for its end, or search in another folder",
          e);
    } catch (IOException e) {
      throw new BadInputException(
          "cannot write to " + folder + " (" + AtomicFile.reason(e) + "): check its permissions",
          e);
    }
  }

  private void searched() {
    log = new TrialLog(folder.resolve("trials.jsonl"));
    trials.addAll(log.read());
    ScoreFunction score = app.score();
    CandidateGenerator generator =
        settings.generator().over(space, score, settings.gridValues(), settings.seed());
    // Arbiter numbers the parameters when a generator is made; only then can a value be taken.
    double[] middle = new double[space.numParameters()];
    java.util.Arrays.fill(middle, 0.5);
    app.check(timed(space.getValue(middle)));
    CandidateGenerator rest = ResumedGenerator.after(generator, settings.seed(), trials);
    OptimizationConfiguration configuration =
        new OptimizationConfiguration.Builder()
            .candidateGenerator(rest)
            .dataSource(app.dataSource(), data)
            .scoreFunction(score)
            .terminationConditions(new Ending(this, rest))
            .build();
    new LocalOptimizationRunner(configuration, new TrialTasks(this)).execute();
    report();
  }

  /** The app that is searched. */
  public SearchedApp app() {
    return app;
  }

  Path folder() {
    return folder;
  }

  TrainingListener trainings() {
    return trainings;
  }

  /** What a candidate is trained with: its setting and its time. */
  Setting timed(Setting setting) {
    double budget = settings.budget();
    if (settings.minutes() > 0) {
      budget = Math.min(budget, left());
    }
    return settings.timed() && !setting.values().containsKey("max-minutes")
        ? setting.with("max-minutes", budget)
        : setting;
  }

  private double left() {
    return settings.minutes() - trials().stream().mapToDouble(Trial::seconds).sum() / 60;
  }

  boolean over() {
    List<Trial> now = trials();
    return (settings.candidates() > 0 && now.size() >= settings.candidates())
        || (settings.minutes() > 0 && left() <= SearchSettings.LEAST_PART * settings.budget())
        || (settings.target() > 0
            && now.stream().filter(Trial::scored).anyMatch(t -> reached(t.score())));
  }

  private boolean reached(double score) {
    return app.score().minimize() ? score <= settings.target() : score >= settings.target();
  }

  boolean hopeless(TrainingState state) {
    return settings.medianRule() && medianRule.hopeless(state.minutes(), state.best(), trials());
  }

  /** The trials so far. */
  public synchronized List<Trial> trials() {
    return List.copyOf(trials);
  }

  /** Better scores first, failures last. */
  public static Comparator<Trial> order(boolean minimize) {
    Comparator<Trial> byScore = Comparator.comparingDouble(t -> minimize ? t.score() : -t.score());
    return Comparator.<Trial, Boolean>comparing(t -> !t.scored()).thenComparing(byScore);
  }

  void ended(Trial trial, Path model) {
    boolean best =
        trial.scored()
            && trials().stream()
                .filter(Trial::scored)
                .allMatch(t -> order(app.score().minimize()).compare(trial, t) < 0);
    if (best) {
      try {
        Files.move(model, folder.resolve("best.zip"), StandardCopyOption.REPLACE_EXISTING);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      String arguments = String.join("\n", new Setting(trial.values()).arguments()) + "\n";
      AtomicFile.write(
          folder.resolve("best.args"),
          stream -> stream.write(arguments.getBytes(StandardCharsets.UTF_8)));
    }
    synchronized (this) {
      trials.add(trial);
    }
    log.append(trial);
    report();
    listener.accept(trial);
  }

  private void report() {
    SearchReport.write(app, space.names(), trials(), folder.resolve("report.html"));
  }
}
