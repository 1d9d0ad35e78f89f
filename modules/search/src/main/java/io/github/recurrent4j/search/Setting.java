package io.github.recurrent4j.search;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What one candidate is trained with: a value for each option of the app's {@code train} command.
 *
 * @param values option names without dashes, each with a number, a string or a boolean
 */
public record Setting(Map<String, Object> values) implements Serializable {
  /** Copies the map; its order is kept. */
  public Setting {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  /** The same with another value. */
  public Setting with(String name, Object value) {
    Map<String, Object> all = new LinkedHashMap<>(values);
    all.put(name, value);
    return new Setting(all);
  }

  /** The same as command-line arguments, which {@code train} takes; a false flag is left out. */
  public List<String> arguments() {
    List<String> all = new ArrayList<>();
    values.forEach(
        (name, value) -> {
          if (value instanceof Boolean flag) {
            if (flag) {
              all.add("--" + name);
            }
          } else {
            all.add("--" + name + "=" + value);
          }
        });
    return all;
  }
}
