package io.github.recurrent4j.cli;

import io.github.recurrent4j.training.Output;
import io.github.recurrent4j.training.Rounds;
import io.github.recurrent4j.training.TrainingExtension;
import io.github.recurrent4j.training.TrainingListener;
import io.github.recurrent4j.training.TrainingRun;
import io.github.recurrent4j.training.TrainingState;
import io.github.recurrent4j.vectorization.BadInputException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import picocli.CommandLine.Option;

/** The options of every training that are no settings: where it goes, and who watches. */
final class OutputOptions {
  @Option(names = "--out", required = true, description = "model file to write")
  Path out;

  @Option(names = "--resume", description = "go on from the last checkpoint")
  boolean resume;

  @Option(
      names = "--overwrite",
      description = "put the new model in the place of one that is there")
  boolean overwrite;

  @Option(names = "--ui", description = "open DL4J's training dashboard")
  boolean ui;

  private final Supplier<Optional<Rounds>> rounds;
  private TrainingState end;

  /** Of a training in this process. */
  OutputOptions() {
    this(Optional::empty);
  }

  /** Of a training whose updates are made elsewhere. */
  OutputOptions(Supplier<Optional<Rounds>> rounds) {
    this.rounds = rounds;
  }

  /** Where the model goes. */
  Output output() {
    Output to = Output.to(out);
    return resume ? to.resuming() : overwrite ? to.overwriting() : to;
  }

  /** Progress on the console, Ctrl-C, and the dashboard if it was asked for. */
  TrainingListener listener() {
    List<TrainingExtension> extensions = ui ? TrainingExtension.all() : List.of();
    if (ui && extensions.isEmpty()) {
      throw new BadInputException(
          "--ui needs the artifact recurrent4j-dashboard on the class path: run through ./r4j");
    }
    return TrainingListener.all(
        new Progress(),
        new TrainingListener() {
          @Override
          public Optional<Rounds> rounds() {
            return rounds.get();
          }

          @Override
          public void started(TrainingRun run) {
            extensions.forEach(e -> System.err.println(e.watch(run)));
          }

          @Override
          public void ended(TrainingState state) {
            end = state;
          }
        });
  }

  /** Where training ended. */
  TrainingState end() {
    return end;
  }
}
