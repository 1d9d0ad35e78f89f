package io.github.recurrent4j.benchmarks;

import static io.github.recurrent4j.vectorization.BadOptionException.require;

import io.github.recurrent4j.translation.text.Language;
import io.github.recurrent4j.translation.text.SentenceSplitter;
import io.github.recurrent4j.vectorization.BadInputException;
import io.github.recurrent4j.vectorization.TextFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import opennlp.tools.sentdetect.SentenceDetectorFactory;
import opennlp.tools.sentdetect.SentenceDetectorME;
import opennlp.tools.sentdetect.SentenceSample;
import opennlp.tools.util.ObjectStreamUtils;
import opennlp.tools.util.Span;
import opennlp.tools.util.TrainingParameters;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code r4j bench sentences}: sentences of a file, a line each, are joined to paragraphs, and it
 * is counted which of the places between them are found again.
 */
@Command(
    name = "sentences",
    description =
        "Joined sentences found again: the suite's splitter, OpenNLP trained on other sentences, and"
            + " the JDK's BreakIterator.")
final class SentencesCommand implements Runnable {
  private static final int PARAGRAPH = 10;

  @Option(
      names = "--data",
      required = true,
      description = "a sentence a line, in one of its columns")
  Path data;

  @Option(names = "--train", required = true, description = "other sentences, for OpenNLP")
  Path train;

  @Option(
      names = "--column",
      defaultValue = "1",
      description = "the sentences' column of both files, from 1 on (${DEFAULT-VALUE})")
  int column;

  @Option(
      names = "--lang",
      required = true,
      description = "language of the sentences: ${COMPLETION-CANDIDATES}")
  Language lang;

  @Option(
      names = "--count",
      defaultValue = "500",
      description = "sentences, evenly from all of --data (${DEFAULT-VALUE})")
  int count;

  /** Places found, of how many there are, and how many were said. */
  record Found(int right, int wanted, int said) {
    double recall() {
      return (double) right / wanted;
    }

    double precision() {
      return said == 0 ? 0 : (double) right / said;
    }
  }

  @Override
  public void run() {
    require(column >= 1, "--column must be 1 or more, not " + column);
    require(count >= 2, "--count must be 2 or more, not " + count);
    List<String> all = sentences(data);
    List<String> chosen =
        IntStream.range(0, Math.min(count, all.size()))
            .mapToObj(i -> all.get((int) ((long) i * all.size() / Math.min(count, all.size()))))
            .toList();
    Map<String, Function<String, List<Integer>>> splitters = new LinkedHashMap<>();
    splitters.put("recurrent4j", text -> SentenceSplitter.ends(text, lang));
    splitters.put("opennlp", openNlp(sentences(train)));
    splitters.put("jdk", this::breaks);
    splitters.forEach(
        (name, splitter) -> {
          Found f = measure(chosen, splitter);
          System.out.printf(
              Locale.ROOT,
              "%-12s recall %.4f  precision %.4f  (%d sentences)%n",
              name,
              f.recall(),
              f.precision(),
              chosen.size());
        });
  }

  private List<String> sentences(Path file) {
    List<String> lines = new ArrayList<>();
    StringBuilder text = new StringBuilder();
    TextFile.read(file, text::append);
    for (String line : text.toString().lines().toList()) {
      String[] columns = line.split("\t", -1);
      if (columns.length < column) {
        throw new BadInputException(file + " has a line without a column " + column);
      }
      if (!columns[column - 1].isBlank()) {
        lines.add(columns[column - 1].strip());
      }
    }
    if (lines.size() < 2) {
      throw new BadInputException(file + " has fewer than two sentences");
    }
    return lines;
  }

  /** How many of the places between joined sentences a splitter finds. */
  static Found measure(List<String> sentences, Function<String, List<Integer>> splitter) {
    int right = 0;
    int wanted = 0;
    int said = 0;
    for (int i = 0; i < sentences.size(); i += PARAGRAPH) {
      List<String> part = sentences.subList(i, Math.min(sentences.size(), i + PARAGRAPH));
      String text = String.join(" ", part);
      Set<Integer> ends = new HashSet<>();
      int at = 0;
      for (String sentence : part.subList(0, part.size() - 1)) {
        at += sentence.length() + 1;
        ends.add(at);
      }
      Set<Integer> found = new HashSet<>(splitter.apply(text));
      found.remove(text.length());
      wanted += ends.size();
      said += found.size();
      found.retainAll(ends);
      right += found.size();
    }
    return new Found(right, wanted, said);
  }

  private List<Integer> breaks(String text) {
    BreakIterator sentences = BreakIterator.getSentenceInstance(lang.locale());
    sentences.setText(text);
    List<Integer> ends = new ArrayList<>();
    sentences.first();
    for (int at = sentences.next(); at != BreakIterator.DONE; at = sentences.next()) {
      ends.add(at);
    }
    return ends;
  }

  private Function<String, List<Integer>> openNlp(List<String> sentences) {
    List<SentenceSample> samples = new ArrayList<>();
    for (int i = 0; i < sentences.size(); i += PARAGRAPH) {
      List<String> part = sentences.subList(i, Math.min(sentences.size(), i + PARAGRAPH));
      List<Span> spans = new ArrayList<>();
      int at = 0;
      for (String sentence : part) {
        spans.add(new Span(at, at + sentence.length()));
        at += sentence.length() + 1;
      }
      samples.add(new SentenceSample(String.join(" ", part), spans.toArray(Span[]::new)));
    }
    String language = lang.locale().getLanguage();
    try {
      SentenceDetectorME detector =
          new SentenceDetectorME(
              SentenceDetectorME.train(
                  language,
                  ObjectStreamUtils.createObjectStream(samples),
                  new SentenceDetectorFactory(language, true, null, null),
                  TrainingParameters.defaultParams()));
      return text ->
          Arrays.stream(detector.sentPosDetect(text)).skip(1).map(Span::getStart).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
