package io.github.recurrent4j.serving;

import io.github.recurrent4j.kernels.Arena;
import io.github.recurrent4j.kernels.OneDnn;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.function.Supplier;

/** What {@code /metrics} tells: requests, latencies, batches, queues, tokens, the JVM. */
final class Measures implements AutoCloseable {
  private static final double[] QUANTILES = {0.5, 0.95, 0.99};

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

  Measures() {
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    Gauge.builder("recurrent4j.native.memory", Arena::allBytes)
        .description("Native memory of weights and of computing")
        .baseUnit("bytes")
        .register(registry);
    Gauge.builder("recurrent4j.shapes", OneDnn::programs)
        .description("Shapes of layers and products whose compiled code is kept")
        .register(registry);
  }

  /**
   * A request was answered.
   *
   * @param route the path as it is documented, never as a client wrote it
   */
  void request(String method, String route, int status, long nanos) {
    Timer.builder("http.server.requests")
        .description("Requests that were answered")
        .tags("method", method, "uri", route, "status", Integer.toString(status))
        .publishPercentiles(QUANTILES)
        .register(registry)
        .record(Duration.ofNanos(nanos));
  }

  /** Batches were made of this many texts. */
  void batch(String work, int size) {
    DistributionSummary.builder("recurrent4j.batch.size")
        .description("Texts that were computed together")
        .tags("work", work)
        .publishPercentiles(QUANTILES)
        .register(registry)
        .record(size);
  }

  /** How many jobs wait or are computed. */
  void load(String work, Supplier<Number> load) {
    Gauge.builder("recurrent4j.queue.length", load)
        .description("Requests that wait for a model or are being computed")
        .tags("work", work)
        .register(registry);
  }

  /** Tokens came out of a model. */
  void tokens(String work, long count) {
    registry.counter("recurrent4j.tokens", Tags.of("work", work)).increment(count);
  }

  /** Characters went into a model. */
  void characters(String work, long count) {
    registry.counter("recurrent4j.characters", Tags.of("work", work)).increment(count);
  }

  /** Everything in the text format of Prometheus, version 0.0.4. */
  String text() {
    return registry.scrape();
  }

  @Override
  public void close() {
    registry.close();
  }
}
