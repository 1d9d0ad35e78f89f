package io.github.recurrent4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.github.recurrent4j.translation.TranslationOptions;
import io.github.recurrent4j.vectorization.BadOptionException;
import io.github.recurrent4j.vectorization.settings.Setting;
import io.github.recurrent4j.vectorization.settings.Settings;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** No record of settings of the house passes its check with a value out of its range. */
class SettingRangesTest {
  static Stream<Class<?>> records() {
    return new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.github.recurrent4j")
            .stream()
            .filter(JavaClass::isRecord)
            .<Class<?>>map(JavaClass::reflect)
            .filter(
                c ->
                    Arrays.stream(c.getRecordComponents())
                        .anyMatch(r -> r.isAnnotationPresent(Setting.class)));
  }

  @Test
  void theyAreFound() {
    assertThat(records()).hasSizeGreaterThan(10).contains(TranslationOptions.class);
  }

  @ParameterizedTest
  @MethodSource("records")
  void aValueOutOfItsRangeIsRefused(Class<? extends Record> type)
      throws ReflectiveOperationException {
    RecordComponent[] components = type.getRecordComponents();
    Constructor<?> constructor =
        type.getDeclaredConstructor(
            Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
    constructor.setAccessible(true);
    Record standard = Settings.standard(type);
    Object[] values = new Object[components.length];
    for (int i = 0; i < values.length; i++) {
      components[i].getAccessor().setAccessible(true);
      values[i] = components[i].getAccessor().invoke(standard);
    }
    assertThat(constructor.newInstance(values)).isEqualTo(standard);
    for (int i = 0; i < values.length; i++) {
      for (Object wrong : wrong(components[i])) {
        Object[] changed = values.clone();
        changed[i] = wrong;
        Record made = (Record) constructor.newInstance(changed);
        assertThatThrownBy(() -> Settings.check(made))
            .as("%s of %s", components[i].getName(), wrong)
            .isInstanceOf(BadOptionException.class)
            .hasMessageContaining(" must ");
      }
    }
  }

  /** Values that a component must not have. */
  private static List<Object> wrong(RecordComponent component) {
    Setting setting = component.getAnnotation(Setting.class);
    if (setting == null || !component.getType().isPrimitive()) {
      return setting == null ? List.of() : Arrays.asList((Object) null);
    }
    if (setting.range().isEmpty()) {
      return List.of();
    }
    String[] bounds = setting.range().substring(1, setting.range().length() - 1).split(",", -1);
    Stream<Double> wrong =
        Stream.of(
            number(bounds[0]) - 1,
            number(bounds[1]) + 1,
            component.getType() == double.class ? Double.NaN : Double.NEGATIVE_INFINITY);
    if (component.getType() == double.class) {
      return wrong.filter(w -> !Double.isInfinite(w)).<Object>map(w -> w).toList();
    }
    return wrong
        .filter(w -> Math.abs(w) < Integer.MAX_VALUE)
        .<Object>map(
            w -> component.getType() == int.class ? (Object) w.intValue() : (Object) w.longValue())
        .toList();
  }

  private static double number(String bound) {
    return switch (bound.strip()) {
      case "inf" -> Double.POSITIVE_INFINITY;
      case "-inf" -> Double.NEGATIVE_INFINITY;
      default -> Double.parseDouble(bound.strip());
    };
  }
}
