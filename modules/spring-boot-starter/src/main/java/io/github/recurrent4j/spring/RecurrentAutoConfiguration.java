package io.github.recurrent4j.spring;

import io.github.recurrent4j.languagemodel.LanguageModel;
import io.github.recurrent4j.sentiment.SentimentClassifier;
import io.github.recurrent4j.translation.Translator;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;

/**
 * A {@link Translator}, a {@link SentimentClassifier} and a {@link LanguageModel}, each opened when
 * it is first asked for and closed with the context. They may be used from many threads at once.
 */
@AutoConfiguration
@EnableConfigurationProperties(RecurrentProperties.class)
public class RecurrentAutoConfiguration {

  /**
   * The translator.
   *
   * @throws io.github.recurrent4j.vectorization.BadInputException if the model cannot be opened
   */
  @Bean(destroyMethod = "close")
  @Lazy
  @ConditionalOnMissingBean
  @ConditionalOnProperty(
      prefix = "recurrent4j.translation",
      name = "enabled",
      matchIfMissing = true)
  Translator recurrentTranslator(RecurrentProperties properties) {
    RecurrentProperties.Translation wanted = properties.translation();
    return wanted.model() == null
        ? Translator.pretrained(wanted.languages(), wanted.precision())
        : Translator.load(wanted.model(), wanted.precision());
  }

  /**
   * The classifier.
   *
   * @throws io.github.recurrent4j.vectorization.BadInputException if the model cannot be opened
   */
  @Bean(destroyMethod = "close")
  @Lazy
  @ConditionalOnMissingBean
  @ConditionalOnProperty(prefix = "recurrent4j.sentiment", name = "enabled", matchIfMissing = true)
  SentimentClassifier recurrentSentimentClassifier(RecurrentProperties properties) {
    RecurrentProperties.Sentiment wanted = properties.sentiment();
    return wanted.model() == null
        ? SentimentClassifier.pretrained(wanted.language(), wanted.precision())
        : SentimentClassifier.load(wanted.model(), wanted.precision());
  }

  /**
   * The language model.
   *
   * @throws io.github.recurrent4j.vectorization.BadInputException if the model cannot be opened
   */
  @Bean(destroyMethod = "close")
  @Lazy
  @ConditionalOnMissingBean
  @ConditionalOnProperty(
      prefix = "recurrent4j.language-model",
      name = "enabled",
      matchIfMissing = true)
  LanguageModel recurrentLanguageModel(RecurrentProperties properties) {
    RecurrentProperties.LanguageModel wanted = properties.languageModel();
    return wanted.model() == null
        ? LanguageModel.pretrained(wanted.pretrained(), wanted.precision())
        : LanguageModel.load(wanted.model(), wanted.precision());
  }
}
