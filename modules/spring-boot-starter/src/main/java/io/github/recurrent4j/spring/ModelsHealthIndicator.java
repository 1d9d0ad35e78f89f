package io.github.recurrent4j.spring;

import io.github.recurrent4j.languagemodel.LanguageModel;
import io.github.recurrent4j.sentiment.SentimentClassifier;
import io.github.recurrent4j.translation.Translator;
import java.util.function.Consumer;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.actuate.health.AbstractHealthIndicator;
import org.springframework.boot.actuate.health.Health;

/**
 * Asks each model that has been opened for a short answer; one that has not been opened is named as
 * waiting, and is not opened for this.
 */
final class ModelsHealthIndicator extends AbstractHealthIndicator {
  private static final String OPEN = "answers";
  private static final String WAITING = "not opened yet";

  private final ConfigurableListableBeanFactory beans;

  ModelsHealthIndicator(ConfigurableListableBeanFactory beans) {
    super("a model does not answer");
    this.beans = beans;
  }

  @Override
  protected void doHealthCheck(Health.Builder health) {
    health.up();
    ask(health, Translator.class, translator -> translator.translate("Hola."));
    ask(health, SentimentClassifier.class, classifier -> classifier.classify("ok"));
    ask(health, LanguageModel.class, model -> model.score("a"));
  }

  private <T> void ask(Health.Builder health, Class<T> type, Consumer<T> question) {
    for (String name : beans.getBeanNamesForType(type, true, false)) {
      if (beans.containsSingleton(name)) {
        question.accept(type.cast(beans.getBean(name)));
        health.withDetail(name, OPEN);
      } else {
        health.withDetail(name, WAITING);
      }
    }
  }
}
