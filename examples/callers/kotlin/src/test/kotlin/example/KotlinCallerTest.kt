package example

import io.github.recurrent4j.languagemodel.GenerationOptions
import io.github.recurrent4j.languagemodel.LanguageModel
import io.github.recurrent4j.languagemodel.LanguageModelData
import io.github.recurrent4j.languagemodel.LanguageModelRegime
import io.github.recurrent4j.languagemodel.LanguageModelShape
import io.github.recurrent4j.languagemodel.LanguageModelTrainer
import io.github.recurrent4j.sentiment.Language
import io.github.recurrent4j.sentiment.SentimentClassifier
import io.github.recurrent4j.training.Output
import io.github.recurrent4j.training.TrainingListener
import io.github.recurrent4j.translation.TranslationOptions
import io.github.recurrent4j.translation.Translator
import io.github.recurrent4j.vectorization.BadInputException
import io.github.recurrent4j.vectorization.BadOptionException
import java.nio.file.Files
import java.nio.file.Path
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.io.TempDir

/** The public API as Kotlin sees it: records as properties, withers, lambdas, varargs, use. */
class KotlinCallerTest {
  @TempDir lateinit var folder: Path

  @Test
  fun translates() {
    Translator.pretrained().use { translator ->
      val options = TranslationOptions.standard().withBeam(2)
      val english: List<String> =
          translator.translate(listOf("¿Dónde está la biblioteca?", ""), options).map { it.text() }
      assertEquals(listOf("Where's the library?", ""), english)
    }
  }

  @Test
  fun classifies() {
    SentimentClassifier.pretrained(Language.ES).use { classifier ->
      val probabilities: DoubleArray = classifier.classify("Qué alegría verte").probabilities()
      assertEquals(1.0, probabilities.sum(), 1e-6)
      assertTrue(probabilities[2] > probabilities[0])
    }
  }

  @Test
  fun generates() {
    LanguageModel.pretrained().use { model ->
      val options = GenerationOptions.of("ROMEO:", 20).withSeed(3).stoppingAt("\n\n", "JULIET")
      assertEquals(model.generate(options), model.generate(options))
      val (token, probability) = model.nextTokens("Good my lord, I shall b", 1).first().let { it.token() to it.probability() }
      assertEquals("e", token)
      assertTrue(probability > 0.5)
    }
  }

  @Test
  fun trains() {
    val text = Files.writeString(folder.resolve("text.txt"), "to be or not to be\n".repeat(300))
    val shape = LanguageModelShape.standard().withLayers(1).withHidden(16)
    val regime = LanguageModelRegime.standard().training { it.withEpochs(1) }
    LanguageModelTrainer.train(
            shape, regime, LanguageModelData.of(text), Output.to(folder.resolve("m.zip")), TrainingListener.NONE)
        .use { assertTrue(it.perplexity("to be or not to be\n") < 30) }
  }

  @Test
  fun refuses() {
    val none = folder.resolve("none.zip")
    val message = assertThrows(BadInputException::class.java) { Translator.load(none).close() }.message
    assertTrue(message!!.contains("none.zip"), message)
    Translator.pretrained().use { translator ->
      val nothing = TranslationOptions.standard().withBeam(0)
      assertThrows(BadOptionException::class.java) { translator.translate("Hola.", nothing) }
    }
  }
}
