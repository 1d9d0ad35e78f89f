package io.github.recurrent4j.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.recurrent4j.kernels.Precision;
import io.github.recurrent4j.languagemodel.GenerationOptions;
import io.github.recurrent4j.languagemodel.LanguageModel;
import io.github.recurrent4j.sentiment.Language;
import io.github.recurrent4j.sentiment.SentimentClassifier;
import io.github.recurrent4j.translation.TranslationOptions;
import io.github.recurrent4j.translation.Translator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code r4j bench serve}: the server under load, over the loopback. */
@Command(
    name = "serve",
    description =
        "The server under load: its start, its throughput beside the model's own, its latency, malformed"
            + " requests, and many clients with mixed work, whose answers are compared with the models' own."
            + " Then each figure beside what it must reach.")
final class ServeBenchmark implements Runnable {
  private static final int BULK_CLIENTS = 32;
  private static final double SECONDS = 20;
  private static final int STARTS = 5;
  private static final int ALONE = 200;
  private static final int MALFORMED = 2000;
  private static final int SECONDS_OF_A_SAMPLE = 10;

  /** What memory may gain after two minutes and still be called flat. */
  private static final double FLAT = 1.03;

  @Option(
      names = "--clients",
      defaultValue = "100",
      description = "clients with mixed work (${DEFAULT-VALUE})")
  int clients;

  @Option(
      names = "--minutes",
      defaultValue = "10",
      description = "how long these ask (${DEFAULT-VALUE})")
  double minutes;

  @Option(
      names = "--only",
      split = ",",
      paramLabel = "PART",
      description = "some parts, by commas: ${COMPLETION-CANDIDATES} (all)")
  Set<Part> only = EnumSet.allOf(Part.class);

  /** What is measured. */
  enum Part {
    START,
    TRANSLATE,
    MALFORMED,
    MIXED
  }

  private final Verdicts verdicts = new Verdicts();
  private List<String> sentences;

