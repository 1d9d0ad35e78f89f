package io.github.recurrent4j.benchmarks;

import io.github.recurrent4j.sentiment.Language;
import io.github.recurrent4j.sentiment.SentimentClassifier;
import io.github.recurrent4j.translation.TranslationOptions;
import io.github.recurrent4j.translation.Translator;
import io.github.recurrent4j.vectorization.BadInputException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code r4j bench soak memory}: resident memory over long work, read a hundred times. Java's heap
 * is resident from the start, so that what grows is not the heap; the line of least squares through
 * the second half of the readings says how much.
 */
@Command(
    name = "memory",
    description =
        "Resident memory (Linux) over 20,000 translations, 100,000 classifications and 10,000 fits of random"
            + " shapes: in the second half it may grow by 1 %% at most.")
final class SoakMemory implements Runnable {
  private static final double MOST_GROWTH = 0.01;
  private static final int READINGS = 100;

  @Option(
      names = "--part",
      defaultValue = "1",
      description = "part of the calls, for a shorter look (${DEFAULT-VALUE})")
  double part;

  @Option(
      names = "--works",
      split = ",",
      defaultValue = "translate,classify,fit",
      description = "(${DEFAULT-VALUE})")
  List<String> works;

  @Option(
      names = "--collector",
      defaultValue = "Serial",
      description = "as in -XX:+UseSerialGC (${DEFAULT-VALUE})")
  String collector;

  @Override
  public void run() {
    int growing = 0;
    for (String work : works) {
      SoakJvm working =
          new SoakJvm(
              List.of("-Xms512m", "-Xmx512m", "-XX:+AlwaysPreTouch", "-XX:+Use" + collector + "GC"),
              Map.of(),
              Working.class,
              List.of(work.toUpperCase(Locale.ROOT), Double.toString(part)));
      growing += working.wentWell(collector, work) ? 0 : 1;
    }
    if (growing > 0) {
      throw new BadInputException(growing + " works need more and more: see the lines above");
    }
  }

  /** What is done, so many times. */
  enum Kind {
    TRANSLATE(20_000) {
      @Override
      Batch begin() {
        Translator translator = Translator.pretrained();
        List<String> sentences = OursTranslation.sentences();
        return (count, random) ->
            translator.translate(texts(sentences, count, 2, random), TranslationOptions.greedy());
      }
    },
    CLASSIFY(100_000) {
      @Override
      Batch begin() {
        SentimentClassifier classifier = SentimentClassifier.pretrained(Language.ES);
        List<String> sentences = OursTranslation.sentences();
        return (count, random) -> classifier.classify(texts(sentences, count, 4, random));
      }
    },
    FIT(10_000) {
      @Override
      Batch begin() {
        MultiLayerNetwork network =
            Ours.network(new Work("memory", "lstm", "train", new Work.Size(40, 64, 8, 16)));
        return (count, random) -> {
          for (int i = 0; i < count; i++) {
            int batch = 4 + random.nextInt(12);
            int time = 4 + random.nextInt(40);
            network.fit(
                RandomText.ids(
                    new Work("memory", "lstm", "train", new Work.Size(40, 64, batch, time))));
          }
        };
      }
    };

    private final int calls;

    Kind(int calls) {
      this.calls = calls;
    }

    abstract Batch begin();

    /** Texts of one to so many sentences. */
    private static List<String> texts(
        List<String> sentences, int count, int longest, Random random) {
      return IntStream.range(0, count)
          .mapToObj(
              i ->
                  String.join(
                      " ",
                      random
                          .ints(1 + random.nextInt(longest), 0, sentences.size())
                          .mapToObj(sentences::get)
                          .toList()))
          .toList();
    }
  }

  /** Some calls at once. */
  private interface Batch {
    void run(int count, Random random);
  }

  /** The process that works; exit 1 if it grows. */
  static final class Working {
    private Working() {}

    /** Arguments: the kind of work, and the part of its calls. */
    public static void main(String[] args) {
      Kind kind = Kind.valueOf(args[0]);
      int each = Math.max(1, (int) (kind.calls * Double.parseDouble(args[1]) / READINGS));
      Batch batch = kind.begin();
      Random random = new Random(1);
      List<Double> resident = new ArrayList<>();
      for (int i = 0; i < READINGS; i++) {
        batch.run(each, random);
        // What finalizers and cleaners hold is not growth.
        System.gc();
        resident.add(Resident.megabytes());
      }
      double growth = growth(resident.subList(READINGS / 2, READINGS));
      System.out.printf(
          Locale.ROOT,
          "%,d calls: %.0f MB resident after a tenth, %.0f after half, %.0f at the end; second half %+.2f %%%n",
          each * READINGS,
          resident.get(READINGS / 10 - 1),
          resident.get(READINGS / 2 - 1),
          resident.get(READINGS - 1),
          100 * growth);
      System.out.flush();
      Runtime.getRuntime().halt(growth > MOST_GROWTH ? 1 : 0);
    }

    /** By how much the line of least squares rises from the first value to the last, relatively. */
    private static double growth(List<Double> values) {
      double n = values.size();
      double middle = (n - 1) / 2;
      double mean = values.stream().mapToDouble(v -> v).average().orElse(Double.NaN);
      double with = 0;
      double squares = 0;
      for (int i = 0; i < n; i++) {
        with += (i - middle) * (values.get(i) - mean);
        squares += (i - middle) * (i - middle);
      }
      return with / squares * (n - 1) / mean;
    }
  }
}
