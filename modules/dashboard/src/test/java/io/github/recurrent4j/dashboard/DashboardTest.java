package io.github.recurrent4j.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DashboardTest {
  private static final String PORT = "org.deeplearning4j.ui.port";

  @AfterEach
  void restore() {
    System.clearProperty(PORT);
  }

  @Test
  void aBusyPortIsNamedAndTrainingGoesOn() throws IOException {
    try (ServerSocket other = new ServerSocket(0)) {
      System.setProperty(PORT, Integer.toString(other.getLocalPort()));
      // The run is not asked for anything: there is nothing to show it on.
      assertThat(new Dashboard().watch(null))
          .contains("port " + other.getLocalPort() + " is busy", "training goes on", "-D" + PORT);
    }
  }
}
