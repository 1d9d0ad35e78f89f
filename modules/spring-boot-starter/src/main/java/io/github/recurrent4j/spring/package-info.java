/**
 * Models as beans of a Spring Boot application.
 *
 * <p>Start at {@link io.github.recurrent4j.spring.RecurrentAutoConfiguration}. A property such as
 * {@code recurrent4j.translation.model=/models/my.zip} is bound to {@link
 * io.github.recurrent4j.spring.RecurrentProperties}; the first component that asks for a {@code
 * Translator} makes the bean, which opens that file; the context closes it at its end. A bean of
 * the application's own of the same type takes its place.
 */
package io.github.recurrent4j.spring;
