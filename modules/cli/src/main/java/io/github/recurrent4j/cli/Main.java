package io.github.recurrent4j.cli;

import io.github.recurrent4j.cli.lessons.LessonsCommand;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Option;

/** {@code r4j}: every command of the suite. */
@Command(
    name = "r4j",
    description = "Recurrent networks for text.",
    versionProvider = Main.Version.class,
    subcommands = {
      LanguageModelCommand.class,
      SentimentCommand.class,
      TranslationCommand.class,
      CaptioningCommand.class,
      SearchCommand.class,
      LessonsCommand.class,
      DatasetsCommand.class,
      ImportCommand.class,
      ExportCommand.class,
      PackCommand.class
    })
public final class Main {
  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "show the version")
  boolean version;

  Main() {}

  /** Reads the version that the build wrote down. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() throws IOException {
      try (InputStream in = Main.class.getResourceAsStream("version.txt")) {
        return new String[] {new String(in.readAllBytes(), StandardCharsets.UTF_8).strip()};
      }
    }
  }

  /** Runs the command line. */
  public static void main(String[] args) {
    System.exit(CommandLines.run(new Main(), args));
  }

  /** Runs one command. */
  public static void main(String command, String[] args) {
    List<String> all = new ArrayList<>(List.of(command));
    all.addAll(List.of(args));
    main(all.toArray(String[]::new));
  }
}
