package io.github.recurrent4j.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.recurrent4j.inference.model.WeightType;
import io.github.recurrent4j.kernels.Precision;
import io.github.recurrent4j.training.TrainingState;
import io.github.recurrent4j.translation.AttentionPlot;
import io.github.recurrent4j.translation.Calibration;
import io.github.recurrent4j.translation.ColumnOrder;
import io.github.recurrent4j.translation.Glossary;
import io.github.recurrent4j.translation.HardInputs;
import io.github.recurrent4j.translation.LanguagePair;
import io.github.recurrent4j.translation.ReliabilityPlot;
import io.github.recurrent4j.translation.Translation;
import io.github.recurrent4j.translation.TranslationData;
import io.github.recurrent4j.translation.TranslationEvaluation;
import io.github.recurrent4j.translation.TranslationMemory;
import io.github.recurrent4j.translation.TranslationOptions;
import io.github.recurrent4j.translation.TranslationRegime;
import io.github.recurrent4j.translation.TranslationShape;
import io.github.recurrent4j.translation.TranslationTrainer;
import io.github.recurrent4j.translation.Translator;
import io.github.recurrent4j.translation.documents.DocumentTranslator;
import io.github.recurrent4j.translation.documents.Format;
import io.github.recurrent4j.vectorization.BadInputException;
import io.github.recurrent4j.vectorization.BadOptionException;
import io.github.recurrent4j.vectorization.PairRecordReader;
import io.github.recurrent4j.vectorization.PairRecordReader.Columns;
import io.github.recurrent4j.vectorization.PairSource;
import io.github.recurrent4j.vectorization.TextPair;
import io.github.recurrent4j.vectorization.WeightedFile;
import io.github.recurrent4j.vectorization.WeightedPairs;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code r4j translation}: trains, evaluates and runs translators. */
@Command(
    name = "translation",
    description = "Translators: networks from text to text.",
    subcommands = {
      TranslationCommand.Train.class,
      TranslationCommand.Evaluate.class,
      TranslationCommand.Translate.class,
      TranslationChatCommand.class,
      TranslationCommand.Check.class,
      TranslationCommand.Calibrate.class
    })
final class TranslationCommand {
  @Command(
      name = "train",
      description = "Trains a translator on pairs of texts with a tab between them.")
  static final class Train implements Runnable {
    @Option(
        names = "--train",
        required = true,
        arity = "1..*",
        paramLabel = "FILE[:WEIGHT]",
        description =
            "pairs with tabs, UTF-8; also .csv, .jsonl and Anki's exports. Of several files each is"
                + " seen as often as its weight says: a.tsv:3 b.tsv:0.5")
    List<String> train;

    @Option(
        names = "--from",
        converter = ModelPath.class,
        description =
            "model to begin with, a file or a shipped model by its name: its shape,"
                + " tokens and weights are kept, and the rate is 0.0005"
                + " unless given; to forget nothing, mix pairs like its own among --train")
    Path from;

    @Option(
        names = "--train-target",
        description = "the targets, where --train holds the sources alone, a line for each other")
    Path trainTarget;

    @Option(names = "--valid", description = "pairs for validation; else the last are held out")
    Path valid;

    @Option(names = "--valid-target", description = "the targets of --valid, likewise")
    Path validTarget;

    @Mixin PairColumns pairs;

    @Mixin OutputOptions output = new OutputOptions();

    RemoteTables remote = RemoteTables.NONE;

    final SettingOptions<TranslationShape> shape = SettingOptions.of(TranslationShape.class);

    final SettingOptions<TranslationRegime> regime =
        SettingOptions.of(TranslationRegime.of(Map.of()));

    @Override
    public void run() {
      begin().close();
      TrainingState end = output.end();
      System.out.printf(
          Locale.ROOT,
          "%s: validation %s %.2f (greedy), %.1f minutes%n",
          output.out,
          regime.value().score().title(),
          end.best(),
          end.minutes());
    }