  @Override
  public void run() {
    sentences = OursTranslation.sentences();
    try {
      if (only.contains(Part.START)) {
        starts();
      }
      if (only.contains(Part.TRANSLATE)) {
        speed();
      }
      if (only.contains(Part.MALFORMED)) {
        malformed();
      }
      if (only.contains(Part.MIXED)) {
        mixed();
      }
      verdicts.print();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private static void print(String work, Map<String, Object> figures) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("work", work);
    line.putAll(figures);
    System.out.println(ServerProcess.written(line));
  }

  private static double rounded(double value) {
    return Math.round(value * 1000) / 1000.0;
  }

  private static Map<String, ?> translate(String text) {
    return Map.of("q", text, "source", "es", "target", "en");
  }

  /** From the command to the first answer; the first start of all writes the class archive. */
  private void starts() throws InterruptedException {
    List<Double> seconds = new ArrayList<>();
    for (int i = 0; i <= STARTS; i++) {
      long begun = System.nanoTime();
      try (ServerProcess server = new ServerProcess()) {
        double first = server.firstAnswer(begun, "/translate", translate("Hola."));
        if (i > 0) {
          seconds.add(first);
        }
      }
    }
    double median = Child.median(seconds);
    print("serve-start", Map.of("seconds", rounded(median), "starts", STARTS));
    verdicts.atMost("seconds from the command to the first answer", median, 3, 1.5);
  }

  /** Single sentences from many clients beside the translator's own bulk, and the latency. */
  private void speed() throws InterruptedException {
    double bulk = bulk();
    try (ServerProcess server = new ServerProcess()) {
      server.firstAnswer(System.nanoTime(), "/translate", translate("Hola."));
      load(server, BULK_CLIENTS, SECONDS / 4, 0);
      double most = load(server, BULK_CLIENTS, SECONDS, 0).perSecond();
      double[] alone = alone(server);
      Load half = load(server, BULK_CLIENTS, SECONDS, most / 2);
      Map<String, Object> figures = new LinkedHashMap<>();
      double p50 = percentile(alone, 0.5);
      figures.put("bulkSentencesPerSecond", rounded(bulk));
      figures.put("servedSentencesPerSecond", rounded(most));
      figures.put("ratio", rounded(most / bulk));
      figures.put("aloneP50Ms", rounded(p50));
      figures.put("halfLoadP50Ms", rounded(percentile(half.milliseconds(), 0.5)));
      figures.put("halfLoadP99Ms", rounded(percentile(half.milliseconds(), 0.99)));
      figures.put("lost", half.lost());
      print("serve-translate", figures);
      verdicts.atLeast(BULK_CLIENTS + " clients beside bulk", most / bulk, 0.7, 0.9);
      verdicts.atMost(
          "p50 at half load / p50 alone", percentile(half.milliseconds(), 0.5) / p50, 3, 3);
      verdicts.atMost(
          "p99 at half load / p50 alone", percentile(half.milliseconds(), 0.99) / p50, 10, 10);
    }
  }

  private double bulk() {
    List<Double> speeds = new ArrayList<>();
    try (Translator translator = Translator.pretrained(Precision.AUTO)) {
      for (int i = 0; i < 8; i++) {
        long before = System.nanoTime();
        translator.translate(sentences, TranslationOptions.standard());
        double seconds = (System.nanoTime() - before) / 1e9;
        if (i > 2) {
          speeds.add(sentences.size() / seconds);
        }
      }
    }
    return Child.median(speeds);
  }

  private double[] alone(ServerProcess server) throws InterruptedException {
    double[] milliseconds = new double[ALONE];
    for (int i = 0; i < ALONE; i++) {
      long before = System.nanoTime();
      try {
        server.send("/translate", translate(sentences.get(i % sentences.size())));
      } catch (IOException e) {
        throw new IllegalStateException("no answer", e);
      }
      milliseconds[i] = (System.nanoTime() - before) / 1e6;
    }
    return milliseconds;
  }

  /** What clients met. */
  private record Load(double perSecond, double[] milliseconds, int lost) {}

  /**
   * Clients that ask for a translation at a time.
   *
   * @param rate requests a second of all together, whose latency counts from when they were due; 0:
   *     as many as there are answers to
   */
  private Load load(ServerProcess server, int clients, double seconds, double rate)
      throws InterruptedException {
    List<Double> took = Collections.synchronizedList(new ArrayList<>());
    AtomicInteger next = new AtomicInteger();
    AtomicInteger lost = new AtomicInteger();
    CountDownLatch end = new CountDownLatch(clients);
    long begun = System.nanoTime();
    long until = begun + (long) (seconds * 1e9);
    for (int c = 0; c < clients; c++) {
      Thread client =
          new Thread(
              () -> {
                try {
                  while (System.nanoTime() < until) {
                    int number = next.getAndIncrement();
                    long due = rate > 0 ? begun + (long) (number / rate * 1e9) : System.nanoTime();
                    if (due >= until) {
                      break;
                    }
                    while (System.nanoTime() < due) {
                      Thread.sleep(0, 200_000);
                    }
                    String text = sentences.get(number % sentences.size());
                    int status = server.send("/translate", translate(text)).statusCode();
                    took.add((System.nanoTime() - due) / 1e6);
                    if (status != 200) {
                      lost.incrementAndGet();
                    }
                  }
                } catch (IOException e) {
                  lost.incrementAndGet();
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                } finally {
                  end.countDown();
                }
              });
      client.setDaemon(true);
      client.start();
    }
    end.await();
    double passed = (System.nanoTime() - begun) / 1e9;
    double[] each = took.stream().mapToDouble(Double::doubleValue).toArray();
    return new Load(each.length / passed, each, lost.get());
  }

  private static double percentile(double[] values, double part) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted.length == 0 ? Double.NaN : sorted[(int) (part * (sorted.length - 1))];
  }

  /** A request, where its answer is, and what it must be. */
  private record Question(String path, Map<String, ?> body, String pointer, String answer) {}

