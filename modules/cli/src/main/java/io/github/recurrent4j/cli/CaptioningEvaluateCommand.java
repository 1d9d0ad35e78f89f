package io.github.recurrent4j.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.recurrent4j.captioning.Baselines;
import io.github.recurrent4j.captioning.CaptionEvaluation;
import io.github.recurrent4j.captioning.CaptionEvaluation.Scores;
import io.github.recurrent4j.captioning.CaptionExample;
import io.github.recurrent4j.captioning.CaptionOptions;
import io.github.recurrent4j.captioning.CaptionTable;
import io.github.recurrent4j.captioning.Captioner;
import io.github.recurrent4j.kernels.Precision;
import io.github.recurrent4j.vectorization.BadInputException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code r4j captioning evaluate}. */
@Command(
    name = "evaluate",
    description = "Exact captions, BLEU-4 and CIDEr of a captioner on pictures with captions.")
final class CaptioningEvaluateCommand implements Runnable {
  @Option(
      names = "--model",
      defaultValue = Captioner.SHIPPED,
      description = "model file, or the shipped model of emoji's names (${DEFAULT-VALUE})")
  Path model;

  @Option(names = "--data", required = true, description = "table of pictures and captions")
  Path data;

  @Option(
      names = "--data-features",
      paramLabel = "FILE",
      description = "features of its rows, .npy or .csv, for a model of features")
  Path features;

  @Option(
      names = "--baselines",
      paramLabel = "TABLE",
      description =
          "also score two baselines from this table, the one that was trained on: the nearest"
              + " neighbour's caption and the most frequent one")
  Path known;

  @Option(
      names = "--baselines-features",
      paramLabel = "FILE",
      description = "features of its rows, for a model of features")
  Path knownFeatures;

  @Option(names = "--json", description = "print a JSON object")
  boolean json;

  final SettingOptions<CaptionOptions> options = SettingOptions.of(CaptionOptions.class);

  @Mixin InferenceOptions inference;

  @Override
  public void run() {
    inference.apply(Precision.AUTO);
    Map<String, CaptionEvaluation> results = new LinkedHashMap<>();
    try (Captioner captioner = CaptioningCommand.open(model)) {
      List<CaptionExample> examples = examples(captioner, data, features);
      List<String> languages = captioner.languages();
      results.put("model", CaptionEvaluation.of(captioner, languages, examples, options.value()));
      if (known != null) {
        List<CaptionExample> trained = examples(captioner, known, knownFeatures);
        results.put(
            "nearest neighbour",
            CaptionEvaluation.of(
                Baselines.nearest(trained, captioner.shape()), languages, examples));
        results.put(
            "most frequent",
            CaptionEvaluation.of(Baselines.mostFrequent(trained), languages, examples));
      }
    }
    print(results);
  }

  private static List<CaptionExample> examples(Captioner captioner, Path file, Path features) {
    CaptionTable table = CaptionTable.read(file);
    if (!table.languages().equals(captioner.languages())) {
      throw new BadInputException(
          file
              + " has captions in "
              + String.join(", ", table.languages())
              + ", the model in "
              + String.join(", ", captioner.languages())
              + ": give it columns of the same names in the same order");
    }
    return table.examples(captioner.shape(), Optional.ofNullable(features));
  }

  private void print(Map<String, CaptionEvaluation> results) {
    if (!json) {
      results.forEach(
          (name, evaluation) -> {
            System.out.println(name);
            evaluation.lines().forEach(line -> System.out.println("  " + line));
          });
      return;
    }
    ObjectNode all = new ObjectMapper().createObjectNode();
    results.forEach(
        (name, evaluation) -> {
          ObjectNode node = all.putObject(name);
          evaluation.byLanguage().forEach((language, scores) -> put(node, language, scores));
          put(node, "all", evaluation.all());
        });
    System.out.println(all);
  }

  private static void put(ObjectNode node, String name, Scores scores) {
    node.putObject(name)
        .put("exact", scores.exact())
        .put("bleu4", scores.bleu())
        .put("cider", scores.cider())
        .put("count", scores.count());
  }
}
