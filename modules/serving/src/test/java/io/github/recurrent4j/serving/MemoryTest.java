package io.github.recurrent4j.serving;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recurrent4j.kernels.Arena;
import io.github.recurrent4j.kernels.OneDnn;
import io.github.recurrent4j.kernels.Precision;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What requests leave behind: of whatever number and length they come, no more than the first. */
class MemoryTest {
  private static final List<String> WORDS =
      List.of(
          "El perro come.", "Mi madre vive en la casa azul.", "¿Dónde está la biblioteca?", "No.");

  /**
   * Shapes of all layers and products of all models, in both slots; a hundred times as many come.
   */
  private static final int MOST_SHAPES = 550;

  private final Random random = new Random(20261126);

  @Test
  void mixedRequestsMeetFewShapesAndKeepNoMemory() {
    ServingOptions options =
        ServingOptions.standard().with(o -> o.port(0).precision(Precision.F32).batchWait(5));
    try (Service service = Service.start(options, Map.of())) {
      Client client = new Client(service.port());
      for (int texts = 1; texts <= 32; texts++) {
        client.asked("/translate", translation(texts, 1));
      }
      for (int round = 0; round < 10; round++) {
        mixed(client, 24);
      }
      long before = Arena.allBytes();
      for (int round = 0; round < 10; round++) {
        mixed(client, 24);
      }
      assertThat(OneDnn.programs()).isLessThan(MOST_SHAPES);
      assertThat(Arena.allBytes() - before).isLessThan(24L << 20);
      assertThat(client.get("/metrics").body())
          .contains("recurrent4j_native_memory_bytes ", "recurrent4j_shapes ");
    }
  }

  private void mixed(Client client, int count) {
    List<CompletableFuture<HttpResponse<String>>> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      all.add(
          switch (random.nextInt(4)) {
            case 0 -> client.postLater("/translate", translation(1, 1 + random.nextInt(6)));
            case 1 -> client.postLater("/translate", translation(1 + random.nextInt(20), 1));
            case 2 -> client.postLater("/predict", "{\"inputs\":" + Client.quoted(text(3)) + "}");
            default ->
                client.postLater(
                    "/v1/completions",
                    "{\"model\":\"shakespeare\",\"prompt\":\"KING\",\"max_tokens\":5}");
          });
    }
    all.forEach(one -> assertThat(one.join().statusCode()).isEqualTo(200));
  }

  private String text(int sentences) {
    List<String> some = new ArrayList<>();
    for (int i = 0; i < sentences; i++) {
      some.add(WORDS.get(random.nextInt(WORDS.size())));
    }
    return String.join(" ", some);
  }

  private String translation(int texts, int sentences) {
    List<String> some = new ArrayList<>();
    for (int i = 0; i < texts; i++) {
      some.add(Client.quoted(text(sentences)));
    }
    return "{\"source\":\"es\",\"target\":\"en\",\"q\":[" + String.join(",", some) + "]}";
  }
}
