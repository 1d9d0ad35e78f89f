package example

import io.github.recurrent4j.languagemodel.{GenerationOptions, LanguageModel, LanguageModelRegime, LanguageModelShape}
import io.github.recurrent4j.languagemodel.{LanguageModelData, LanguageModelTrainer}
import io.github.recurrent4j.sentiment.{Language, SentimentClassifier}
import io.github.recurrent4j.training.{Output, TrainingListener}
import io.github.recurrent4j.translation.{TranslationOptions, Translator}
import io.github.recurrent4j.vectorization.{BadInputException, BadOptionException}
import java.nio.file.{Files, Path}
import org.junit.jupiter.api.Assertions.{assertEquals, assertThrows, assertTrue}
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.io.TempDir
import scala.jdk.CollectionConverters._
import scala.util.Using

/** The public API as Scala sees it: records, withers, lambdas, varargs, Using. */
class ScalaCallerTest {
  @TempDir var folder: Path = null

  @Test
  def translates(): Unit =
    Using.resource(Translator.pretrained()) { translator =>
      val options = TranslationOptions.standard().withBeam(2)
      val english = translator.translate(List("¿Dónde está la biblioteca?", "").asJava, options).asScala.map(_.text)
      assertEquals(List("Where's the library?", ""), english.toList)
    }

  @Test
  def classifies(): Unit =
    Using.resource(SentimentClassifier.pretrained(Language.ES)) { classifier =>
      val probabilities = classifier.classify("Qué alegría verte").probabilities
      assertEquals(1.0, probabilities.sum, 1e-6)
      assertTrue(probabilities(2) > probabilities(0))
    }

  @Test
  def generates(): Unit =
    Using.resource(LanguageModel.pretrained()) { model =>
      val options = GenerationOptions.of("ROMEO:", 20).withSeed(3).stoppingAt("\n\n", "JULIET")
      assertEquals(model.generate(options), model.generate(options))
      assertEquals("e", model.nextTokens("Good my lord, I shall b", 1).asScala.head.token)
    }

  @Test
  def trains(): Unit = {
    val text = Files.writeString(folder.resolve("text.txt"), "to be or not to be\n" * 300)
    val shape = LanguageModelShape.standard().withLayers(1).withHidden(16)
    val regime = LanguageModelRegime.standard().training(t => t.withEpochs(1))
    val out = Output.to(folder.resolve("m.zip"))
    Using.resource(LanguageModelTrainer.train(shape, regime, LanguageModelData.of(text), out, TrainingListener.NONE)) {
      model => assertTrue(model.perplexity("to be or not to be\n") < 30)
    }
  }

  @Test
  def refuses(): Unit = {
    val none = folder.resolve("none.zip")
    val e = assertThrows(classOf[BadInputException], () => Translator.load(none).close())
    assertTrue(e.getMessage.contains("none.zip"), e.getMessage)
    Using.resource(Translator.pretrained()) { translator =>
      val nothing = TranslationOptions.standard().withBeam(0)
      assertThrows(classOf[BadOptionException], () => { translator.translate("Hola.", nothing); () })
      ()
    }
  }
}
