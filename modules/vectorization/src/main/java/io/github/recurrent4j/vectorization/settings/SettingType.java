package io.github.recurrent4j.vectorization.settings;

import io.github.recurrent4j.vectorization.BadOptionException;
import io.github.recurrent4j.vectorization.Formerly;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How a kind of setting is read and written.
 *
 * @param type the component's type; of an optional choice the enum
 * @param optional whether it may be absent
 */
record SettingType(Class<?> type, boolean optional) {
  static final String NONE = "none";

  static SettingType of(RecordComponent component) {
    if (component.getType() == Optional.class) {
      ParameterizedType generic = (ParameterizedType) component.getGenericType();
      return new SettingType((Class<?>) generic.getActualTypeArguments()[0], true);
    }
    return new SettingType(component.getType(), false);
  }

  boolean flag() {
    return type == boolean.class;
  }

  /** What can be chosen, as written on the command line; empty for numbers and texts. */
  List<String> choices() {
    List<String> all = new ArrayList<>();
    if (optional) {
      all.add(NONE);
    }
    if (type.isEnum()) {
      for (Object constant : type.getEnumConstants()) {
        all.add(spelled((Enum<?>) constant));
      }
    }
    return all;
  }

  /**
   * Reads a value.
   *
   * @param given a number, a boolean, or text
   * @param label what to call the setting in a message
   */
  Object read(Object given, String label) {
    if (type.isInstance(given) && !optional) {
      return given;
    }
    String text = given.toString().strip();
    if (type.isEnum()) {
      return choice(text, label);
    }
    if (type == String.class) {
      return given.toString();
    }
    if (type == boolean.class) {
      if (text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false")) {
        return Boolean.valueOf(text);
      }
      throw new BadOptionException(label + " must be true or false, not '" + shown(text) + "'");
    }
    try {
      if (type == int.class) {
        return given instanceof Double d ? Integer.valueOf(exact(d)) : Integer.valueOf(text);
      }
      if (type == long.class) {
        return given instanceof Double d ? Long.valueOf(exact(d)) : Long.valueOf(text);
      }
      return Double.valueOf(text);
    } catch (NumberFormatException | ArithmeticException e) {
      throw new BadOptionException(
          label
              + " must be a "
              + (type == double.class ? "number" : "whole number")
              + ", not '"
              + shown(text)
              + "'");
    }
  }

  private static int exact(double value) {
    if (value != Math.rint(value) || Math.abs(value) > Integer.MAX_VALUE) {
      throw new ArithmeticException();
    }
    return (int) value;
  }

  private Object choice(String text, String label) {
    if (optional && text.equalsIgnoreCase(NONE)) {
      return Optional.empty();
    }
    String name = text.replace('-', '_');
    for (Object constant : type.getEnumConstants()) {
      Enum<?> e = (Enum<?>) constant;
      if (e.name().equalsIgnoreCase(name) || formerly(e, text)) {
        return optional ? Optional.of(e) : e;
      }
    }
    throw new BadOptionException(
        label + " must be " + Words.or(choices()) + ", not '" + shown(text) + "'");
  }

  /** Constants are written in lower case; names in mixed case, such as DL4J's, as they are. */
  private static String spelled(Enum<?> constant) {
    String name = constant.name();
    return name.equals(name.toUpperCase(Locale.ROOT)) ? name.toLowerCase(Locale.ROOT) : name;
  }

  private static boolean formerly(Enum<?> constant, String text) {
    try {
      Formerly old =
          constant.getDeclaringClass().getField(constant.name()).getAnnotation(Formerly.class);
      return old != null && List.of(old.value()).contains(text);
    } catch (NoSuchFieldException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String shown(String text) {
    return text.length() <= 40 ? text : text.substring(0, 40) + "…";
  }

  /** A value as plain text, a number or a boolean; choices in lower case. */
  static Object plain(Object value) {
    if (value instanceof Optional<?> o) {
      return o.map(SettingType::plain).orElse(NONE);
    }
    return value instanceof Enum<?> e ? spelled(e) : value;
  }

  /** A value as it is written on the command line. */
  static String text(Object value) {
    if (value instanceof Double d && d == Math.rint(d) && Math.abs(d) < 1e15) {
      return Long.toString(d.longValue());
    }
    return plain(value).toString();
  }
}
