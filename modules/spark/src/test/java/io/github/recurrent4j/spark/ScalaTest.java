package io.github.recurrent4j.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scala.tools.nsc.Main;

/** What a Scala program writes compiles, and answers as Java's does. */
class ScalaTest {
  private static final String PROGRAM =
      """
      import io.github.recurrent4j.spark.SentimentTransformer
      import org.apache.spark.ml.{Pipeline, PipelineModel}
      import org.apache.spark.sql.SparkSession

      object Program {
        def answers(session: SparkSession, folder: String): Array[String] = {
          import session.implicits._
          val tweets = Seq("Qué alegría verte", "¡Qué asco de sitio!").toDF("tweet")
          val moods = new SentimentTransformer()
            .setPretrained("sentiment-es")
            .setInputCol("tweet")
            .setOutputCol("mood")
          new Pipeline().setStages(Array(moods)).fit(tweets).write.overwrite().save(folder)
          val piped = PipelineModel.load(folder).transform(tweets).select("mood").as[String]
          tweets.createOrReplaceTempView("tweets")
          moods.register(session, "mood")
          piped.collect() ++ session.sql("select mood(tweet) from tweets").as[String].collect()
        }
      }
      """;

  @TempDir Path folder;

  @Test
  void aPipelineAndSqlFromScala() throws Exception {
    Path source = Files.writeString(folder.resolve("Program.scala"), PROGRAM);
    Path classes = Files.createDirectory(folder.resolve("classes"));
    boolean compiled =
        Main.process(
            new String[] {
              "-encoding",
              "UTF-8",
              "-classpath",
              System.getProperty("java.class.path"),
              "-d",
              classes.toString(),
              source.toString()
            });
    assertThat(compiled).isTrue();
    try (URLClassLoader loader =
            new URLClassLoader(
                new URL[] {classes.toUri().toURL()},
                Thread.currentThread().getContextClassLoader());
        SparkSession session = LocalSpark.start()) {
      Object answers =
          loader
              .loadClass("Program")
              .getMethod("answers", SparkSession.class, String.class)
              .invoke(null, session, folder.resolve("pipeline").toString());
      assertThat((String[]) answers)
          .containsExactly("positive", "negative", "positive", "negative");
    } finally {
      ExecutorModels.closeAll();
    }
  }
}
