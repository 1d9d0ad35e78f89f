package io.github.recurrent4j.dashboard;

import io.github.recurrent4j.training.TrainingExtension;
import io.github.recurrent4j.training.TrainingRun;
import org.deeplearning4j.ui.api.UIServer;
import org.deeplearning4j.ui.model.stats.StatsListener;
import org.deeplearning4j.ui.model.storage.InMemoryStatsStorage;

/** Opens DL4J's dashboard and feeds it while a network trains. */
public final class Dashboard implements TrainingExtension {
  private static final int EVERY = 20;
  private static final String PORT = "org.deeplearning4j.ui.port";
  private static final int USUAL_PORT = 9000;

  @Override
  public String watch(TrainingRun run) {
    UIServer server;
    try {
      server = UIServer.getInstance();
    } catch (RuntimeException e) {
      return "The training dashboard does not start: port "
          + Integer.getInteger(PORT, USUAL_PORT)
          + " is busy; training goes on without it (JAVA_OPTS=-D"
          + PORT
          + "=N takes another)";
    }
    InMemoryStatsStorage storage = new InMemoryStatsStorage();
    server.attach(storage);
    run.network().addListeners(new StatsListener(storage, EVERY));
    return "The training dashboard is at " + server.getAddress();
  }
}
