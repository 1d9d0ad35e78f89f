package io.github.recurrent4j.spark.command;

import java.io.File;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/** The jars that executors need beside Spark's own. */
final class SuiteJars {
  /** Set by the launcher: a class path of what is the suite's, and not Spark's. */
  private static final String PROPERTY = "recurrent4j.spark.jars";

  /** What every Spark brings, and a logging back end that is not its. */
  private static final Pattern SPARKS =
      Pattern.compile(
          "(jackson-(core|databind|annotations)|slf4j-(api|simple)|commons-(io|lang3|collections4|math3|codec)|joda-time|lz4-java|compress-lzf)-[0-9].*");

  private SuiteJars() {}

  /** Paths of the jars; none where the suite was not started by its launcher. */
  static List<String> list() {
    return Arrays.stream(System.getProperty(PROPERTY, "").split(File.pathSeparator, -1))
        .filter(jar -> !jar.isEmpty() && !SPARKS.matcher(new File(jar).getName()).matches())
        .distinct()
        .toList();
  }
}
