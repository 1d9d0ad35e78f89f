package io.github.recurrent4j.serving;

import io.github.recurrent4j.translation.text.Language;
import io.github.recurrent4j.translation.text.Words;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A server of models.
 *
 * <pre>{@code
 * try (Service service = Service.start(ServingOptions.standard(), Map.of())) {
 *   ...
 * }
 * }</pre>
 */
public final class Service implements AutoCloseable {
  private final Vertx vertx;
  private final Measures measures = new Measures();
  private final Front front;
  private final int port;
  private final List<Route> routes = new ArrayList<>();
  private Models models;
  private TranslateApi translations;
  private PredictApi predictions;
  private CompletionsApi completions;
  private boolean closed;

  private Service(ServingOptions options) {
    vertx = vertx();
    try {
      Front[] listening = new Front[1];
      OperationsApi operations =
          new OperationsApi(options, measures, () -> listening[0].notReady());
      front = new Front(vertx, options, measures, operations.early());
      listening[0] = front;
      port = front.listen();
    } catch (RuntimeException e) {
      vertx.close();
      throw e;
    }
  }

  /** One event loop, and nothing written to disk. */
  private static Vertx vertx() {
    return Vertx.vertx(
        new VertxOptions()
            .setEventLoopPoolSize(1)
            .setWorkerPoolSize(1)
            .setInternalBlockingPoolSize(1)
            // What a busy machine can keep a thread from is no fault of the loop's.
            .setMaxEventLoopExecuteTimeUnit(TimeUnit.SECONDS)
            .setMaxEventLoopExecuteTime(30)
            .setFileSystemOptions(
                new FileSystemOptions()
                    .setFileCachingEnabled(false)
                    .setClassPathResolvingEnabled(false)));
  }

  /**
   * Listens, and opens the models meanwhile; returns when it is ready.
   *
   * @param given model files by name, which come to those that are shipped or take their place
   * @throws io.github.recurrent4j.vectorization.BadInputException if the port is taken, or a model
   *     or the file of keys cannot be used
   */
  public static Service start(ServingOptions options, Map<String, Path> given) {
    Service service = new Service(options);
    try {
      service.open(options, given);
      return service;
    } catch (RuntimeException | Error e) {
      service.close();
      throw e;
    }
  }

  private void open(ServingOptions options, Map<String, Path> given) {
    models = Models.open(given, options.precision());
    for (Language language : Language.values()) {
      Words.of(language);
    }
    translations = new TranslateApi(models, options, measures);
    predictions = new PredictApi(models, options, measures);
    completions = new CompletionsApi(models, options, measures);
    OperationsApi operations = new OperationsApi(options, measures, front::notReady);
    routes.addAll(operations.early());
    routes.addAll(operations.late(models));
    routes.addAll(translations.routes());
    routes.addAll(predictions.routes());
    routes.addAll(completions.routes());
    front.ready(routes);
  }

  /** The port it listens on. */
  public int port() {
    return port;
  }

  /** What can be asked for. */
  List<Route> routes() {
    return routes;
  }

  /** Names of the models. */
  public List<String> models() {
    return models.names();
  }

  /**
   * Opens every model again; requests under way keep the ones they began with.
   *
   * @throws io.github.recurrent4j.vectorization.BadInputException if one cannot be opened: it stays
   *     as it is
   */
  public void reload() {
    models.reload();
  }

  /**
   * Accepts nothing more, answers what is under way within the time the options give, and ends.
   * Closing again does nothing.
   */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    front.stop();
    for (AutoCloseable api : new AutoCloseable[] {translations, predictions, completions, models}) {
      close(api);
    }
    measures.close();
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  private static void close(AutoCloseable part) {
    try {
      if (part != null) {
        part.close();
      }
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
