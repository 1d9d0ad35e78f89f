package io.github.recurrent4j.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.recurrent4j.kernels.Precision;
import io.github.recurrent4j.languagemodel.Choice;
import io.github.recurrent4j.languagemodel.EscapedTexts;
import io.github.recurrent4j.languagemodel.GenerationOptions;
import io.github.recurrent4j.languagemodel.LanguageModel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code r4j lm generate}. */
@Command(name = "generate", description = "Samples text from a model, or chooses among texts.")
final class LanguageModelGenerateCommand implements Runnable {
  @Option(names = "--model", description = LanguageModelCommand.MODEL)
  Path model;

  @Option(
      names = "--choices",
      arity = "1..*",
      paramLabel = "TEXT",
      description =
          "do not sample: print each of these texts with its log-probability after --prime and its"
              + " share among them, the likeliest first; \\n is a line's end, \\t a tab, | stands"
              + " between two texts")
  List<String> choices = List.of();

  @Option(names = "--json", description = "print a JSON object a text")
  boolean json;

  final SettingOptions<GenerationOptions> generation = SettingOptions.of(GenerationOptions.class);

  @Mixin InferenceOptions inference;

  @Override
  public void run() {
    inference.apply(Precision.F32);
    GenerationOptions options = generation.value();
    try (LanguageModel lm = LanguageModelCommand.open(model)) {
      if (!choices.isEmpty()) {
        choose(lm, options.prime());
      } else if (options.samples() > 1 || json) {
        sample(lm, options);
      } else {
        stream(lm, options);
      }
      UnknownTexts unknown = new UnknownTexts();
      unknown.add(lm.unknown(options.prime()));
      unknown.report("the model does not know, and reads as its unknown word");
    }
  }

  private void choose(LanguageModel lm, String prime) {
    List<String> texts = new ArrayList<>();
    choices.forEach(given -> texts.addAll(EscapedTexts.split(given)));
    for (Choice c : lm.choose(prime, texts)) {
      System.out.println(
          json
              ? new ObjectMapper().valueToTree(c).toString()
              : String.format(
                  Locale.ROOT,
                  "%.4f\t%.4f\t%s",
                  c.logProbability(),
                  c.probability(),
                  EscapedTexts.escape(c.text())));
    }
  }

  private void sample(LanguageModel lm, GenerationOptions options) {
    long seed = options.seed();
    for (String text : lm.samples(options)) {
      System.out.println(
          json
              ? new ObjectMapper()
                  .createObjectNode()
                  .put("seed", seed)
                  .put("prime", options.prime())
                  .put("text", text)
                  .toString()
              : options.prime() + text);
      seed++;
    }
  }

  private static void stream(LanguageModel lm, GenerationOptions options) {
    // The prime is printed once it is known to be usable: with the first token.
    String[] before = {options.prime()};
    lm.stream(
        options,
        token -> {
          System.out.print(before[0] + token);
          System.out.flush();
          before[0] = "";
        });
    System.out.println(before[0]);
  }
}
