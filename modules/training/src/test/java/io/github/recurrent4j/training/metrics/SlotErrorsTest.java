package io.github.recurrent4j.training.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SlotErrorsTest {
  private static final String ACTS =
      "hotels: offer(hotel_name=Aka University City); offer(average_rating=4.6);"
          + " inform_count(count=10); confirm(has_wifi=True)";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Found 10. Aka University City has a 4.6 rating, with wifi.      | 0 | 0",
        "Found ten. aka university city has a 4.6 rating.                | 0 | 0",
        "Found 10. Aka City has a 4.6 rating.                            | 1 | 0",
        "Found 10. Aka University City has a rating of 4.                | 1 | 0",
        "Found 10. Aka University City in Boston has a 4.6 rating.       | 0 | 1",
        "Found 12, and Aka University City is rated 4.6.                 | 1 | 1",
        "Found 10? Shall I take Aka University City, rated 4.6?          | 0 | 0",
      })
  void oneUtterance(String utterance, long missing, long invented) {
    long wrong = Math.max(missing, invented);
    assertThat(SlotErrors.of(List.of(ACTS), List.of(utterance)))
        .isEqualTo(new SlotErrors(1, missing, invented, wrong));
  }

  /** Nobody says ReserveHotel, and choices are said in any order. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "hotels: offer_intent(intent=ReserveHotel)       | Shall I book a room? | false",
        "events: request(category=Music / Sports)        | Music, or sports?    | false",
        "events: request(category=Music / Sports)        | Sports or music?     | false",
        "events: request(category=Music / Sports)        | Music?               | true",
        "events: request(category=Music / Sports / True) | Sports, music?       | false",
        "events: offer(name=AC/DC)                       | AC/DC it is.         | false",
      })
  void intentsAndChoices(String acts, String utterance, boolean wrong) {
    assertThat(SlotErrors.in(acts, utterance)).isEqualTo(wrong);
  }

  @Test
  void whatNeedsNoValue() {
    SlotErrors errors =
        SlotErrors.of(
            List.of("buses: req_more", "buses: inform(fare=12)"),
            List.of("Anything else?", "It costs 13."));
    assertThat(errors).isEqualTo(new SlotErrors(2, 1, 1, 1));
    assertThat(errors.toString())
        .isEqualTo("slot errors = 50.00 % (1 of 2 utterances: 1 miss a value, 1 invent one)");
  }

  /** "a b", "b a", "a b": 2 of 3 pairs of words, 2 of 6 words. */
  @Test
  void distinctNgrams() {
    List<String> texts = List.of("a b", " b  a", "a b", "");
    assertThat(DistinctNgrams.of(texts, 1)).isCloseTo(2 / 6.0, within(1e-12));
    assertThat(DistinctNgrams.of(texts, 2)).isCloseTo(2 / 3.0, within(1e-12));
    assertThat(DistinctNgrams.of(List.of("a"), 2)).isZero();
  }
}
