package io.github.recurrent4j.translation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The shipped model of dialogue acts and utterances. */
class ShippedUtterancesTest {
  private static final TranslationOptions KEEPING =
      TranslationOptions.standard().with(o -> o.beam(10).keepValues(true));

  private static Translator utterances;

  @BeforeAll
  static void load() {
    utterances = Translator.pretrained("utterances");
  }

  @AfterAll
  static void close() {
    utterances.close();
  }

  /** Names that no training text has, in kinds of acts that many have. */
  @Test
  void saysValuesAsTheyAre() {
    List<String> acts =
        List.of(
            "hotels: offer(hotel_name=Qwx Zorblatt Inn); inform_count(count=9)",
            "restaurants: confirm(restaurant_name=Vrumk & Sons); confirm(city=Tlöt); confirm(time=3:07 am)",
            "music: offer(song_name=Xyzzy Plugh); offer(artist=The Gnusto)",
            "hotels: inform(phone_number=+99 1234-567)");
    List<List<String>> values =
        List.of(
            List.of("Qwx Zorblatt Inn", "9"),
            List.of("Vrumk & Sons", "Tlöt", "3:07 am"),
            List.of("Xyzzy Plugh", "The Gnusto"),
            List.of("+99 1234-567"));
    List<Translation> said = utterances.translate(acts, KEEPING);
    for (int i = 0; i < acts.size(); i++) {
      assertThat(said.get(i).text()).contains(values.get(i));
    }
  }

  @Test
  void actsWithoutValuesAreSaidToo() {
    assertThat(utterances.shape().placeholders()).isTrue();
    assertThat(utterances.translate("buses: goodbye", KEEPING).text()).matches("[A-Z].*[a-z]+.*");
    assertThat(utterances.translate("hotels: request(city)", KEEPING).text()).endsWith("?");
    assertThat(utterances.translate("", KEEPING).text()).isEmpty();
  }
}
