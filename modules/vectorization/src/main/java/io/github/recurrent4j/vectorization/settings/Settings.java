package io.github.recurrent4j.vectorization.settings;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.recurrent4j.vectorization.BadInputException;
import io.github.recurrent4j.vectorization.BadOptionException;
import io.github.recurrent4j.vectorization.Formerly;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * A record of settings as Java, files, the command line and searches see it. All of it is read from
 * the {@link Setting}s at the record's components; a component that is a record itself belongs to
 * the group with all its settings.
 *
 * <p>Values are checked where they are used, by {@link #check}, and all together: on the way from
 * one valid combination to another, wither by wither, a record may be one that is not.
 */
public final class Settings<T extends Record> {
  private static final Map<Class<?>, Settings<?>> KNOWN = new ConcurrentHashMap<>();

  private final Class<T> type;
  private final Constructor<T> constructor;
  private final List<Member> members = new ArrayList<>();

  /** A component: a setting, or a group of its own. */
  private record Member(RecordComponent component, SettingSpec spec, Settings<?> group) {
    Object of(Record settings) {
      try {
        return component.getAccessor().invoke(settings);
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private Settings(Class<T> type) {
    this.type = type;
    RecordComponent[] components = type.getRecordComponents();
    try {
      constructor =
          type.getDeclaredConstructor(
              Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
      constructor.setAccessible(true);
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException(e);
    }
    for (RecordComponent c : components) {
      Setting declared = c.getAnnotation(Setting.class);
      c.getAccessor().setAccessible(true);
      if (declared != null) {
        members.add(new Member(c, new SettingSpec(c, declared), null));
      } else if (c.getType().isRecord()) {
        members.add(new Member(c, null, of(c.getType().asSubclass(Record.class))));
      } else {
        throw new IllegalStateException(type.getName() + "." + c.getName() + " has no @Setting");
      }
    }
  }

  /** The settings that a record declares. */
  @SuppressWarnings("unchecked") // The map's values are of their keys' types.
  public static <T extends Record> Settings<T> of(Class<T> type) {
    Settings<?> known = KNOWN.get(type);
    if (known == null) {
      known = new Settings<>(type);
      KNOWN.put(type, known);
    }
    return (Settings<T>) known;
  }

  /** All defaults of a record. */
  public static <T extends Record> T standard(Class<T> type) {
    return of(type).standard();
  }

  /**
   * Checks ranges and rules.
   *
   * @return the same settings
   * @throws BadOptionException if one is out of its range, or some do not go together
   */
  @SuppressWarnings("unchecked") // A record's class is its type.
  public static <T extends Record> T check(T settings) {
    ((Settings<T>) of(settings.getClass())).check(settings, SettingSpec::option);
    return settings;
  }

  private void check(Record settings, Function<SettingSpec, String> label) {
    for (Member m : members) {
      Object value = m.of(settings);
      if (m.spec != null) {
        m.spec.check(value, label.apply(m.spec));
      } else {
        m.group.check((Record) value, label);
      }
    }
    if (settings instanceof Rules rules) {
      rules.check();
    }
  }

  /** The settings in order, those of groups in their place. */
  public List<SettingSpec> all() {
    List<SettingSpec> all = new ArrayList<>();
    for (Member m : members) {
      if (m.spec != null) {
        all.add(m.spec);
      } else {
        all.addAll(m.group.all());
      }
    }
    return all;
  }

  /** Whether there is a setting of that name, or one that {@code no-} in front switches off. */
  public boolean has(String name) {
    return all().stream()
        .anyMatch(s -> s.name().equals(name) || (s.flag() && name.equals("no-" + s.name())));
  }

  /** All defaults. */
  public T standard() {
    return make(m -> m.spec != null ? m.spec.standard() : m.group.standard());
  }

  /**
   * Settings with some values in place of others.
   *
   * @param base the others
   * @param values by name as on the command line; text, numbers or booleans. {@code no-NAME} is a
   *     flag's contrary; names of other groups are left to these
   * @throws BadOptionException if a value is not of its setting's kind or out of its range
   */
  public T with(T base, Map<String, ?> values) {
    return overlaid(base, values);
  }

  private T overlaid(Record base, Map<String, ?> values) {
    return make(
        m -> {
          Object old = m.of(base);
          if (m.spec == null) {
            return m.group.overlaid((Record) old, values);
          }
          Object given = values.get(m.spec.name());
          Object contrary = m.spec.flag() ? values.get("no-" + m.spec.name()) : null;
          if (contrary != null) {
            return !(Boolean) m.spec.read(contrary, m.spec.option());
          }
          return given == null ? old : m.spec.read(given, m.spec.option());
        });
  }

  /** Values by name: numbers, booleans, and text; choices in lower case. */
  public Map<String, Object> values(T settings) {
    Map<String, Object> values = new LinkedHashMap<>();
    gather(settings, (spec, value) -> values.put(spec.name(), SettingType.plain(value)));
    return values;
  }

  /** Values by name as one writes them on the command line. */
  public Map<String, String> texts(T settings) {
    Map<String, String> values = new LinkedHashMap<>();
    gather(settings, (spec, value) -> values.put(spec.name(), SettingType.text(value)));
    return values;
  }

  private interface Sink {
    void take(SettingSpec spec, Object value);
  }

  private void gather(Record settings, Sink sink) {
    for (Member m : members) {
      if (m.spec != null) {
        sink.take(m.spec, m.of(settings));
      } else {
        m.group.gather((Record) m.of(settings), sink);
      }
    }
  }

  /** The settings as a JSON object, groups as objects in it. */
  public ObjectNode toJson(T settings) {
    return json(settings);
  }

  private ObjectNode json(Record settings) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    for (Member m : members) {
      Object value = m.of(settings);
      value = value instanceof Optional<?> o ? o.orElse(null) : value;
      String name = m.component.getName();
      if (m.group != null) {
        node.set(name, m.group.json((Record) value));
      } else if (value instanceof Boolean b) {
        node.put(name, b);
      } else if (value instanceof Integer i) {
        node.put(name, i);
      } else if (value instanceof Long l) {
        node.put(name, l);
      } else if (value instanceof Double d) {
        node.put(name, d);
      } else {
        node.put(name, value == null ? "NONE" : value instanceof Enum<?> e ? e.name() : "" + value);
      }
    }
    return node;
  }

  /**
   * Reads settings from JSON; what an old file lacks has its default.
   *
   * @param node a JSON object
   * @param where what to name in messages
   * @throws BadInputException if it is none, or a field is unknown, of another kind or out of its
   *     range
   */
  public T fromJson(JsonNode node, String where) {
    try {
      T read = read(node, where);
      check(read, spec -> where + ": \"" + spec.field() + "\"");
      return read;
    } catch (BadOptionException e) {
      String message = e.getMessage();
      throw new BadInputException(message.startsWith(where) ? message : where + ": " + message, e);
    }
  }

  private T read(JsonNode node, String where) {
    if (!node.isObject()) {
      throw new BadInputException(where + ": not a JSON object");
    }
    Formerly old = type.getAnnotation(Formerly.class);
    List<String> dropped = old == null ? List.of() : List.of(old.value());
    node.fieldNames()
        .forEachRemaining(
            name -> {
              if (members.stream().noneMatch(m -> m.component.getName().equals(name))
                  && !dropped.contains(name)) {
                String shown = name.length() <= 40 ? name : name.substring(0, 40) + "…";
                throw new BadInputException(
                    where + ": \"" + shown + "\" is not known to this version");
              }
            });
    return make(
        m -> {
          JsonNode value = node.get(m.component.getName());
          if (m.spec == null) {
            return value == null ? m.group.standard() : m.group.read(value, where);
          }
          if (value == null) {
            return m.spec.standard();
          }
          String label = where + ": \"" + m.spec.field() + "\"";
          if (!value.isValueNode() || value.isNull()) {
            throw new BadInputException(label + " must be a single value");
          }
          boolean kind =
              m.spec.flag()
                  ? value.isBoolean()
                  : m.spec.type().isPrimitive() ? value.isNumber() : value.isTextual();
          if (!kind) {
            throw new BadInputException(label + " has a value of another kind");
          }
          Object given =
              value.isIntegralNumber()
                  ? value.bigIntegerValue()
                  : value.isNumber() ? (Object) value.doubleValue() : value.asText();
          return m.spec.read(value.isBoolean() ? value.booleanValue() : given, label);
        });
  }

  private T make(Function<Member, Object> value) {
    try {
      return constructor.newInstance(members.stream().map(value).toArray());
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Refuses names that no group has.
   *
   * @throws BadOptionException naming the first
   */
  public static void requireKnown(Map<String, ?> values, Settings<?>... groups) {
    for (String name : values.keySet()) {
      if (Arrays.stream(groups).noneMatch(g -> g.has(name))) {
        throw new BadOptionException("there is no option --" + name);
      }
    }
  }
}
