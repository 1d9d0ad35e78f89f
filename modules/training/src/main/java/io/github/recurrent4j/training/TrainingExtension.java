package io.github.recurrent4j.training;

import java.util.List;
import java.util.ServiceLoader;

/** Something on the class path that watches training, such as the dashboard of {@code --ui}. */
public interface TrainingExtension {
  /**
   * Begins to watch a training.
   *
   * @return a line for the user, such as where to look
   */
  String watch(TrainingRun run);

  /** All extensions on the class path. */
  static List<TrainingExtension> all() {
    return ServiceLoader.load(TrainingExtension.class).stream()
        .map(ServiceLoader.Provider::get)
        .toList();
  }
}
