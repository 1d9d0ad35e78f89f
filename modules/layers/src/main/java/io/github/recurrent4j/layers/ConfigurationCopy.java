package io.github.recurrent4j.layers;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;

/**
 * Copies the settings that two layer configurations share. DL4J's LSTM configuration can only be
 * built by its own builder, so that a subclass takes its fields over.
 */
final class ConfigurationCopy {
  private ConfigurationCopy() {}

  /** Copies every field declared in {@code type} and above. */
  static void copy(Object from, Object to, Class<?> type) {
    for (Class<?> c = type; c != Object.class; c = c.getSuperclass()) {
      for (Field field : c.getDeclaredFields()) {
        if (Modifier.isStatic(field.getModifiers())) {
          continue;
        }
        try {
          field.setAccessible(true);
          field.set(to, field.get(from));
        } catch (IllegalAccessException e) {
          throw new IllegalStateException("cannot copy " + field, e);
        }
      }
    }
  }
}