    private Translator begin() {
      if (from == null) {
        TranslationShape wanted = shape.value();
        return TranslationTrainer.train(
            wanted, regime.value(), data(wanted.columns()), output.output(), output.listener());
      }
      Tuning.refuseShape(shape, Set.of("columns"));
      TranslationRegime given = regime.value();
      TranslationRegime how =
          Tuning.gentle(regime, given, rate -> given.training(t -> t.withLearningRate(rate)));
      try (Translator start = Translator.load(from)) {
        boolean named = shape.given().containsKey("columns");
        Columns order = named ? shape.value().columns() : start.shape().columns();
        return TranslationTrainer.tune(
            start, how, data(order).withFile("from", from), output.output(), output.listener());
      }
    }

    private TranslationData data(Columns order) {
      if (remote.wanted()) {
        return far(order);
      }
      BadOptionException.require(
          trainTarget == null || train.size() == 1, "--train-target goes with one file of --train");
      List<WeightedPairs> sources =
          train.stream()
              .map(WeightedFile::parse)
              .map(f -> new WeightedPairs(pairs.of(f.file(), trainTarget), f.weight()))
              .toList();
      return TranslationData.read(
          sources, Optional.ofNullable(valid).map(v -> pairs.of(v, validTarget)), order);
    }

    /** Tables that others read; their names may be of other file systems. */
    private TranslationData far(Columns order) {
      BadOptionException.require(
          trainTarget == null && validTarget == null,
          "--sharded reads tables: leave --train-target and --valid-target out");
      for (String file : train) {
        BadOptionException.require(
            !file.matches(".+:\\d+(\\.\\d+)?"),
            "--sharded reads each row once: leave the weight of " + file + " out");
      }
      pairs.check();
      boolean swapped = order == Columns.TARGET_SOURCE;
      String source = pairs.source != null ? pairs.source : swapped ? "2" : "1";
      String target = pairs.target != null ? pairs.target : swapped ? "1" : "2";
      RemoteTables.Run run = new RemoteTables.Run(output.out, regime.value().training().seed());
      Map<String, Path> files = valid == null ? Map.of() : Map.of("valid", valid);
      return TranslationData.of(
          remote.pairs(train, source, target, run),
          valid == null ? List.of() : pairs.of(valid, null).read(order),
          files);
    }
  }

  @Command(
      name = "evaluate",
      description = "BLEU and chrF of a translator on pairs of texts, or how often it errs.")
  static final class Evaluate implements Runnable {
    @Mixin WhichTranslator which = new WhichTranslator();

    @Option(
        names = "--data",
        required = true,
        description = "pairs with tabs, UTF-8; also .csv, .jsonl and Anki's exports")
    Path data;

    @Option(
        names = "--data-target",
        description = "the targets, where --data holds the sources alone, a line for each other")
    Path dataTarget;

    @Mixin PairColumns named;

    @Option(
        names = "--columns",
        description = "source_target or target_source; else what the model reads more easily")
    Columns columns;

    @Option(
        names = "--score",
        defaultValue = "bleu",
        description =
            "bleu: BLEU and chrF; wer: share of distinct sources whose answer is none of their"
                + " targets, and edits per token to the nearest; rouge: ROUGE-1, -2 and -L; slots:"
                + " share of utterances that miss or invent a value of the dialogue acts")
    EvaluationReport score;

    @Option(
        names = "--ignore",
        paramLabel = "REGEX",
        description = "what is left out of answers and targets before they are scored")
    Pattern ignored;

    @Option(names = "--json", description = "print a JSON object")
    boolean json;

    @Option(names = "--by-length", description = "BLEU by length of the source, too")
    boolean byLength;

    final SettingOptions<TranslationOptions> search = SettingOptions.of(TranslationOptions.class);

    @Mixin InferenceOptions inference;

