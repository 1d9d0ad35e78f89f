package io.github.recurrent4j.dashboard;

import io.github.recurrent4j.training.TrainingExtension;
import java.util.List;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.deeplearning4j.ui.api.UIServer;
import org.deeplearning4j.ui.model.stats.StatsListener;
import org.deeplearning4j.ui.model.storage.InMemoryStatsStorage;

/** Opens DL4J's dashboard and feeds it while a network trains. */
public final class Dashboard implements TrainingExtension {
  private static final int EVERY = 20;

  @Override
  public List<TrainingListener> listeners() {
    InMemoryStatsStorage storage = new InMemoryStatsStorage();
    UIServer server = UIServer.getInstance();
    server.attach(storage);
    System.err.println("The training dashboard is at " + server.getAddress());
    return List.of(new StatsListener(storage, EVERY));
  }
}