  private List<Question> questions() {
    List<Question> all = new ArrayList<>();
    try (Translator translator = Translator.pretrained(Precision.F32);
        SentimentClassifier english = SentimentClassifier.pretrained(Language.EN, Precision.F32);
        LanguageModel model = LanguageModel.pretrained(Precision.F32)) {
      List<String> some = sentences.subList(0, Math.min(100, sentences.size()));
      for (String text : some) {
        String answer = translator.translate(text).text();
        all.add(new Question("/translate", translate(text), "/translatedText", answer));
        all.add(
            new Question(
                "/predict",
                Map.of("inputs", answer, "parameters", Map.of("lang", "en")),
                "/0/0/label",
                english.classify(answer).name()));
      }
      for (int seed = 1; seed <= 20; seed++) {
        GenerationOptions options =
            GenerationOptions.of("KING", 40).withTemperature(0.8).withTopK(0).withTopP(1);
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("model", "shakespeare");
        body.put("prompt", "KING");
        body.put("max_tokens", 40);
        body.put("temperature", 0.8);
        body.put("seed", seed);
        String answer = model.generate(options.withSeed(seed));
        all.add(new Question("/v1/completions", body, "/choices/0/text", answer));
      }
    }
    return all;
  }

  private void malformed() throws InterruptedException {
    try (ServerProcess server = new ServerProcess("--body-timeout", "1")) {
      server.firstAnswer(System.nanoTime(), "/translate", translate("Hola."));
      int wrong = new MalformedRequests(server.port()).wrong(MALFORMED);
      server.firstAnswer(System.nanoTime(), "/translate", translate("Hola."));
      print("serve-malformed", Map.of("requests", MALFORMED, "wronglyAnswered", wrong));
      verdicts.atMost(MALFORMED + " malformed requests, wrongly answered", wrong, 0, 0);
    }
  }

  /** Many clients with translations, classifications and completions, and what memory does. */
  private void mixed() throws InterruptedException {
    List<Question> questions = questions();
    try (ServerProcess server = new ServerProcess("--precision", "f32")) {
      server.firstAnswer(System.nanoTime(), "/translate", translate("Hola."));
      LongAdder answered = new LongAdder();
      LongAdder wrong = new LongAdder();
      LongAdder lost = new LongAdder();
      long begun = System.nanoTime();
      long until = begun + (long) (minutes * 60e9);
      List<Thread> all = new ArrayList<>();
      for (int c = 0; c < clients; c++) {
        Random random = new Random(c);
        Thread client =
            new Thread(
                () -> {
                  while (System.nanoTime() < until) {
                    ask(server, questions.get(random.nextInt(questions.size())), wrong, lost);
                    answered.increment();
                  }
                });
        client.start();
        all.add(client);
      }
      double settled = Double.NaN;
      double most = 0;
      while (System.nanoTime() < until) {
        Thread.sleep(Math.min(1000L * SECONDS_OF_A_SAMPLE, (long) (minutes * 60_000)));
        double now = server.megabytes();
        double passed = (System.nanoTime() - begun) / 1e9;
        most = Math.max(most, now);
        if (Double.isNaN(settled) && passed >= 60 * Math.min(2, minutes / 2)) {
          settled = now;
        }
        print(
            "serve-memory",
            Map.of(
                "second",
                Math.round(passed),
                "megabytes",
                rounded(now),
                "answers",
                answered.sum()));
      }
      for (Thread client : all) {
        client.join();
      }
      Map<String, Object> figures = new LinkedHashMap<>();
      figures.put("clients", clients);
      figures.put("minutes", minutes);
      figures.put("answers", answered.sum());
      figures.put("wrong", wrong.sum());
      figures.put("lost", lost.sum());
      figures.put("megabytesSettled", rounded(settled));
      figures.put("megabytesEnd", rounded(server.megabytes()));
      figures.put("megabytesMost", rounded(most));
      print("serve-mixed", figures);
      String who = clients + " clients, " + minutes + " minutes: ";
      verdicts.atMost(who + "lost", lost.sum(), 0, 0);
      verdicts.atMost(who + "wrong", wrong.sum(), 0, 0);
      verdicts.atMost(who + "MB resident, at most", most, 900, 500);
      verdicts.atMost(who + "MB at the end / after two minutes", most / settled, FLAT, 1);
    }
  }

  private static void ask(
      ServerProcess server, Question question, LongAdder wrong, LongAdder lost) {
    try {
      var response = server.send(question.path(), question.body());
      if (response.statusCode() != 200) {
        lost.increment();
        return;
      }
      JsonNode answer = ServerProcess.read(response.body()).at(question.pointer());
      if (!question.answer().equals(answer.asText())) {
        wrong.increment();
      }
    } catch (IOException e) {
      lost.increment();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