    @Override
    public void run() {
      inference.apply(Precision.AUTO);
      try (Translator translator = which.open()) {
        PairSource from = named.of(data, dataTarget);
        Columns order =
            columns != null || from.isOrdered() ? columns : ColumnOrder.guess(translator, data);
        List<TextPair> pairs = from.read(order);
        if (pairs.isEmpty()) {
          throw new BadInputException(data + " has no pairs");
        }
        TranslationEvaluation e = TranslationEvaluation.of(translator, pairs, search.value());
        if (ignored != null) {
          e = e.ignoring(ignored);
        }
        if (json) {
          ObjectNode node = new ObjectMapper().createObjectNode();
          score.put(e, node);
          node.put("sentences", e.sentences());
          node.put("sentencesPerSecond", e.sentences() / e.seconds());
          System.out.println(node);
        } else {
          score.lines(e).forEach(System.out::println);
          System.out.printf(
              Locale.ROOT,
              "%d sentences, %.1f sentences/s%n",
              e.sentences(),
              e.sentences() / e.seconds());
        }
        if (byLength) {
          System.out.print(e.byLength());
        }
      }
    }
  }

  @Command(name = "translate", description = "Translates texts, or standard input line by line.")
  static final class Translate implements Runnable {
    /** Tokens of a text of which there may be no attention, though the network attends. */
    private static final int LONG = 1000;

    @Mixin WhichTranslator which = new WhichTranslator();

    @Option(names = "--attention", description = "print what each token attended to")
    boolean attention;

    @Option(names = "--in", description = "document to translate; - for text on standard input")
    Path document;

    @Option(names = "--out", description = "where the translated document is written")
    Path out;

    @Option(
        names = "--glossary",
        description = "terms and their translations with tabs; a term alone is not translated")
    Path glossary;

    @Option(
        names = "--memory",
        description =
            "whole texts and their translations with tabs, besides those that the model brings")
    Path memory;

    @Option(
        names = "--min-confidence",
        defaultValue = "0",
        description = "leave texts as they are whose translation is less sure, in [0, 1]")
    double minConfidence;

    @Option(names = "--confidence", description = "print how sure each translation is")
    boolean confidence;

    @Option(names = "--attention-png", description = "draw the last text's attention")
    Path picture;

    @Parameters(paramLabel = "TEXT", description = "texts; else lines of standard input")
    List<String> texts = List.of();

    final SettingOptions<TranslationOptions> search = SettingOptions.of(TranslationOptions.class);

    @Mixin InferenceOptions inference;

    private Glossary terms = Glossary.NONE;

    @Override
    public void run() {
      inference.apply(Precision.AUTO);
      BadOptionException.require(
          minConfidence >= 0 && minConfidence <= 1, "--min-confidence must be in [0, 1]");
      TranslationOptions options = search.value();
      terms = glossary == null ? Glossary.NONE : Glossary.read(glossary);
      TranslationMemory own =
          memory == null ? TranslationMemory.NONE : TranslationMemory.read(memory);
      try (Translator translator = remembering(which.open(), own)) {
        if (document != null) {
          translateDocument(translator, options);
        } else if (texts.isEmpty()) {
          CommandLines.lines(lines -> print(translator, lines, options));
        } else {
          print(translator, texts, options);
        }
      }
    }

    private static Translator remembering(Translator translator, TranslationMemory own) {
      return own.size() == 0 ? translator : translator.withMemory(translator.memory().plus(own));
    }

    private void translateDocument(Translator translator, TranslationOptions options) {
      DocumentTranslator documents =
          DocumentTranslator.of(translator)
              .with(options)
              .with(terms)
              .withMinConfidence(minConfidence);
      if (document.toString().equals("-")) {
        StringBuilder content = new StringBuilder();
        CommandLines.lines(lines -> lines.forEach(line -> content.append(line).append('\n')));
        System.out.print(documents.translate(content.toString(), Format.TEXT));
        System.out.flush();
      } else {
        BadOptionException.require(out != null, "--in needs --out: where to write the translation");
        documents.translate(document, out);
      }
    }

    private String line(String source, Translation t, TranslationOptions options) {
      String text = t.confidence() < minConfidence ? source : t.text();
      String scored =
          options.nBest() > 1 ? String.format(Locale.ROOT, "%.4f\t%s", t.score(), text) : text;
      return confidence ? String.format(Locale.ROOT, "%.2f\t%s", t.confidence(), scored) : scored;
    }

