package io.github.recurrent4j.training;

import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.optimize.api.TrainingListener;

/** Something on the class path that watches training, such as the dashboard of {@code --ui}. */
public interface TrainingExtension {
  /** DL4J listeners for the network that is about to be trained. */
  List<TrainingListener> listeners();

  /**
   * Attaches all extensions on the class path.
   *
   * @return how many there were
   */
  static int attachAll(Model network) {
    List<TrainingListener> all =
        ServiceLoader.load(TrainingExtension.class).stream()
            .flatMap(e -> Stream.of(e.get()))
            .flatMap(e -> e.listeners().stream())
            .toList();
    network.addListeners(all.toArray(TrainingListener[]::new));
    return all.size();
  }
}
