package io.github.recurrent4j.cli;

import io.github.recurrent4j.vectorization.settings.SettingSpec;
import io.github.recurrent4j.vectorization.settings.Settings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.ISetter;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The options of a record of settings, made from what the record declares. A command that has a
 * field of this type has the options.
 */
public final class SettingOptions<T extends Record> {
  private static final int MOST_CHOICES = 10;

  private final Settings<T> settings;
  private final T base;
  private final Map<String, Object> given = new LinkedHashMap<>();

  private SettingOptions(Settings<T> settings, T base) {
    this.settings = settings;
    this.base = base;
  }

  /** Options whose defaults are the record's. */
  public static <T extends Record> SettingOptions<T> of(Class<T> type) {
    return of(Settings.standard(type));
  }

  /** Options whose defaults are these values. */
  @SuppressWarnings("unchecked") // A record's class is its type.
  public static <T extends Record> SettingOptions<T> of(T base) {
    return new SettingOptions<>(Settings.of((Class<T>) base.getClass()), base);
  }

  /** What was given on the command line, by name. */
  public Map<String, Object> given() {
    return given;
  }

  /** The settings, checked: what was given, and the defaults. */
  public T value() {
    return Settings.check(settings.with(base, given));
  }

  /** The options, to be mixed into a command. */
  CommandSpec spec() {
    CommandSpec spec = CommandSpec.create();
    Map<String, String> defaults = settings.texts(base);
    for (SettingSpec setting : settings.all()) {
      spec.addOption(option(setting, defaults.get(setting.name())));
    }
    return spec;
  }

  private OptionSpec option(SettingSpec setting, String standard) {
    boolean on = setting.flag() && standard.equals("true");
    List<String> names = new ArrayList<>(List.of((on ? "--no-" : "--") + setting.name()));
    if (!setting.also().isEmpty()) {
      names.add((on ? "--no-" : "--") + setting.also());
    }
    OptionSpec.Builder option =
        OptionSpec.builder(names.toArray(String[]::new))
            .setter(new Store<T>(this, setting.name(), on))
            .getter(
                new picocli.CommandLine.Model.IGetter() {
                  @Override
                  @SuppressWarnings("TypeParameterUnusedInFormals") // picocli's signature.
                  public <V> V get() {
                    return null;
                  }
                });
    String doc = (on ? "do not " : "") + setting.doc();
    if (setting.flag()) {
      return option
          .type(boolean.class)
          .arity("0")
          .description(text(doc))
          .showDefaultValue(Visibility.NEVER)
          .build();
    }
    List<String> choices = setting.choices();
    if (!choices.isEmpty() && choices.size() <= MOST_CHOICES) {
      doc += ": " + String.join(", ", choices);
    }
    return option
        .type(String.class)
        .arity("1")
        .paramLabel(label(setting))
        .description(text(standard.isEmpty() ? doc : doc + " (" + standard + ")"))
        .showDefaultValue(Visibility.NEVER)
        .completionCandidates(choices)
        .build();
  }

  /** Keeps what is given for a setting. */
  private record Store<T extends Record>(SettingOptions<T> options, String name, boolean on)
      implements ISetter {
    @Override
    @SuppressWarnings("TypeParameterUnusedInFormals") // picocli's signature.
    public <V> V set(V value) {
      if (value != null && !Boolean.FALSE.equals(value)) {
        options.given.put(name, on ? (Object) false : value);
      }
      return null;
    }
  }

  /** Whether an option is made from a declared setting. */
  static boolean isSetting(OptionSpec option) {
    return option.setter() instanceof Store;
  }

  /** picocli formats descriptions: a percent sign is doubled. */
  private static String text(String doc) {
    return doc.replace("%", "%%");
  }

  private static String label(SettingSpec setting) {
    if (setting.type() == double.class) {
      return "NUMBER";
    }
    return setting.type() == int.class || setting.type() == long.class ? "N" : "VALUE";
  }
}
