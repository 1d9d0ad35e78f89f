package io.github.recurrent4j.sentiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.recurrent4j.sentiment.BehaviouralSuite.Case;
import io.github.recurrent4j.sentiment.BehaviouralSuite.Expected;
import io.github.recurrent4j.sentiment.BehaviouralSuite.Outcome;
import io.github.recurrent4j.sentiment.BehaviouralSuite.Rate;
import io.github.recurrent4j.vectorization.BadInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class BehaviouralSuiteTest {
  private static final double BALANCE = 0.8;
  private static final double LARGEST_KIND = 0.12;

  @TempDir Path folder;

  /** A classifier that says the same of every text, but for those that hold a word. */
  private static Function<List<String>, List<Sentiment>> always(double[] p, String word) {
    double[] turned = {p[2], p[1], p[0]};
    return texts ->
        texts.stream().map(t -> new Sentiment(t, t.contains(word) ? turned : p)).toList();
  }

  @ParameterizedTest
  @EnumSource(Language.class)
  void shippedSuitesAreLargeBalancedAndWithoutRepeats(Language language) {
    List<Case> cases = BehaviouralSuite.shipped(language).cases();
    assertThat(cases).hasSizeGreaterThanOrEqualTo(400).doesNotHaveDuplicates();
    assertThat(cases.stream().filter(c -> !c.expected().needsOther()).map(Case::text))
        .doesNotHaveDuplicates()
        .allMatch(t -> !t.isBlank() && t.equals(t.strip()));
    assertThat(cases.stream().filter(c -> c.expected().needsOther()))
        .allMatch(c -> !c.other().isBlank() && !c.other().equals(c.text()));

    Map<Expected, Long> labels =
        cases.stream().collect(Collectors.groupingBy(Case::expected, Collectors.counting()));
    long negative = labels.get(Expected.NEGATIVE);
    long positive = labels.get(Expected.POSITIVE);
    assertThat((double) Math.min(negative, positive) / Math.max(negative, positive))
        .isGreaterThan(BALANCE);
    Map<String, Long> kinds =
        cases.stream().collect(Collectors.groupingBy(Case::kind, Collectors.counting()));
    assertThat(kinds)
        .containsKeys("negation", "double-negation", "intensifier", "contrast", "irony", "emoji")
        .containsKeys("emoji-words", "hashtag", "elongation", "typo", "capitals", "names")
        .containsKeys("neutral", "slang", "question", "long");
    assertThat(kinds.values()).allMatch(n -> n >= 10 && n <= LARGEST_KIND * cases.size());
  }

  @Test
  void bothLanguagesTestTheSameKinds() {
    assertThat(kinds(Language.ES)).isEqualTo(kinds(Language.EN));
  }

  private static List<String> kinds(Language language) {
    return BehaviouralSuite.shipped(language).cases().stream().map(Case::kind).distinct().toList();
  }

  @Test
  void whoSaysTheSameOfEverythingPassesItsLabelAndSameness() {
    BehaviouralSuite suite = BehaviouralSuite.shipped(Language.EN);
    List<Outcome> outcomes = suite.run(always(new double[] {0.1, 0.2, 0.7}, "\0"));
    assertThat(outcomes).hasSameSizeAs(suite.cases());
    assertThat(outcomes)
        .allMatch(
            o ->
                o.passed()
                    == (o.test().expected() == Expected.POSITIVE
                        || o.test().expected() == Expected.SAME_AS));
    Map<String, Rate> rates = BehaviouralSuite.rates(outcomes);
    assertThat(rates.get("double-negation").value()).isEqualTo(1);
    assertThat(rates.get("neutral").passed()).isZero();
    assertThat(rates.values().stream().mapToInt(Rate::cases).sum()).isEqualTo(outcomes.size());
  }

  @Test
  void relationsAreJudged() throws IOException {
    BehaviouralSuite suite =
        BehaviouralSuite.read(
            file(
                """
                kind\texpected\ttext\tother
                more\tmore-positive-than\tfine day\tgrey day
                more\tmore-positive-than\tgrey day\tfine day
                same\tsame-as\tgrey day\tgrey evening
                same\tsame-as\tgrey day\tfine day
                plain\tnegative\tgrey day
                """));
    List<Outcome> outcomes = suite.run(always(new double[] {0.1, 0.2, 0.7}, "grey"));
    assertThat(outcomes.stream().map(Outcome::passed))
        .containsExactly(true, false, true, false, true);
    assertThat(BehaviouralSuite.rates(outcomes))
        .containsEntry("more", new Rate(1, 2))
        .containsEntry("plain", new Rate(1, 1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "no header",
        "kind\texpected\ttext\tother\n",
        "kind\texpected\ttext\tother\nplain\tsplendid\tfine day",
        "kind\texpected\ttext\tother\nplain\tpositive",
        "kind\texpected\ttext\tother\nplain\tsame-as\tfine day",
        "kind\texpected\ttext\tother\nplain\tpositive\tfine day\tgrey day"
      })
  void whatIsNoSuiteIsRefused(String text) throws IOException {
    Path file = file(text);
    assertThatThrownBy(() -> BehaviouralSuite.read(file))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining(file.toString());
  }

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("suite.tsv"), text);
  }
}
