package io.github.recurrent4j.spring;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.actuate.autoconfigure.health.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The health indicator {@code recurrent4j}, in applications with Spring Boot's actuator. */
@AutoConfiguration(after = RecurrentAutoConfiguration.class)
@ConditionalOnClass(
    name = {
      "org.springframework.boot.actuate.health.HealthIndicator",
      "org.springframework.boot.actuate.autoconfigure.health.ConditionalOnEnabledHealthIndicator"
    })
public class RecurrentHealthAutoConfiguration {

  /** Looked at only where the actuator is: its annotation cannot be read without it. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnEnabledHealthIndicator("recurrent4j")
  static class Indicator {

    @Bean
    @ConditionalOnMissingBean(name = "recurrent4jHealthIndicator")
    HealthIndicator recurrent4jHealthIndicator(ConfigurableListableBeanFactory beans) {
      return new ModelsHealthIndicator(beans);
    }
  }
}
