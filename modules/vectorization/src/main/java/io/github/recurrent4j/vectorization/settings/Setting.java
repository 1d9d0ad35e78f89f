package io.github.recurrent4j.vectorization.settings;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Declares a setting at the component of a record; nothing else needs to be told of it.
 *
 * <pre>{@code
 * @RecordBuilder
 * public record Shape(
 *     @Setting(value = "256", range = "[1, inf)", doc = "hidden size") int hidden,
 *     @Setting(value = "0.1", range = "[0, 1)", doc = "part of the values that is dropped")
 *         double dropout)
 *     implements ShapeBuilder.With {}
 * }</pre>
 *
 * <p>A component may be an {@code int}, {@code long}, {@code double}, {@code boolean}, {@code
 * String}, an enum, an {@link java.util.Optional} of an enum (whose absence is spelled {@code
 * none}), or another record of settings, which is not annotated. Numbers that may be absent say so
 * with 0: no limit, none, never.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Setting {
  /** The default, as it is written on the command line. */
  String value();

  /** Allowed numbers as an interval, such as {@code [0, 1)} or {@code [1, inf)}; empty for all. */
  String range() default "";

  /** Name of the option, where it is not the component's in lower case with dashes. */
  String name() default "";

  /** Another name of the option on the command line. */
  String also() default "";

  /** One sentence, without a full stop, that says what it does. */
  String doc();
}
