package io.github.recurrent4j.spring;

import io.github.recurrent4j.kernels.Precision;
import io.github.recurrent4j.sentiment.Language;
import io.github.recurrent4j.translation.LanguagePair;
import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The properties {@code recurrent4j.*}.
 *
 * @param translation the translator
 * @param sentiment the classifier
 * @param languageModel the language model
 */
@ConfigurationProperties("recurrent4j")
public record RecurrentProperties(
    @DefaultValue Translation translation,
    @DefaultValue Sentiment sentiment,
    @DefaultValue LanguageModel languageModel) {

  /**
   * The translator.
   *
   * @param enabled whether there is such a bean
   * @param model model file; without it the pretrained model of the languages
   * @param languages languages of the pretrained model: es-en or en-es
   * @param precision in which it computes: f32, bf16, or auto, which is bf16 on processors that
   *     have instructions for it
   */
  public record Translation(
      @DefaultValue("true") boolean enabled,
      Path model,
      @DefaultValue("es-en") LanguagePair languages,
      @DefaultValue("f32") Precision precision) {}

  /**
   * The classifier.
   *
   * @param enabled whether there is such a bean
   * @param model model file; without it the pretrained model of the language
   * @param language language of the pretrained model: en or es
   * @param precision in which it computes: f32, bf16, or auto, which is bf16 on processors that
   *     have instructions for it
   */
  public record Sentiment(
      @DefaultValue("true") boolean enabled,
      Path model,
      @DefaultValue("en") Language language,
      @DefaultValue("f32") Precision precision) {}

  /**
   * The language model.
   *
   * @param enabled whether there is such a bean
   * @param model model file; without it a pretrained model
   * @param pretrained name of the pretrained model: shakespeare, which is of characters, english or
   *     spanish
   * @param precision in which it computes: f32, bf16, or auto, which is bf16 on processors that
   *     have instructions for it
   */
  public record LanguageModel(
      @DefaultValue("true") boolean enabled,
      Path model,
      @DefaultValue("shakespeare") String pretrained,
      @DefaultValue("f32") Precision precision) {}
}
