package io.github.recurrent4j.training;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Told of what happens in training; all methods do nothing unless they are overridden. */
public interface TrainingListener {
  /** Does nothing. */
  TrainingListener NONE = new TrainingListener() {};

  /**
   * An update that was made.
   *
   * @param number updates made so far
   * @param loss mean loss since the last validation
   * @param tokensPerSecond speed since then
   * @param minutes time used by all runs
   */
  record Step(long number, double loss, double tokensPerSecond, double minutes) {}

  /** Who makes the updates, if it is not the training loop itself; asked at the beginning. */
  default Optional<Rounds> rounds() {
    return Optional.empty();
  }

  /** Before the first step. */
  default void started(TrainingRun run) {}

  /** After each update. */
  default void stepped(Step step) {}

  /** After each validation; the last point of the state's history is its. */
  default void validated(TrainingState state) {}

  /** After a checkpoint was written. */
  default void checkpointed(Path file) {}

  /** At the end, which may be an early one. */
  default void ended(TrainingState state) {}

  /** Tells several, in order. */
  static TrainingListener all(TrainingListener... listeners) {
    List<TrainingListener> all = List.of(listeners);
    return new TrainingListener() {
      @Override
      public Optional<Rounds> rounds() {
        return all.stream().flatMap(l -> l.rounds().stream()).findFirst();
      }

      @Override
      public void started(TrainingRun run) {
        all.forEach(l -> l.started(run));
      }

      @Override
      public void stepped(Step step) {
        all.forEach(l -> l.stepped(step));
      }

      @Override
      public void validated(TrainingState state) {
        all.forEach(l -> l.validated(state));
      }

      @Override
      public void checkpointed(Path file) {
        all.forEach(l -> l.checkpointed(file));
      }

      @Override
      public void ended(TrainingState state) {
        all.forEach(l -> l.ended(state));
      }
    };
  }
}
