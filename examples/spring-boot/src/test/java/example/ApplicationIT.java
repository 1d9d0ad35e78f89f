package example;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The application as one jar with jars in it, as it is put into production. */
class ApplicationIT {
  @Test
  void translatesFromItsJar() throws IOException, InterruptedException {
    int port;
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                Path.of("target", "spring-boot-1.jar").toString(),
                "--server.port=" + port)
            .inheritIO()
            .start();
    try {
      URI uri = URI.create("http://127.0.0.1:" + port + "/english?text=Gracias.");
      HttpResponse<String> answer = null;
      while (answer == null) {
        assertTrue(process.isAlive());
        try {
          answer =
              HttpClient.newHttpClient()
                  .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
        } catch (ConnectException e) {
          Thread.sleep(100);
        }
      }
      assertTrue(answer.body().contains("Thank"), answer.body());
    } finally {
      process.destroy();
      process.waitFor();
    }
  }
}
