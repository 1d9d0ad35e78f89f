package io.github.recurrent4j.serving;

import io.github.recurrent4j.cli.SettingOptions;
import io.github.recurrent4j.vectorization.BadInputException;
import io.github.recurrent4j.vectorization.BadOptionException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code r4j serve}. */
@Command(
    name = "serve",
    description = {
      "Serves models over HTTP: LibreTranslate's API, OpenAI's completions, text classification as"
          + " Hugging Face's servers have it, and a page.",
      "SIGTERM and Ctrl-C stop it when the requests under way have been answered; SIGHUP opens the"
          + " model files again."
    })
final class ServeCommand implements Runnable {
  @Option(
      names = "--model",
      paramLabel = "NAME=FILE",
      description =
          "a model file, by the name that clients use; one of es-en, en-es, sentiment-es, sentiment-en,"
              + " shakespeare, english, spanish takes the shipped model's place")
  List<String> models = List.of();

  @Option(
      names = "--rehearse",
      hidden = true,
      description = "start on any port, compute a little of everything, and end")
  boolean rehearse;

  final SettingOptions<ServingOptions> options = SettingOptions.of(ServingOptions.class);

  @Override
  public void run() {
    if (rehearse) {
      Rehearsal.run();
      return;
    }
    CountDownLatch asked = new CountDownLatch(1);
    Signals.on("TERM", asked::countDown);
    Signals.on("INT", asked::countDown);
    ServingOptions chosen = options.value();
    try (Service service = Service.start(chosen, files())) {
      Signals.on("HUP", () -> reload(service));
      String host = chosen.host().contains(":") ? "[" + chosen.host() + "]" : chosen.host();
      System.err.println(
          "r4j: serving "
              + String.join(", ", service.models())
              + " on http://"
              + host
              + ":"
              + service.port()
              + chosen.urlPrefix());
      asked.await();
      System.err.println("r4j: stopping");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Map<String, Path> files() {
    Map<String, Path> files = new LinkedHashMap<>();
    for (String model : models) {
      int equals = model.indexOf('=');
      BadOptionException.require(
          equals > 0 && equals + 1 < model.length(),
          "--model must be NAME=FILE, not '" + model + "'");
      files.put(model.substring(0, equals), Path.of(model.substring(equals + 1)));
    }
    return files;
  }

  private static void reload(Service service) {
    try {
      service.reload();
      System.err.println("r4j: opened " + String.join(", ", service.models()) + " again");
    } catch (BadInputException e) {
      System.err.println("r4j: " + e.getMessage() + ": the model there was stays");
    }
  }
}
