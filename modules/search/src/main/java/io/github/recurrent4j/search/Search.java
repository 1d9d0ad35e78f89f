package io.github.recurrent4j.search;

import io.github.recurrent4j.training.TrainingState;
import io.github.recurrent4j.vectorization.AtomicFile;
import io.github.recurrent4j.vectorization.BadInputException;
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
 * Properties data = new Properties();
 * data.setProperty("train", "train.txt");
 * data.setProperty("valid", "valid.txt");
 * List<Trial> trials =
 *     new Search(new LanguageModelSearch(), space, data, settings, Path.of("found"))
 *         .run(trial -> System.out.println(trial));
 * }</pre>
 */
public final class Search {
  private static final double GRACE = 0.2;

  private final SearchedApp app;
  private final SettingSpace space;
  private final Properties data;
  private final SearchSettings settings;
  private final Path folder;
  private final MedianRule medianRule;
  private final List<Trial> trials = new ArrayList<>();
  private TrialLog log;
  private Consumer<Trial> listener;

  /**
   * A search.
   *
   * @param data properties of the app's data source, see {@link TextData}, {@link TweetData} and
   *     {@link PairData}
   * @param folder where results go; it is made if need be
   */
  public Search(
      SearchedApp app, SettingSpace space, Properties data, SearchSettings settings, Path folder) {
    this.app = app;
    this.space = space;
    this.data = data;
    this.settings = settings;
    this.folder = folder;
    double grace =
        Double.isFinite(settings.candidateMinutes()) ? GRACE * settings.candidateMinutes() : 0;
    this.medianRule = new MedianRule(app.score().minimize(), grace);
  }

  /**
   * Searches to the end.
   *
   * @param listener told of each candidate as it ends
   * @return all trials, those of earlier runs too, in their order
   * @throws BadInputException if the space or the folder does not fit
   */
  public List<Trial> run(Consumer<Trial> listener) {
    this.listener = listener;
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    log = new TrialLog(folder.resolve("trials.jsonl"));
    trials.addAll(log.read());
    ScoreFunction score = app.score();
    CandidateGenerator generator =
        settings.generator().over(space, score, settings.gridValues(), settings.seed());
    // Arbiter numbers the parameters when a generator is made; only then can a value be taken.
    double[] middle = new double[space.numParameters()];
    java.util.Arrays.fill(middle, 0.5);
    app.check(arguments(space.getValue(middle)));
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
    return trials();
  }

  SearchedApp app() {
    return app;
  }

  Path folder() {
    return folder;
  }

  /** What a candidate is trained with: its setting and its time. */
  List<String> arguments(Setting setting) {
    List<String> all = new ArrayList<>(setting.arguments());
    double budget = Math.min(settings.candidateMinutes(), left());
    if (Double.isFinite(budget) && !setting.values().containsKey("max-minutes")) {
      all.add("--max-minutes=" + budget);
    }
    return all;
  }

  private double left() {
    return settings.minutes() - trials().stream().mapToDouble(Trial::seconds).sum() / 60;
  }

  boolean over() {
    List<Trial> now = trials();
    double least =
        Double.isFinite(settings.candidateMinutes())
            ? SearchSettings.LEAST_PART * settings.candidateMinutes()
            : 0;
    return now.size() >= settings.candidates()
        || left() <= least
        || now.stream().filter(Trial::scored).anyMatch(t -> reached(t.score()));
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
