package io.github.recurrent4j.spark.command;

import io.github.recurrent4j.vectorization.BadOptionException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** Where Spark runs. */
final class ClusterOptions {
  private static final Map<String, String> STANDARD =
      Map.of(
          "spark.ui.enabled",
          "false",
          // Smaller than Spark's: a row costs far more here than to open a file.
          "spark.sql.files.openCostInBytes",
          "65536",
          // Models are compressed as files are, and weights hardly get smaller.
          "spark.broadcast.compress",
          "false",
          // A round hands out all weights, and each block that it comes in is asked for.
          "spark.broadcast.blockSize",
          "16m",
          // What comes back is as large as the model, and the driver has room for that.
          "spark.driver.maxResultSize",
          "0",
          // A worker's shard is soon read anew by another machine.
          "spark.locality.wait",
          "200ms");

  private static final String EXECUTORS = "spark.executor.extraJavaOptions";

  @Option(
      names = "--master",
      scope = ScopeType.INHERIT,
      paramLabel = "URL",
      description =
          "where to run: local[N], spark://HOST:PORT, or what spark-submit says (local[*], all cores)")
  String master;

  @Option(
      names = "--conf",
      scope = ScopeType.INHERIT,
      paramLabel = "KEY=VALUE",
      description = "a property of Spark's, such as spark.executor.memory=2g")
  List<String> given = List.of();

  /**
   * Starts Spark, or takes the session there is.
   *
   * @param option that executors' JVMs get besides what is given; empty: none
   */
  SparkSession session(String name, String option) {
    SparkConf conf = new SparkConf();
    conf.setIfMissing("spark.app.name", name);
    STANDARD.forEach(conf::setIfMissing);
    givenProperties().forEach(conf::set);
    if (master != null) {
      conf.setMaster(master);
    }
    conf.setIfMissing("spark.master", "local[*]");
    conf.set(EXECUTORS, (conf.get(EXECUTORS, "") + " " + option).strip());
    if (!conf.get("spark.master").startsWith("local")) {
      conf.setIfMissing("spark.jars", String.join(",", SuiteJars.list()));
    }
    return SparkSession.builder().config(conf).getOrCreate();
  }

  private Map<String, String> givenProperties() {
    Map<String, String> result = new LinkedHashMap<>();
    for (String property : given) {
      int equals = property.indexOf('=');
      BadOptionException.require(equals > 0, "--conf must be KEY=VALUE, not '" + property + "'");
      result.put(property.substring(0, equals), property.substring(equals + 1));
    }
    return result;
  }
}
