package io.github.recurrent4j.benchmarks;

import io.github.recurrent4j.cli.TweetOptions;
import io.github.recurrent4j.sentiment.NearCopies;
import io.github.recurrent4j.training.metrics.ConfusionMatrix;
import io.github.recurrent4j.vectorization.BadInputException;
import io.github.recurrent4j.vectorization.LabelledText;
import io.github.recurrent4j.vectorization.TweetNormalizer;
import io.github.recurrent4j.vectorization.TweetRecordReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import opennlp.tools.doccat.BagOfWordsFeatureGenerator;
import opennlp.tools.doccat.DoccatFactory;
import opennlp.tools.doccat.DocumentCategorizerME;
import opennlp.tools.doccat.DocumentSample;
import opennlp.tools.doccat.FeatureGenerator;
import opennlp.tools.doccat.NGramFeatureGenerator;
import opennlp.tools.util.ObjectStream;
import opennlp.tools.util.ObjectStreamUtils;
import opennlp.tools.util.TrainingParameters;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code r4j bench tweets}: classifiers of others on the tweets that ours are trained on, near
 * copies of validation left out in the same way. Each peer is tried with several settings on the
 * validation tweets, so that its best is as optimistic as ours.
 */
@Command(
    name = "tweets",
    description =
        "OpenNLP's document categorizer and fastText (if it is there) on the same tweets.")
final class TweetPeers implements Runnable {
  private static final int CLASSES = 3;
  private static final Pattern TOKEN = Pattern.compile("<\\w+>|@user|[\\p{L}\\p{M}\\p{N}_']+|\\S");

  @Mixin TweetOptions tweets;

  @Option(names = "--valid-text", required = true, description = "validation texts, one a line")
  Path validText;

  @Option(names = "--valid-labels", required = true, description = "their labels")
  Path validLabels;

  @Option(names = "--fasttext", defaultValue = "fasttext", description = "(${DEFAULT-VALUE})")
  String fastText;

  /** A tweet as the peers get it. */
  private record Tokens(String[] tokens, int label) {
    static List<Tokens> of(List<LabelledText> tweets) {
      return tweets.stream()
          .map(
              t ->
                  new Tokens(
                      TOKEN
                          .matcher(TweetNormalizer.normalize(t.text()))
                          .results()
                          .map(MatchResult::group)
                          .toArray(String[]::new),
                      t.label()))
          .toList();
    }
  }

  @Override
  public void run() {
    List<LabelledText> held = TweetRecordReader.read(validText, validLabels, CLASSES);
    List<Tokens> train = Tokens.of(NearCopies.remove(tweets.files().read(CLASSES), held));
    List<Tokens> valid = Tokens.of(held);
    System.out.printf("%d to train, %d to validate%n", train.size(), valid.size());
    try {
      openNlp("words", train, valid, new BagOfWordsFeatureGenerator());
      openNlp(
          "words, pairs of words",
          train,
          valid,
          new BagOfWordsFeatureGenerator(),
          new NGramFeatureGenerator(2, 2));
      fastText(train, valid);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void openNlp(
      String name, List<Tokens> train, List<Tokens> valid, FeatureGenerator... features)
      throws IOException {
    for (int cutoff : new int[] {1, 5}) {
      TrainingParameters parameters = TrainingParameters.defaultParams();
      parameters.put(TrainingParameters.CUTOFF_PARAM, cutoff);
      List<DocumentSample> samples =
          train.stream()
              .filter(t -> t.tokens().length > 0)
              .map(t -> new DocumentSample(String.valueOf(t.label()), t.tokens()))
              .toList();
      try (ObjectStream<DocumentSample> stream = ObjectStreamUtils.createObjectStream(samples)) {
        DocumentCategorizerME categorizer =
            new DocumentCategorizerME(
                DocumentCategorizerME.train(
                    "x-unspecified", stream, parameters, new DoccatFactory(features)));
        report(
            "OpenNLP, " + name + ", at least " + cutoff,
            valid,
            valid.stream()
                .mapToInt(
                    t ->
                        Integer.parseInt(
                            categorizer.getBestCategory(categorizer.categorize(t.tokens()))))
                .toArray());
      }
    }
  }

  private void fastText(List<Tokens> train, List<Tokens> valid)
      throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("fasttext");
    try {
      Path trainFile = Files.writeString(folder.resolve("train"), lines(train));
      Path validFile = Files.writeString(folder.resolve("valid"), lines(valid));
      Path model = folder.resolve("model");
      for (int pairs : new int[] {1, 2}) {
        for (String rate : new String[] {"0.05", "0.2"}) {
          for (int epochs : new int[] {5, 20}) {
            List<String> command =
                List.of(
                    fastText,
                    "supervised",
                    "-input",
                    trainFile.toString(),
                    "-output",
                    model.toString(),
                    "-wordNgrams",
                    String.valueOf(pairs),
                    "-lr",
                    rate,
                    "-epoch",
                    String.valueOf(epochs),
                    "-dim",
                    "100",
                    "-minn",
                    "2",
                    "-maxn",
                    "5",
                    "-thread",
                    "2",
                    "-verbose",
                    "0");
            run(command);
            String answers =
                run(List.of(fastText, "predict", model + ".bin", validFile.toString()));
            report(
                "fastText, n-grams " + pairs + ", rate " + rate + ", epochs " + epochs,
                valid,
                answers
                    .lines()
                    .mapToInt(l -> Integer.parseInt(l.strip().substring("__label__".length())))
                    .toArray());
          }
        }
      }
    } finally {
      try (Stream<Path> files = Files.list(folder)) {
        for (Path file : files.toList()) {
          Files.delete(file);
        }
      }
      Files.delete(folder);
    }
  }

  /** What a command prints. */
  private static String run(List<String> command) throws IOException, InterruptedException {
    Process process;
    try {
      process = new ProcessBuilder(command).redirectErrorStream(true).start();
    } catch (IOException e) {
      throw new BadInputException(
          "fastText does not start: install it (Debian: apt install fasttext) or name it with"
              + " --fasttext: "
              + e.getMessage(),
          e);
    }
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(String.join(" ", command) + " failed: " + printed);
    }
    return printed;
  }

  private static String lines(List<Tokens> tweets) {
    return tweets.stream()
        .map(t -> "__label__" + t.label() + " " + String.join(" ", t.tokens()) + "\n")
        .collect(Collectors.joining());
  }

  private static void report(String name, List<Tokens> valid, int[] answers) {
    ConfusionMatrix m =
        ConfusionMatrix.of(valid.stream().mapToInt(Tokens::label).toArray(), answers, CLASSES);
    System.out.printf(
        Locale.ROOT,
        "%-52s macro recall %.4f  macro F1 %.4f%n",
        name,
        m.macroRecall(),
        m.macroF1());
  }
}
