package io.github.recurrent4j.search;

import java.nio.file.Path;
import java.util.Properties;
import picocli.CommandLine.Option;

/** Options of a language model's data, see {@link TextData}. */
public final class TextDataOptions implements DataOptions {
  @Option(names = "--train", required = true, description = "training text, UTF-8")
  Path train;

  @Option(names = "--valid", required = true, description = "validation text")
  Path valid;

  @Override
  public SearchedApp app() {
    return new LanguageModelSearch();
  }

  @Override
  public Properties properties() {
    return DataOptions.of("train", train, "valid", valid);
  }
}
