package io.github.recurrent4j.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.recurrent4j.inference.model.WeightType;
import io.github.recurrent4j.languagemodel.LanguageModel;
import io.github.recurrent4j.sentiment.Language;
import io.github.recurrent4j.sentiment.Sentiment;
import io.github.recurrent4j.sentiment.SentimentClassifier;
import io.github.recurrent4j.translation.Translator;
import io.github.recurrent4j.vectorization.BadInputException;
import io.github.recurrent4j.vectorization.BadOptionException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TransformersTest {
  private static final String[] TWEETS = {
    "Qué alegría verte",
    null,
    "no me gusta nada este sitio, es horrible",
    "",
    "Empanadas + Netflix , infalible!",
    "🙃",
    "lunes otra vez"
  };

  private static SparkSession session;

  @BeforeAll
  static void start() {
    session = LocalSpark.start();
  }

  @AfterAll
  static void stop() {
    session.close();
    ExecutorModels.closeAll();
  }

  private static SentimentTransformer spanish() {
    return new SentimentTransformer()
        .setPretrained("sentiment-es")
        .setProbabilityCol("p")
        .setBatchSize(2);
  }

  @Test
  void classesAreThoseOfOneProcessAndAllElseIsKept() {
    Dataset<Row> rows = LocalSpark.rows(session, TWEETS);
    Dataset<Row> answered = spanish().transform(rows);
    assertThat(answered.columns()).containsExactly("number", "text", "sentiment", "p");
    assertThat(answered.rdd().getNumPartitions()).isEqualTo(rows.rdd().getNumPartitions());
    List<Row> found = answered.collectAsList();
    assertThat(found).hasSize(TWEETS.length);
    try (SentimentClassifier classifier = SentimentClassifier.pretrained(Language.ES)) {
      for (int i = 0; i < TWEETS.length; i++) {
        Row row = found.get(i);
        assertThat(row.getInt(0)).isEqualTo(i);
        assertThat(row.getString(1)).isEqualTo(TWEETS[i]);
        if (TWEETS[i] == null) {
          assertThat(row.isNullAt(2)).isTrue();
          assertThat(row.isNullAt(3)).isTrue();
          continue;
        }
        Sentiment one = classifier.classify(TWEETS[i]);
        assertThat(row.getString(2)).isEqualTo(one.name());
        List<Double> p = row.getList(3);
        for (int c = 0; c < p.size(); c++) {
          assertThat(p.get(c)).isCloseTo(one.probabilities()[c], within(1e-5));
        }
      }
    }
  }

  @Test
  void translationsAreThoseOfOneProcess() {
    String[] texts = {"¿Dónde está la biblioteca?", "", null, "Hola.", "No encuentro mis llaves."};
    Dataset<Row> answered =
        new TranslationTransformer().setOutputCol("en").transform(LocalSpark.rows(session, texts));
    List<Object> expected = new ArrayList<>();
    try (Translator translator = Translator.pretrained()) {
      for (String text : texts) {
        expected.add(text == null ? null : translator.translate(text).text());
      }
    }
    assertThat(LocalSpark.column(answered, "en")).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"shakespeare", "english"})
  void perplexitiesAreThoseOfOneProcess(String name) {
    String[] texts = {"To be, or not to be", null, "xqzj", "My lord,"};
    Dataset<Row> answered =
        new PerplexityTransformer().setPretrained(name).transform(LocalSpark.rows(session, texts));
    List<Object> found = LocalSpark.column(answered, "perplexity");
    try (LanguageModel model = LanguageModel.pretrained(name)) {
      for (int i = 0; i < texts.length; i++) {
        if (texts[i] == null) {
          assertThat(found.get(i)).isNull();
        } else {
          double one = model.scoreLines(List.of(texts[i])).get(0).perplexity();
          assertThat((Double) found.get(i)).isCloseTo(one, within(1e-3 * one));
        }
      }
    }
  }

  @Test
  void hugeTextsGetAnAnswerOrNull() {
    String huge = "ay ".repeat(20_000);
    Dataset<Row> rows = LocalSpark.rows(session, huge, "hola", "a".repeat(50_000));
    assertThat(LocalSpark.column(spanish().transform(rows), "sentiment")).doesNotContainNull();
    List<Object> limited =
        LocalSpark.column(spanish().setMaxChars(100).transform(rows), "sentiment");
    assertThat(limited.get(0)).isNull();
    assertThat(limited.get(1)).isNotNull();
    assertThat(limited.get(2)).isNull();
  }

  @Test
  void aPipelineIsSavedWithItsModelAndReadAgain(@TempDir Path dir) throws Exception {
    Path model = dir.resolve("m.zip");
    try (SentimentClassifier shipped = SentimentClassifier.pretrained(Language.EN)) {
      shipped.save(model, WeightType.F16);
    }
    SentimentTransformer given =
        new SentimentTransformer().setModel(model.toString()).setOutputCol("mood");
    Dataset<Row> rows = LocalSpark.rows(session, "good morning", "what a mess", "thanks!");
    Pipeline pipeline = new Pipeline().setStages(new PipelineStage[] {given, spanish()});
    PipelineModel fitted = pipeline.fit(rows);
    List<Row> before = fitted.transform(rows).collectAsList();
    fitted.write().overwrite().save(dir.resolve("pipeline").toString());
    Files.delete(model);
    PipelineModel read = PipelineModel.load(dir.resolve("pipeline").toString());
    assertThat(read.transform(rows).columns())
        .containsExactly("number", "text", "mood", "sentiment", "p");
    assertThat(read.transform(rows).collectAsList()).isEqualTo(before);
    assertThat(read.stages()[1].uid()).isEqualTo(fitted.stages()[1].uid());
  }

  @Test
  void modelsAreFunctionsOfSql() {
    new SentimentTransformer().setPretrained("sentiment-es").register(session, "mood");
    spanish().register(session, "moods");
    LocalSpark.rows(session, TWEETS).createOrReplaceTempView("tweets");
    Dataset<Row> asked =
        session.sql("select mood(text) m, moods(text).p p from tweets order by number");
    Dataset<Row> answered = spanish().transform(LocalSpark.rows(session, TWEETS));
    assertThat(LocalSpark.column(asked, "m")).isEqualTo(LocalSpark.column(answered, "sentiment"));
    assertThat(LocalSpark.column(asked, "p").get(1)).isNull();
    assertThat(LocalSpark.column(asked, "p").get(0)).isNotNull();
  }

  @Test
  void aProcessOpensAModelOnce() {
    ExecutorModels.closeAll();
    Dataset<Row> rows = LocalSpark.rows(session, TWEETS);
    for (int i = 0; i < 3; i++) {
      spanish().transform(rows).collectAsList();
    }
    assertThat(ExecutorModels.count()).isEqualTo(1);
    ExecutorModels.closeAll();
    assertThat(ExecutorModels.count()).isZero();
    assertThat(spanish().transform(rows).collectAsList()).hasSize(TWEETS.length);
  }

  @Test
  void whatCannotBeUsedIsSaidBeforeAnythingRuns(@TempDir Path dir) throws Exception {
    Dataset<Row> rows = LocalSpark.rows(session, "hola");
    Path broken = Files.writeString(dir.resolve("broken.zip"), "no model");
    assertThatThrownBy(() -> spanish().setModel(broken.toString()).transform(rows))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("broken.zip is not a model file");
    assertThatThrownBy(() -> spanish().setModel("/no/such.zip").transform(rows))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("/no/such.zip does not exist");
    assertThatThrownBy(() -> new SentimentTransformer().transform(rows))
        .isInstanceOf(BadOptionException.class)
        .hasMessageContaining("sentiment-es, sentiment-en");
    assertThatThrownBy(() -> spanish().setInputCol("none").transform(rows))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("number, text");
    assertThatThrownBy(() -> spanish().setInputCol("number").transform(rows))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("is int");
    assertThatThrownBy(() -> spanish().setOutputCol("number").transform(rows))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("already");
    assertThatThrownBy(() -> spanish().setPrecision("f16").transform(rows))
        .isInstanceOf(BadOptionException.class)
        .hasMessageContaining("f32, bf16 or auto");
  }

  @Test
  void noTextFailsTheOthers() {
    TextModel picky =
        new TextModel() {
          @Override
          public List<Object[]> answers(List<String> texts) {
            if (texts.contains("bad")) {
              throw new IllegalArgumentException("bad");
            }
            return texts.stream().map(text -> new Object[] {text.length()}).toList();
          }

          @Override
          public void close() {}
        };
    List<Object[]> answers =
        CarefulAnswers.of(picky, Arrays.asList("one", "bad", null, "three", "longer"), 5);
    assertThat(answers.get(0)).containsExactly(3);
    assertThat(answers.get(1)).isNull();
    assertThat(answers.get(2)).isNull();
    assertThat(answers.get(3)).containsExactly(5);
    assertThat(answers.get(4)).isNull();
  }
}
