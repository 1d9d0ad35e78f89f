package io.github.recurrent4j.training;

import java.util.Locale;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import picocli.CommandLine;

/** The progress bar on standard error: loss, tokens per second and time left. */
final class Progress implements AutoCloseable {
  private final ProgressBar bar;
  private final boolean terminal = CommandLine.Help.Ansi.AUTO.enabled();

  Progress(long total, long done) {
    ProgressBarBuilder builder =
        new ProgressBarBuilder()
            .setTaskName("train")
            .setInitialMax(total)
            .setUpdateIntervalMillis(500)
            .setStyle(ProgressBarStyle.ASCII)
            .startsFrom(done, java.time.Duration.ZERO);
    bar = terminal ? builder.build() : null;
  }

  void step(long step, Meter meter, double maxMinutes, double minutes) {
    if (bar == null) {
      return;
    }
    bar.stepTo(step);
    String left =
        Double.isInfinite(maxMinutes)
            ? ""
            : String.format(Locale.ROOT, ", at most %.0f min left", maxMinutes - minutes);
    bar.setExtraMessage(
        String.format(
            Locale.ROOT,
            " loss %.3f, %.0f tokens/s%s",
            meter.meanLoss(),
            meter.tokensPerSecond(),
            left));
  }

  void evaluated(TrainingState state, String metric) {
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
        metric,
        p.validation(),
        state.bad() == 0 ? " *" : "",
        p.tokensPerSecond());
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }
}
