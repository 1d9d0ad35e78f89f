package io.github.recurrent4j.vectorization;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Names that files of earlier versions use: for the constant of an enum, which is then read under
 * them, too; for a record, settings it once had, which are read and left out.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.FIELD, ElementType.TYPE})
public @interface Formerly {
  /** The old names. */
  String[] value();
}
