package io.github.recurrent4j.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.recurrent4j.vectorization.BadInputException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.deeplearning4j.arbiter.optimize.api.CandidateGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingSpaceTest {
  private static final String SPACE =
      """
      {"cell": ["gru", "lstm"], "layers": {"from": 1, "to": 3}, "dropout": {"from": 0.0, "to": 0.5},
       "learning-rate": {"from": 1e-4, "to": 1e-1, "scale": "log"},
       "hidden": {"from": 64, "to": 512, "scale": "log", "multiple": 32},
       "tied": [true], "epochs": 3}
      """;

  private static List<Setting> sample(Generators generators, String json, int count) {
    SettingSpace space = SettingSpace.parse(json, "test");
    CandidateGenerator generator =
        generators.over(space, new LanguageModelSearch.Perplexity(), 3, 7);
    generator.setRngSeed(7);
    List<Setting> all = new ArrayList<>();
    while (generator.hasMoreCandidates() && all.size() < count) {
      all.add((Setting) generator.getCandidate().getValue());
    }
    return all;
  }

  @Test
  void valuesLieInTheirRanges() {
    int lowRates = 0;
    Set<Object> seen = new HashSet<>();
    for (Setting s : sample(Generators.RANDOM, SPACE, 400)) {
      Map<String, Object> v = s.values();
      seen.add(v.get("cell"));
      seen.add(v.get("layers"));
      assertThat((double) v.get("dropout")).isBetween(0.0, 0.5);
      assertThat((double) v.get("learning-rate")).isBetween(1e-4, 1e-1);
      lowRates += (double) v.get("learning-rate") < 3.16e-3 ? 1 : 0;
      assertThat((int) v.get("hidden") % 32).isZero();
      assertThat((int) v.get("hidden")).isBetween(64, 512);
      assertThat(v.get("tied")).isEqualTo(true);
      assertThat(v.get("epochs")).isEqualTo(3);
    }
    assertThat(seen).containsExactlyInAnyOrder("gru", "lstm", 1, 2, 3);
    // Half of a logarithmic range lies below its geometric mean.
    assertThat(lowRates).isBetween(160, 240);
  }

  @Test
  void gridHasEveryCombinationOnce() {
    String json =
        """
        {"cell": ["rnn", "gru", "lstm"], "only": ["one"], "tied": [true, false],
         "dropout": {"from": 0.0, "to": 0.4}}
        """;
    List<Setting> grid = sample(Generators.GRID, json, 1000);
    assertThat(grid).hasSize(3 * 2 * 3).doesNotHaveDuplicates();
    assertThat(grid).extracting(s -> s.values().get("dropout")).contains(0.0, 0.2, 0.4);
  }

  @Test
  void argumentsAreThoseOfTheCommandLine() {
    Setting setting =
        sample(Generators.RANDOM, "{\"tied\": true, \"hidden\": 8, \"x\": false}", 1).get(0);
    assertThat(setting.arguments()).containsExactly("--tied", "--hidden=8");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          [1]                                            | must be a JSON object
          {"a": 1                                        | is not JSON: look for
          {"a": {"from": 2, "to": 1}}                    | "a" needs numbers
          {"a": {"from": 0.0, "to": 1.0, "scale": "log"}} | begins above 0
          {"a": {"from": 1, "to": 2, "step": 1}}         | unknown "step"
          {"a": null}                                    | "a" must be a value
          {"a": 1, "a": 2}                               | is not JSON
          {"a": 1} {"b": 2}                              | is not JSON
          {"a": [[[[[[[[[[1]]]]]]]]]]}                   | is not JSON
          {"a": 4294967297}                              | beyond 2147483647
          {"a": {"from": 1, "to": 4294967297}}           | beyond 2147483647
          {"a": {"from": 1.0, "to": 1e999}}              | too large
          {"a": {"from": 1, "to": 9, "multiple": "3"}}   | "multiple" is for whole
          {"a": {"from": 1, "to": 9, "scale": 3}}        | "scale" must be
          {"a": ["b\\n--out=c"]}                        | no word
          {"a": "b c"}                                   | no word
          """)
  void badSpacesAreNamed(String json, String message) {
    assertThatThrownBy(() -> SettingSpace.parse(json, "space.json"))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("space.json")
        .hasMessageContaining(message);
  }
}
