package io.github.recurrent4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.recurrent4j.search.SettingSpace;
import io.github.recurrent4j.vectorization.BadOptionException;
import io.github.recurrent4j.vectorization.settings.Setting;
import io.github.recurrent4j.vectorization.settings.Settings;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.Map;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** One declaration makes a setting known to Java, model files, the command line and searches. */
class OneDeclarationTest {

  /** A regime to which a setting was added: the last component, and nothing else anywhere. */
  @RecordBuilder
  public record Regime(
      @Setting(value = "0.1", range = "[0, 1)", doc = "part of the values dropped") double dropout,
      @Setting(value = "0.25", range = "[0, 1]", doc = "part of the steps that are skipped")
          double zoneOut)
      implements OneDeclarationTestRegimeBuilder.With {}

  @Command(name = "train")
  static final class Train implements Runnable {
    final SettingOptions<Regime> regime = SettingOptions.of(Regime.class);
    Regime seen;

    @Override
    public void run() {
      seen = regime.value();
    }
  }

  private static final Settings<Regime> REGIME = Settings.of(Regime.class);

  @Test
  void javaKnowsIt() {
    assertThat(REGIME.standard().zoneOut()).isEqualTo(0.25);
    assertThat(REGIME.standard().withZoneOut(0.5).zoneOut()).isEqualTo(0.5);
    Assertions.assertThatThrownBy(() -> Settings.check(REGIME.standard().withZoneOut(2)))
        .isInstanceOf(BadOptionException.class)
        .hasMessage("--zone-out must be in [0, 1]");
  }

  @Test
  void filesKeepItAndOldOnesGetTheDefault() throws JsonProcessingException {
    JsonMapper json = new JsonMapper();
    Regime half = REGIME.standard().withZoneOut(0.5);
    assertThat(REGIME.fromJson(json.readTree(REGIME.toJson(half).toString()), "file"))
        .isEqualTo(half);
    assertThat(REGIME.fromJson(json.readTree("{\"dropout\": 0.3}"), "file").zoneOut())
        .isEqualTo(0.25);
  }

  @Test
  void theCommandLineTakesItAndHelpShowsIt() {
    Train train = new Train();
    CommandLine line = CommandLines.line(train, false);
    assertThat(line.getUsageMessage())
        .contains("--zone-out=NUMBER")
        .contains("part of the steps that are skipped (0.25)");
    assertThat(line.execute("--zone-out", "0.5")).isZero();
    assertThat(train.seen).isEqualTo(new Regime(0.1, 0.5));
    assertThat(line.execute("--zone-out", "1.5")).isEqualTo(2);
  }

  @Test
  void searchesFindIt() {
    SettingSpace space =
        SettingSpace.parse("{\"zone-out\": {\"from\": 0.0, \"to\": 0.5}}", "space");
    space.collectLeaves().get(0).setIndices(0);
    Map<String, Object> values = space.getValue(new double[] {0.4}).values();
    Settings.requireKnown(values, REGIME);
    assertThat(REGIME.with(REGIME.standard(), values).zoneOut()).isEqualTo(0.2);
  }
}
