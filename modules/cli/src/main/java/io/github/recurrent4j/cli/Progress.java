package io.github.recurrent4j.cli;

import io.github.recurrent4j.training.TrainingListener;
import io.github.recurrent4j.training.TrainingRun;
import io.github.recurrent4j.training.TrainingState;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import picocli.CommandLine;

/**
 * Training on standard error: a bar on a terminal, a line for each validation, and Ctrl-C, which
 * ends training after the step under way and its checkpoint.
 */
public final class Progress implements TrainingListener {
  private static final long MOST_SECONDS = 60;

  private final boolean terminal = CommandLine.Help.Ansi.AUTO.enabled();
  private TrainingRun run;
  private ProgressBar bar;
  private CountDownLatch ended;
  private Runnable takeBack;

  @Override
  public void started(TrainingRun started) {
    run = started;
    ended = new CountDownLatch(1);
    takeBack = CommandLines.onInterrupt(this::stopGently);
    if (terminal) {
      bar =
          new ProgressBarBuilder()
              .setTaskName("train")
              .setInitialMax(run.totalSteps())
              .setUpdateIntervalMillis(500)
              .setStyle(ProgressBarStyle.ASCII)
              .startsFrom(run.step(), Duration.ZERO)
              .build();
    }
  }

  @Override
  public void stepped(Step step) {
    if (bar == null) {
      return;
    }
    double budget = run.settings().maxMinutes();
    bar.stepTo(step.number());
    bar.setExtraMessage(
        String.format(
            Locale.ROOT,
            " loss %.3f, %.0f tokens/s%s",
            step.loss(),
            step.tokensPerSecond(),
            budget > 0
                ? String.format(Locale.ROOT, ", at most %.0f min left", budget - step.minutes())
                : ""));
  }

  @Override
  public void validated(TrainingState state) {
    TrainingState.Point p = state.history().get(state.history().size() - 1);
    System.err.printf(
        Locale.ROOT,
        "%sstep %d  epoch %.2f  %.1f min  rate %.2g  train %.4f  %s %.4f%s  %.0f tokens/s%n",
        terminal ? "\r" : "",
        p.step(),
        p.epoch(),
        p.minutes(),
        p.learningRate(),
        p.trainLoss(),
        run.metric(),
        p.validation(),
        state.bad() == 0 ? " *" : "",
        p.tokensPerSecond());
  }

  @Override
  public void ended(TrainingState state) {
    if (bar != null) {
      bar.close();
    }
    ended.countDown();
    takeBack.run();
  }

  private void stopGently() {
    run.stop();
    try {
      if (!ended.await(MOST_SECONDS, TimeUnit.SECONDS)) {
        System.err.println("The step under way did not end in time; the last checkpoint stays");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
