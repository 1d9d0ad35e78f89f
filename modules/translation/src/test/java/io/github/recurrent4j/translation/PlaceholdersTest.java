package io.github.recurrent4j.translation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.recurrent4j.inference.model.WeightType;
import io.github.recurrent4j.training.Output;
import io.github.recurrent4j.training.TrainingListener;
import io.github.recurrent4j.training.metrics.SlotErrors;
import io.github.recurrent4j.vectorization.BadInputException;
import io.github.recurrent4j.vectorization.BadOptionException;
import io.github.recurrent4j.vectorization.PairRecordReader.Columns;
import io.github.recurrent4j.vectorization.TextPair;
import io.github.recurrent4j.vectorization.settings.Settings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlaceholdersTest {
  private static final String ACTS =
      "hotels: offer(hotel_name=Aka City); offer(city=Aka); offer(average_rating=4.6);"
          + " inform_count(count=1); inform(again=aka city); confirm(has_wifi=True);"
          + " offer_intent(intent=ReserveHotel); inform(price=$80)";

  @Test
  void valuesBecomeSigns() {
    assertThat(Placeholders.of(ACTS).source())
        .isEqualTo(
            "hotels: offer(hotel_name ①); offer(city ②); offer(average_rating ③);"
                + " inform_count(count ④ 1); inform(again ①); confirm(has_wifi=True);"
                + " offer_intent(intent=ReserveHotel); inform(price ⑤)");
    assertThat(Placeholders.of("chat ②: offer(name=A); offer(place=B)").source())
        .isEqualTo("chat ②: offer(name ①); offer(place ③)");
    assertThat(Placeholders.of("banks: request(type=checking / savings / 3 / True)").source())
        .isEqualTo("banks: request(type ① / ② / ③ 3 / True)");
    assertThat(Placeholders.of("no acts (at all = none").source())
        .isEqualTo("no acts (at all = none");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "AKA City in Aka costs $80.          | ① in ② costs ⑤.",
        "Aka City: 80 dollars, rated 4.6!    | ①: ⑤ dollars, rated ③!",
        "I found one in Aka. Is this one ok? | I found ④ in ②. Is this one ok?",
        "1 of 14.1, at 1:30, is 1.           | ④ of 14.1, at 1:30, is ④.",
        "Akaville has 1.                     | Akaville has ④.",
        "Aka, Aka City, Aka                  | ②, ①, ②",
      })
  void whatIsSaidBecomesSigns(String said, String hidden) {
    assertThat(Placeholders.of(ACTS).hidden(said)).isEqualTo(hidden);
  }

  @Test
  void signsBecomeValues() {
    assertThat(Placeholders.of(ACTS).filled("① (⑤), ④ of ②; ⑨"))
        .isEqualTo("Aka City ($80), 1 of Aka; ⑨");
    // A sign that stands for nothing is something invented.
    assertThat(SlotErrors.in("hotels: req_more", "Anything else, ⑨?")).isTrue();
  }

  /** What is hidden comes back as it was where it is said as the acts have it. */
  @Test
  void hidingAndFillingAreInverse() {
    Random random = new Random(4);
    String[] parts = {"Aka", "City", "4.6", "$80", "1", "is", "a", "Boston", "②", "14.1"};
    for (int i = 0; i < 500; i++) {
      StringBuilder text = new StringBuilder();
      for (int n = random.nextInt(9); n >= 0; n--) {
        text.append(parts[random.nextInt(parts.length)]).append(random.nextInt(5) > 0 ? " " : "");
      }
      Placeholders signs = Placeholders.of(ACTS + " ②");
      assertThat(signs.filled(signs.hidden(text.toString()))).isEqualTo(text.toString());
    }
  }

  @Test
  void moreValuesThanSignsStayAsTheyAre() {
    StringBuilder acts = new StringBuilder("many:");
    for (int i = 0; i < 25; i++) {
      acts.append(" offer(name=v").append(i).append(");");
    }
    String source = Placeholders.of(acts.toString()).source();
    assertThat(source).contains("(name ⑳)").contains("(name=v20)").contains("(name=v24)");
  }

  @Test
  void wrongTargetsAreNotLearnedFrom() {
    List<TextPair> pairs =
        List.of(
            new TextPair("bar: offer(name=Old Mill)", "Try Old Mill."),
            new TextPair("bar: offer(name=Old Mill)", "Try the mill."),
            new TextPair("bar: offer(name=Old Mill)", "Try Old Mill in Boston."));
    assertThat(Placeholders.learnable(pairs))
        .containsExactly(new TextPair("bar: offer(name ①)", "Try ①."));
  }

  private static List<TextPair> pairs(int count, Random random) {
    List<TextPair> pairs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String name = "N" + Integer.toString(random.nextInt(1 << 30), 36) + " Inn";
      String city = "C" + Integer.toString(random.nextInt(1 << 30), 36);
      int rooms = 1 + random.nextInt(9);
      pairs.add(
          new TextPair(
              String.format(
                  Locale.ROOT, "offer(name=%s); inform(rooms=%d); offer(in=%s)", name, rooms, city),
              String.format(
                  Locale.ROOT,
                  "%s in %s has %d room%s.",
                  name,
                  city,
                  rooms,
                  rooms > 1 ? "s" : "")));
    }
    return pairs;
  }

  private static TranslationShape shape() {
    return TranslationShape.standard()
        .with(
            s ->
                s.columns(Columns.SOURCE_TARGET)
                    .task(TextTask.PLAIN)
                    .placeholders(true)
                    .sourceVocabulary(320)
                    .targetVocabulary(320)
                    .decoderLayers(1)
                    .encoderHidden(24)
                    .hidden(48)
                    .embedding(24));
  }

  /** Every name is new, and a small network without a pointer spells none. */
  @Test
  void namesNeverSeenAreSaid(@TempDir Path folder) {
    Random random = new Random(2);
    List<TextPair> train = pairs(500, random);
    List<TextPair> held = pairs(40, random);
    TranslationRegime regime =
        TranslationRegime.standard()
            .with(r -> r.dropout(0).labelSmoothing(0).bpeDropout(0).batchTokens(192).maxRatio(30))
            .training(
                t ->
                    t.with(
                        s -> s.epochs(8).learningRate(0.01).warmup(10).average(0.9).patience(0)));
    Path file = folder.resolve("acts.zip");
    try (Translator translator =
        TranslationTrainer.train(
            shape(),
            regime,
            TranslationData.of(train, held),
            Output.to(file),
            TrainingListener.NONE)) {
      TranslationEvaluation scores =
          TranslationEvaluation.of(translator, held, TranslationOptions.greedy());
      assertThat(scores.slotErrors().rate()).as("%s", scores.output()).isLessThan(10);
      assertThat(scores.errors().wordErrors()).isLessThan(20);
      translator.save(folder.resolve("half.zip"), WeightType.F16);
    }
    try (Translator read = Translator.load(folder.resolve("half.zip"))) {
      assertThat(read.shape().placeholders()).isTrue();
      assertThat(read.translate(held.get(0).source(), TranslationOptions.greedy()).text())
          .isEqualTo(held.get(0).target());
    }
  }

  @Test
  void whatCannotBeIsRefused(@TempDir Path folder) {
    assertThatThrownBy(() -> Settings.check(shape().withTask(TextTask.TRANSLATION)))
        .isInstanceOf(BadOptionException.class)
        .hasMessageContaining("--task plain");
    assertThatThrownBy(
            () ->
                TranslationTrainer.train(
                    shape(),
                    TranslationRegime.standard(),
                    TranslationData.of(
                        List.of(new TextPair("offer(name=A b)", "No.")),
                        List.of(new TextPair("offer(name=A b)", "A b."))),
                    Output.to(folder.resolve("none.zip")),
                    TrainingListener.NONE))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("no pairs to train on");
  }
}
