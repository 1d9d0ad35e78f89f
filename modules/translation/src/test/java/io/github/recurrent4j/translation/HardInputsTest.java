package io.github.recurrent4j.translation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.recurrent4j.translation.HardInputs.Case;
import io.github.recurrent4j.translation.HardInputs.Check;
import io.github.recurrent4j.vectorization.BadInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HardInputsTest {
  /** Kinds that no weights decide: they hold with any network. */
  private static final Set<String> OF_THE_STAGES =
      Set.of(
          "final-stop",
          "no-accents",
          "lower-case",
          "invisible",
          "nothing",
          "foreign",
          "loop",
          "space",
          "emoji",
          "markup");

  private static final Set<String> OF_THE_STAGES_INTO_SPANISH =
      Set.of(
          "opening-marks",
          "number",
          "unit-code",
          "address",
          "placeholder",
          "markup",
          "foreign",
          "quotes",
          "list",
          "final-stop",
          "space");

  /** "esta" is a word, too: whether "está" is meant only the network can tell. */
  private static final String OF_THE_NETWORK = "La estacion esta cerrada.";

  @TempDir Path folder;

  @Test
  void thereAreSome300Cases() {
    List<Case> cases = HardInputs.shipped().cases();
    assertThat(cases).hasSizeGreaterThan(300);
    assertThat(cases.stream().map(Case::kind).collect(Collectors.toSet())).hasSizeGreaterThan(20);
    for (Case c : cases) {
      assertThat(c.text()).as(c.kind()).isNotBlank();
    }
  }

  /** With a network that knows hardly a word of them. */
  @Test
  void whatTheStagesAloneDecidePasses() {
    WordForWord network = new WordForWord();
    List<String> failures = new ArrayList<>();
    for (Case c : HardInputs.shipped().cases()) {
      if (OF_THE_STAGES.contains(c.kind()) && !c.text().equals(OF_THE_NETWORK)) {
        String answer = network.translate(c.text()).text();
        String other = c.check() == Check.SAME_AS ? network.translate(c.expected()).text() : "";
        if (!HardInputs.passes(c, answer, other)) {
          failures.add(c.kind() + ": " + c.text() + " → " + answer);
        }
      }
    }
    assertThat(failures).isEmpty();
  }

  /** The same for English to Spanish. */
  @Test
  void whatTheStagesAloneDecidePassesTheOtherWayRound() {
    WordForWord network = new WordForWord(LanguagePair.EN_ES, text -> text);
    List<String> failures = new ArrayList<>();
    List<Case> cases = HardInputs.shipped(LanguagePair.EN_ES).cases();
    assertThat(cases).hasSizeGreaterThan(100);
    for (Case c : cases) {
      if (OF_THE_STAGES_INTO_SPANISH.contains(c.kind())) {
        String answer = network.translate(c.text()).text();
        String other = c.check() == Check.SAME_AS ? network.translate(c.expected()).text() : "";
        if (!HardInputs.passes(c, answer, other)) {
          failures.add(c.kind() + ": " + c.text() + " → " + answer);
        }
      }
    }
    assertThat(failures).isEmpty();
  }

  @Test
  void checksAreMade() {
    assertThat(passes(Check.ACCEPT, "hola", "hello|hi", "Hello!")).isTrue();
    assertThat(passes(Check.ACCEPT, "hola", "hello|hi", "Hell")).isFalse();
    assertThat(passes(Check.CONTAINS, "3 y 4", "3|4", "3 and four")).isFalse();
    assertThat(passes(Check.SAME, "***", "", " *** ")).isTrue();
    assertThat(passes(Check.SANE, "gato", "", "cat cat")).isFalse();
    assertThat(passes(Check.EQUAL_LINES, "a\nb", "2", "a\nb")).isTrue();
  }

  private static boolean passes(Check check, String text, String expected, String answer) {
    return HardInputs.passes(new Case("kind", check, text, expected), answer, "");
  }

  @Test
  void suitesAreRead() throws Exception {
    Path file = folder.resolve("suite.tsv");
    Files.writeString(file, "kind\tcheck\ttext\texpected\nword\taccept\tuno\\ndos\tone|two\n");
    assertThat(HardInputs.read(file).cases())
        .containsExactly(new Case("word", Check.ACCEPT, "uno\ndos", "one|two"));
    Files.writeString(file, "kind\tcheck\ttext\texpected\nword\tguess\tuno\tone\n");
    assertThatThrownBy(() -> HardInputs.read(file))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("line 2 is no case");
    Files.writeString(file, "x\n");
    assertThatThrownBy(() -> HardInputs.read(file)).hasMessageContaining("no suite");
  }

  @Test
  void calibrationShowsWhatWasReached() {
    List<double[]> features = new ArrayList<>();
    double[] reached = new double[600];
    for (int i = 0; i < 600; i++) {
      double mean = -(i % 60) / 15.0;
      features.add(new double[] {1, mean, 1, 0, 1.5, 0, 1.5 * mean});
      reached[i] = 1 / (1 + Math.exp(-(1 + mean)));
    }
    Calibration calibration = Calibration.of(features, reached);
    assertThat(calibration.bins()).hasSize(10);
    assertThat(calibration.error()).isLessThan(0.05);
    assertThat(calibration.table().lines()).hasSize(11);
    ReliabilityPlot.write(calibration, folder.resolve("reliability.png"));
    assertThat(folder.resolve("reliability.png")).isNotEmptyFile();
  }
}
