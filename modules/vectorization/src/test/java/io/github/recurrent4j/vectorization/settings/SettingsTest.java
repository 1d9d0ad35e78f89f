package io.github.recurrent4j.vectorization.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.recurrent4j.vectorization.BadInputException;
import io.github.recurrent4j.vectorization.BadOptionException;
import io.github.recurrent4j.vectorization.Formerly;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {
  /** Choices, one of which had another name once. */
  public enum Kind {
    /** One. */
    @Formerly("FIRST")
    ONE,
    /** Two. */
    TWO
  }

  /** A group in a group. */
  @RecordBuilder
  public record Inner(
      @Setting(value = "3", range = "[1, inf)", doc = "passes over the data") int epochs,
      @Setting(value = "7", doc = "seed of everything random") long seed)
      implements SettingsTestInnerBuilder.With {}

  /** Settings of every kind. */
  @RecordBuilder
  @Formerly("gone")
  public record Outer(
      @Setting(value = "0.2", range = "[0, 1)", doc = "part that is dropped") double dropRate,
      @Setting(value = "true", doc = "whether rare classes count more") boolean classWeights,
      @Setting(value = "one", doc = "kind of the thing") Kind kind,
      @Setting(value = "none", doc = "another kind") Optional<Kind> other,
      @Setting(value = "0", range = "[0, 10)", doc = "size; 0: none") int size,
      Inner inner)
      implements SettingsTestOuterBuilder.With, Rules {
    @Override
    public void check() {
      BadOptionException.require(size == 0 || kind == Kind.TWO, "--size needs --kind two");
    }
  }

  private static final Settings<Outer> OUTER = Settings.of(Outer.class);

  private static Outer read(String json) throws JsonProcessingException {
    return OUTER.fromJson(new JsonMapper().readTree(json), "the file");
  }

  @Test
  void defaultsAreThoseOfTheDeclaration() {
    Outer o = OUTER.standard();
    assertThat(o.dropRate()).isEqualTo(0.2);
    assertThat(o.classWeights()).isTrue();
    assertThat(o.kind()).isEqualTo(Kind.ONE);
    assertThat(o.other()).isEmpty();
    assertThat(o.inner().seed()).isEqualTo(7);
    assertThat(OUTER.all())
        .extracting(SettingSpec::name)
        .containsExactly("drop-rate", "class-weights", "kind", "other", "size", "epochs", "seed");
  }

  @Test
  void withersMayPassThroughWhatDoesNotHoldAndUseChecks() {
    Outer half = OUTER.standard().withSize(4);
    assertThatThrownBy(() -> Settings.check(half))
        .isInstanceOf(BadOptionException.class)
        .hasMessage("--size needs --kind two");
    assertThat(Settings.check(half.withKind(Kind.TWO)).size()).isEqualTo(4);
    assertThatThrownBy(() -> Settings.check(OUTER.standard().withDropRate(1)))
        .hasMessage("--drop-rate must be in [0, 1)");
    Outer none = OUTER.standard();
    assertThatThrownBy(() -> Settings.check(none.withInner(none.inner().withEpochs(0))))
        .hasMessage("--epochs must be at least 1");
    assertThatThrownBy(() -> Settings.check(none.withDropRate(Double.NaN)))
        .isInstanceOf(BadOptionException.class);
  }

  @Test
  void valuesByNameAreOfEveryGroup() {
    Outer o =
        OUTER.with(
            OUTER.standard(),
            Map.of("epochs", 5, "kind", "Two", "other", "one", "no-class-weights", true));
    assertThat(o.inner().epochs()).isEqualTo(5);
    assertThat(o.kind()).isEqualTo(Kind.TWO);
    assertThat(o.other()).contains(Kind.ONE);
    assertThat(o.classWeights()).isFalse();
    assertThat(OUTER.values(o)).containsEntry("other", "one").containsEntry("seed", 7L);
    assertThat(OUTER.texts(o)).containsEntry("drop-rate", "0.2");
    assertThat(OUTER.with(OUTER.standard(), OUTER.values(o))).isEqualTo(o);
    assertThat(OUTER.with(OUTER.standard(), OUTER.texts(o))).isEqualTo(o);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          drop-rate     | x     | --drop-rate must be a number, not 'x'
          drop-rate     | -0.1  | --drop-rate must be in [0, 1)
          size          | 1.5   | --size must be a whole number, not '1.5'
          kind          | three | --kind must be one or two, not 'three'
          other         | three | --other must be none, one or two, not 'three'
          class-weights | yes   | --class-weights must be true or false, not 'yes'
          """)
  void wrongValuesAreNamed(String name, String value, String message) {
    assertThatThrownBy(() -> OUTER.with(OUTER.standard(), Map.of(name, value)))
        .isInstanceOf(BadOptionException.class)
        .hasMessage(message);
  }

  @Test
  void unknownNamesAreRefused() {
    Settings.requireKnown(Map.of("epochs", 1, "no-class-weights", true), OUTER);
    assertThatThrownBy(() -> Settings.requireKnown(Map.of("eopchs", 1), OUTER))
        .hasMessage("there is no option --eopchs");
  }

  @Test
  void jsonKeepsEverythingAndOldFilesGetDefaults() throws JsonProcessingException {
    Outer o =
        OUTER
            .standard()
            .withKind(Kind.TWO)
            .withOther(Optional.of(Kind.ONE))
            .withSize(3)
            .withInner(new Inner(9, -1));
    assertThat(read(OUTER.toJson(o).toString())).isEqualTo(o);
    assertThat(read("{}")).isEqualTo(OUTER.standard());
    assertThat(read("{\"kind\": \"FIRST\", \"gone\": 5, \"inner\": {\"epochs\": 4}}"))
        .isEqualTo(OUTER.standard().withInner(new Inner(4, 7)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          []                       | the file: not a JSON object
          {"later": 1}             | the file: "later" is not known to this version
          {"dropRate": 2}          | the file: "dropRate" must be in [0, 1)
          {"dropRate": "0.1"}      | the file: "dropRate" has a value of another kind
          {"dropRate": null}       | the file: "dropRate" must be a single value
          {"size": 99999999999999} | the file: "size" must be a whole number, not '99999999999999'
          {"size": 1}              | the file: --size needs --kind two
          {"inner": 3}             | the file: not a JSON object
          """)
  void badFilesAreNamed(String json, String message) {
    assertThatThrownBy(() -> read(json))
        .isInstanceOf(BadInputException.class)
        .isNotInstanceOf(BadOptionException.class)
        .hasMessage(message);
  }
}
