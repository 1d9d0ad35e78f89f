package io.github.recurrent4j.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.recurrent4j.languagemodel.Evaluation;
import io.github.recurrent4j.languagemodel.EvaluationOptions;
import io.github.recurrent4j.languagemodel.LanguageModel;
import java.nio.file.Path;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code r4j lm evaluate}. */
@Command(name = "evaluate", description = "Perplexity of a model on a text file.")
final class LanguageModelEvaluateCommand implements Runnable {
  @Option(names = "--model", description = LanguageModelCommand.MODEL)
  Path model;

  @Option(names = "--data", required = true, description = "text file, UTF-8")
  Path data;

  @Option(names = "--json", description = "print a JSON object")
  boolean json;

  final SettingOptions<EvaluationOptions> following = SettingOptions.of(EvaluationOptions.class);

  @Option(
      names = "--dynamic-training",
      description =
          "text that the model was trained on, for --dynamic-rule rms: 2,000 segments of it are read")
  Path training;

  @Override
  public void run() {
    EvaluationOptions options = following.value();
    try (LanguageModel lm = LanguageModelCommand.open(model)) {
      Evaluation e = lm.evaluate(data, options, training);
      System.out.println(json ? new ObjectMapper().valueToTree(e).toString() : text(e));
    }
  }

  private static String text(Evaluation e) {
    return String.format(
        Locale.ROOT,
        "%d tokens: %.4f nats/token, perplexity %.2f, %.4f bits/token, %.4f bits/byte, %.0f"
            + " tokens/s",
        e.tokens(),
        e.nats(),
        e.perplexity(),
        e.bitsPerToken(),
        e.bitsPerByte(),
        e.tokensPerSecond());
  }
}
