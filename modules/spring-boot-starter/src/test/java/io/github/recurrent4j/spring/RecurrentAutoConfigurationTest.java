package io.github.recurrent4j.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.recurrent4j.languagemodel.LanguageModel;
import io.github.recurrent4j.sentiment.Language;
import io.github.recurrent4j.sentiment.SentimentClassifier;
import io.github.recurrent4j.translation.LanguagePair;
import io.github.recurrent4j.translation.Translator;
import io.github.recurrent4j.vectorization.BadInputException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.actuate.health.Status;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

class RecurrentAutoConfigurationTest {
  private final ApplicationContextRunner runner =
      new ApplicationContextRunner()
          .withConfiguration(
              AutoConfigurations.of(
                  RecurrentAutoConfiguration.class, RecurrentHealthAutoConfiguration.class));

  /** Models open when they are asked for, answer as by themselves, and close with the context. */
  @Test
  void beansAnswerAsTheModelsDo() {
    AtomicReference<SentimentClassifier> kept = new AtomicReference<>();
    runner
        .withPropertyValues("recurrent4j.sentiment.language=es")
        .run(
            context -> {
              HealthIndicator health = context.getBean(HealthIndicator.class);
              assertThat(health.health().getDetails())
                  .containsEntry("recurrentTranslator", "not opened yet")
                  .hasSize(3);
              SentimentClassifier classifier = context.getBean(SentimentClassifier.class);
              kept.set(classifier);
              try (SentimentClassifier own = SentimentClassifier.pretrained(Language.ES)) {
                assertThat(classifier.classify("¡Qué alegría!").probabilities())
                    .isEqualTo(own.classify("¡Qué alegría!").probabilities());
              }
              assertThat(context.getBean(Translator.class).translate("Gracias.").text())
                  .startsWith("Thank");
              assertThat(context.getBean(LanguageModel.class).score("To be").logProbability())
                  .isNegative();
              assertThat(health.health().getStatus()).isEqualTo(Status.UP);
              assertThat(health.health().getDetails().values()).containsOnly("answers");
            });
    assertThatThrownBy(() -> kept.get().classify("ok"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("closed");
  }

  @Test
  void whatIsNotWantedIsNotThere() {
    runner
        .withPropertyValues(
            "recurrent4j.translation.enabled=false", "management.health.recurrent4j.enabled=false")
        .run(
            context ->
                assertThat(context)
                    .hasSingleBean(SentimentClassifier.class)
                    .doesNotHaveBean(Translator.class)
                    .doesNotHaveBean(HealthIndicator.class));
  }

  @Test
  void withoutTheActuatorThereIsNoIndicator() {
    runner
        .withClassLoader(new FilteredClassLoader("org.springframework.boot.actuate"))
        .run(
            context ->
                assertThat(context)
                    .hasNotFailed()
                    .hasSingleBean(LanguageModel.class)
                    .doesNotHaveBean("recurrent4jHealthIndicator"));
  }

  @Test
  void aBeanOfTheApplicationTakesItsPlace() {
    runner
        .withUserConfiguration(OwnClassifier.class)
        .run(
            context -> {
              assertThat(context).hasSingleBean(SentimentClassifier.class);
              assertThat(context).hasBean("own").doesNotHaveBean("recurrentSentimentClassifier");
            });
  }

  @Configuration
  static class OwnClassifier {
    @Bean
    SentimentClassifier own() {
      return SentimentClassifier.pretrained(Language.EN);
    }
  }

  @Test
  void aMissingModelIsSaidByItsFile() {
    runner
        .withPropertyValues("recurrent4j.translation.model=/nowhere/my.zip")
        .run(
            context ->
                assertThatThrownBy(() -> context.getBean(Translator.class))
                    .hasRootCauseInstanceOf(BadInputException.class)
                    .rootCause()
                    .hasMessageContaining("/nowhere/my.zip does not exist"));
  }

  @Test
  void thePropertyNamesTheDirection() {
    runner
        .withPropertyValues(
            "recurrent4j.translation.languages=en-es",
            "recurrent4j.translation.model=/nowhere/my.zip",
            "management.health.recurrent4j.enabled=false")
        .run(
            context ->
                assertThat(context.getBean(RecurrentProperties.class).translation().languages())
                    .isEqualTo(LanguagePair.EN_ES));
  }

  @Test
  void aModelThatDoesNotAnswerIsDown() {
    runner.run(
        context -> {
          context.getBean(SentimentClassifier.class).close();
          Health health = context.getBean(HealthIndicator.class).health();
          assertThat(health.getStatus()).isEqualTo(Status.DOWN);
        });
  }

  @Test
  void propertiesHaveMetadata() throws IOException {
    try (InputStream in =
        getClass().getResourceAsStream("/META-INF/spring-configuration-metadata.json")) {
      String json = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      assertThat(json)
          .contains(
              "recurrent4j.translation.model",
              "recurrent4j.translation.languages",
              "recurrent4j.sentiment.language")
          .contains(
              "recurrent4j.language-model.pretrained",
              "recurrent4j.language-model.precision",
              "in which it computes");
    }
  }
}
