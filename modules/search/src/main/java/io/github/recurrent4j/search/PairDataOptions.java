package io.github.recurrent4j.search;

import java.nio.file.Path;
import java.util.Properties;
import picocli.CommandLine.Option;

/** Options of a translator's data, see {@link PairData}. */
public final class PairDataOptions implements DataOptions {
  @Option(names = "--train", required = true, description = "pairs with tabs, UTF-8")
  Path train;

  @Option(names = "--valid", required = true, description = "pairs for validation")
  Path valid;

  @Option(
      names = "--columns",
      defaultValue = "target_source",
      description = "target_source or source_target (${DEFAULT-VALUE})")
  String columns;

  @Override
  public SearchedApp app() {
    return new TranslationSearch();
  }

  @Override
  public Properties properties() {
    return DataOptions.of("train", train, "valid", valid, "columns", columns);
  }
}
