package io.github.recurrent4j.vectorization.settings;

import io.github.recurrent4j.vectorization.BadOptionException;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Locale;

/** What is known of one setting: all that its {@link Setting} says. */
public final class SettingSpec {
  private final RecordComponent component;
  private final Setting declared;
  private final SettingType type;
  private final Interval interval;
  private final Object standard;

  SettingSpec(RecordComponent component, Setting declared) {
    this.component = component;
    this.declared = declared;
    this.type = SettingType.of(component);
    this.interval = Interval.parse(declared.range());
    this.standard = type.read(declared.value(), field());
  }

  /** Name of the option and in search spaces: {@code encoder-hidden}. */
  public String name() {
    if (!declared.name().isEmpty()) {
      return declared.name();
    }
    StringBuilder out = new StringBuilder();
    for (char c : field().toCharArray()) {
      out.append(Character.isUpperCase(c) ? "-" + Character.toLowerCase(c) : String.valueOf(c));
    }
    return out.toString();
  }

  /** Another name of the option, or an empty text. */
  public String also() {
    return declared.also();
  }

  /** Name of the component and in files: {@code encoderHidden}. */
  public String field() {
    return component.getName();
  }

  /** The sentence about it. */
  public String doc() {
    return declared.doc();
  }

  /** Whether it is a yes or no. */
  public boolean flag() {
    return type.flag();
  }

  /** Its type: {@code int}, {@code long}, {@code double}, {@code boolean}, String or an enum. */
  public Class<?> type() {
    return type.type();
  }

  /** What can be chosen, in lower case; empty for numbers, flags and texts. */
  public List<String> choices() {
    return type.choices();
  }

  /** The default, of the component's type. */
  Object standard() {
    return standard;
  }

  /** Reads a value that a user gave. */
  Object read(Object given, String label) {
    Object value = type.read(given, label);
    check(value, label);
    return value;
  }

  /** Checks the range. */
  void check(Object value, String label) {
    if (value == null || (value instanceof Number n && !interval.holds(n.doubleValue()))) {
      throw new BadOptionException(label + " must " + interval.words());
    }
  }

  String option() {
    return "--" + name();
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%s: %s (%s)", option(), doc(), declared.value());
  }
}
