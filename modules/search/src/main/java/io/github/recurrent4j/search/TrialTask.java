package io.github.recurrent4j.search;

import io.github.recurrent4j.training.TrainingListener;
import io.github.recurrent4j.training.TrainingRun;
import io.github.recurrent4j.training.TrainingState;
import io.github.recurrent4j.vectorization.BadInputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.Callable;
import org.deeplearning4j.arbiter.optimize.api.Candidate;
import org.deeplearning4j.arbiter.optimize.api.OptimizationResult;
import org.deeplearning4j.arbiter.optimize.api.score.ScoreFunction;
import org.deeplearning4j.arbiter.optimize.runner.CandidateInfo;
import org.deeplearning4j.arbiter.optimize.runner.CandidateStatus;

/**
 * Trains and scores one candidate. Whatever goes wrong in it becomes a failed trial, so that the
 * search goes on.
 */
final class TrialTask implements Callable<OptimizationResult> {
  private final Search search;
  private final Candidate<Setting> candidate;
  private final Properties data;
  private final ScoreFunction score;
  private final long created = System.currentTimeMillis();
  private final List<double[]> curve = new ArrayList<>();
  private boolean stopped;

  TrialTask(Search search, Candidate<Setting> candidate, Properties data, ScoreFunction score) {
    this.search = search;
    this.candidate = candidate;
    this.data = data;
    this.score = score;
  }

  @Override
  public OptimizationResult call() {
    long start = System.nanoTime();
    Setting setting = candidate.getValue();
    Path model = search.folder().resolve("candidate-" + candidate.getIndex() + ".zip");
    double figure = Double.NaN;
    String why = "";
    try (AutoCloseable trained =
        search.app().train(search.timed(setting), search.app().open(data), model, watcher())) {
      figure = score.score(trained, search.app().dataSource(), data);
    } catch (Exception | OutOfMemoryError | StackOverflowError e) {
      why = e instanceof BadInputException ? e.getMessage() : e.toString();
      if (Thread.interrupted()) {
        why = "interrupted";
      }
    }
    Trial.Status status =
        !Double.isFinite(figure)
            ? Trial.Status.FAILED
            : stopped ? Trial.Status.STOPPED : Trial.Status.COMPLETE;
    if (why.isEmpty() && status == Trial.Status.FAILED) {
      why = "the score is not a number";
    }
    Trial trial =
        TrialBuilder.builder()
            .index(candidate.getIndex())
            .values(setting.values())
            .flat(candidate.getFlatParameters())
            .status(status)
            .score(figure)
            .seconds((System.nanoTime() - start) / 1e9)
            .why(why)
            .curve(curve)
            .build();
    search.ended(trial, model);
    deleteRemains(model);
    return result(trial);
  }

  /** Keeps the curve, stops a hopeless candidate, and tells the search's own listener. */
  private TrainingListener watcher() {
    return TrainingListener.all(
        search.trainings(),
        new TrainingListener() {
          private TrainingRun run;

          @Override
          public void started(TrainingRun started) {
            run = started;
          }

          @Override
          public void validated(TrainingState state) {
            curve.clear();
            state
                .history()
                .forEach(
                    p ->
                        curve.add(
                            new double[] {
                              p.minutes(), p.validation(), p.tokensPerSecond(), p.epoch()
                            }));
            stopped = !state.done() && search.hopeless(state);
            if (stopped) {
              run.stop();
            }
          }
        });
  }

  private OptimizationResult result(Trial trial) {
    boolean failed = trial.status() == Trial.Status.FAILED;
    CandidateInfo info =
        new CandidateInfo(
            trial.index(),
            failed ? CandidateStatus.Failed : CandidateStatus.Complete,
            failed ? null : trial.score(),
            created,
            created,
            System.currentTimeMillis(),
            trial.flat(),
            failed ? trial.why() : null);
    return new OptimizationResult(
        candidate, failed ? null : trial.score(), trial.index(), null, info, null);
  }

  private static void deleteRemains(Path model) {
    for (String suffix : List.of("", ".checkpoint", ".json", ".png")) {
      try {
        Files.deleteIfExists(model.resolveSibling(model.getFileName() + suffix));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
