package io.github.recurrent4j.cli;

import io.github.recurrent4j.kernels.Precision;
import io.github.recurrent4j.translation.Conversation;
import io.github.recurrent4j.translation.TranslationOptions;
import io.github.recurrent4j.translation.Translator;
import io.github.recurrent4j.vectorization.BadOptionException;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code r4j translation chat}: talks with a model that was trained on dialogues. */
@Command(
    name = "chat",
    description = {
      "Talks with a model that was trained on dialogues, whose turns begin with <u> and <s>.",
      "A line is a turn; an empty line begins anew, the end of the input (Ctrl-D) ends."
    })
final class TranslationChatCommand implements Runnable {
  @Option(
      names = "--model",
      defaultValue = "chat",
      description = "model file, or the shipped model of bookings and enquiries (${DEFAULT-VALUE})")
  Path model;

  @Option(
      names = "--turns",
      defaultValue = "3",
      description = "turns that the model reads, at least 1 (${DEFAULT-VALUE})")
  int turns;

  final SettingOptions<TranslationOptions> search = SettingOptions.of(TranslationOptions.class);

  @Mixin InferenceOptions inference;

  @Override
  public void run() {
    inference.apply(Precision.AUTO);
    BadOptionException.require(turns >= 1, "--turns must be at least 1");
    TranslationOptions options = search.value();
    try (Translator translator = WhichTranslator.open(model)) {
      Conversation conversation = Conversation.with(translator, options, turns);
      CommandLines.lines(lines -> lines.forEach(line -> answer(conversation, line)));
    }
  }

  private static void answer(Conversation conversation, String line) {
    if (line.isBlank()) {
      conversation.clear();
      System.out.println();
    } else {
      System.out.println(conversation.reply(line));
    }
    System.out.flush();
  }
}