    private void print(Translator translator, List<String> lines, TranslationOptions options) {
      Translation last = null;
      List<List<Translation>> found = translator.nBest(lines, options, terms);
      for (int i = 0; i < lines.size(); i++) {
        List<Translation> candidates = found.get(i);
        for (Translation t : candidates) {
          System.out.println(line(lines.get(i), t, options));
          if (attention) {
            if (t.attention().length == 0 && t.targetTokens().size() > LONG) {
              System.err.println("r4j: a text is too long to show what was attended to: cut it");
            }
            System.out.print(AttentionPlot.text(t));
          }
        }
        last = candidates.get(0);
      }
      System.out.flush();
      if (picture != null && last != null && last.attention().length > 0) {
        AttentionPlot.write(last, picture);
      }
    }
  }

  @Command(
      name = "check",
      description = "Runs a translator over a suite of hard inputs and counts by kind.")
  static final class Check implements Runnable {
    @Mixin WhichTranslator which = new WhichTranslator();

    @Option(
        names = "--data",
        description = "suite; else the one that is shipped for the model's languages")
    Path data;

    @Option(names = "--failures", description = "print what failed, too")
    boolean failures;

    final SettingOptions<TranslationOptions> search = SettingOptions.of(TranslationOptions.class);

    @Mixin InferenceOptions inference;

    @Override
    public void run() {
      inference.apply(Precision.AUTO);
      Optional<HardInputs> given = Optional.ofNullable(data).map(HardInputs::read);
      try (Translator translator = which.open()) {
        LanguagePair languages = translator.languages().orElse(LanguagePair.ES_EN);
        HardInputs suite = given.orElseGet(() -> HardInputs.shipped(languages));
        List<HardInputs.Result> results = suite.run(translator, search.value());
        System.out.print(HardInputs.table(results));
        for (HardInputs.Result r : results) {
          if (failures && !r.passed()) {
            String line = r.test().kind() + "\t" + r.test().text() + "\t" + r.answer();
            System.out.println(line.replace("\n", "\\n"));
          }
        }
      }
    }
  }

  @Command(
      name = "calibrate",
      description =
          "Fits the confidence of a model to pairs of texts, and writes it into the model.")
  static final class Calibrate implements Runnable {
    @Option(names = "--model", required = true, description = "model file")
    Path model;

    @Option(names = "--data", required = true, arity = "1..*", description = "pairs with tabs")
    List<Path> data;

    @Option(names = "--out", description = "model file to write; else only the table is printed")
    Path out;

    @Option(
        names = "--memory",
        description =
            "whole texts and their translations with tabs, to be written into the model in place of"
                + " its own")
    Path memory;

    @Option(
        names = "--weights",
        defaultValue = "f32",
        description = "what weights are stored as: f32, f16 or int8 (f32)")
    WeightType weights;

    @Option(names = "--png", description = "draw the groups of the table")
    Path picture;

    @Option(names = "--columns", description = "source_target or target_source")
    Columns columns;

    final SettingOptions<TranslationOptions> search = SettingOptions.of(TranslationOptions.class);

    @Mixin InferenceOptions inference;

    @Override
    public void run() {
      inference.apply(Precision.AUTO);
      Translator loaded = Translator.load(model);
      TranslationMemory known = memory == null ? loaded.memory() : TranslationMemory.read(memory);
      // The confidence is the network's: what is remembered says nothing of it.
      try (Translator translator = loaded.withMemory(TranslationMemory.NONE)) {
        List<TextPair> pairs = new ArrayList<>();
        for (Path file : data) {
          Columns order = columns != null ? columns : ColumnOrder.guess(translator, file);
          pairs.addAll(PairRecordReader.read(file, order));
        }
        Calibration calibration = Calibration.of(translator, pairs, search.value());
        System.out.print(calibration.table());
        System.out.printf(Locale.ROOT, "mean distance %.3f%n", calibration.error());
        System.out.print(calibration.confidence().toText());
        if (picture != null) {
          ReliabilityPlot.write(calibration, picture);
        }
        if (out != null) {
          translator.withConfidence(calibration.confidence()).withMemory(known).save(out, weights);
        }
      }
    }
  }
}
