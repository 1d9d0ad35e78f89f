package io.github.recurrent4j.languagemodel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.recurrent4j.vectorization.BadInputException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The shipped language models of byte pairs on texts that were written for this project. */
class ShippedLanguageModelsTest {
  private static final Path DATASETS = Path.of("../../datasets");

  /** Right and wrong sentences, one beside the other. */
  private static final Map<String, List<String>> PAIRS =
      Map.of(
          "spanish",
          List.of(
              "La casa es blanca.|La casa es blanco.",
              "Los niños juegan en el parque.|Los niños juega en el parque.",
              "Ayer fui al cine con mi hermana.|Ayer voy al cine con mi hermana.",
              "Me gusta mucho el café.|Me gusto mucho el café.",
              "No sé dónde está la llave.|No sé dónde es la llave.",
              "Ella ha escrito una carta.|Ella ha escribir una carta.",
              "Quiero que vengas mañana.|Quiero que vienes mañana.",
              "Las manzanas están en la mesa.|Las manzanas está en la mesa.",
              "¿Qué hora es?|¿Qué hora son?",
              "Si tuviera dinero, compraría un coche.|Si tendría dinero, comprara un coche.",
              "El agua está fría.|El agua está frío.",
              "Voy a comer con mis padres.|Voy a como con mis padres.",
              "Hace mucho frío hoy.|Es mucho frío hoy.",
              "Tengo veinte años.|Soy veinte años.",
              "Estoy esperando el autobús.|Estoy espero el autobús.",
              "Esta mañana me levanté tarde.|Este mañana me levanté tarde.",
              "Nos vemos el lunes.|Vemos nos el lunes.",
              "Mi madre trabaja en un hospital.|Mi madre trabajo en un hospital.",
              "Hay tres perros en la calle.|Hay tres perro en la calle.",
              "Se lo di a tu hermano.|Lo se di a tu hermano."),
          "english",
          List.of(
              "She has gone home.|She have gone home.",
              "The children are playing in the park.|The children is playing in the park.",
              "I went to the cinema with my sister.|I goed to the cinema with my sister.",
              "He doesn't like coffee.|He don't likes coffee.",
              "Where did you put the keys?|Where did you putted the keys?",
              "I have been waiting for an hour.|I have been wait for an hour.",
              "There are three dogs in the street.|There is three dog in the street.",
              "He told me to come back tomorrow.|He told to me come back tomorrow.",
              "If I were rich, I would buy a boat.|If I were rich, I will bought a boat.",
              "My mother works in a hospital.|My mother work in a hospital.",
              "This is the best book I have ever read.|This is the goodest book I have ever read.",
              "What time is it?|What time it is?",
              "We were walking to the station.|We was walking to the station.",
              "You should see a doctor.|You should to see a doctor.",
              "It has been raining all day.|It have been raining all day.",
              "I am twenty years old.|I have twenty years old.",
              "Nobody knows the answer.|Nobody know the answer.",
              "She sings very well.|She sings very good well.",
              "Both of them were late.|Both of they were late.",
              "He is taller than his brother.|He is more tall that his brother."));

  @Test
  void threeAreShipped() {
    assertThat(LanguageModel.shipped()).containsExactly("shakespeare", "english", "spanish");
    assertThatThrownBy(() -> LanguageModel.pretrained("german"))
        .isInstanceOf(BadInputException.class)
        .hasMessage("no model of this name is shipped: shakespeare, english, spanish are");
  }

  /** A sentence is likelier than the same one with a mistake. */
  @ParameterizedTest
  @ValueSource(strings = {"spanish", "english"})
  void mistakesAreUnlikely(String name) {
    try (LanguageModel model = LanguageModel.pretrained(name)) {
      List<String> pairs = PAIRS.get(name);
      List<Score> right = model.scoreLines(side(pairs, true));
      List<Score> wrong = model.scoreLines(side(pairs, false));
      int better = 0;
      for (int i = 0; i < pairs.size(); i++) {
        better += right.get(i).logProbability() > wrong.get(i).logProbability() ? 1 : 0;
      }
      assertThat(better).isGreaterThanOrEqualTo(17);
    }
  }

  private static List<String> side(List<String> pairs, boolean right) {
    return pairs.stream()
        .map(p -> right ? p.substring(0, p.indexOf('|')) : p.substring(p.indexOf('|') + 1))
        .toList();
  }

  /** Everyday texts that no model was trained on: an even draw of bytes would take 8 bits. */
  @ParameterizedTest
  @CsvSource({"spanish, es.txt, en.txt", "english, en.txt, es.txt"})
  void everydayTextsAreExpected(String name, String own, String other) {
    try (LanguageModel model = LanguageModel.pretrained(name)) {
      Evaluation e = model.evaluate(DATASETS.resolve(own));
      assertThat(e.bitsPerByte()).isBetween(1.0, 2.0);
      assertThat(model.evaluate(DATASETS.resolve(other)).bitsPerByte())
          .isGreaterThan(1.5 * e.bitsPerByte());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"spanish", "english"})
  void anyTextIsReadAndWritten(String name) {
    try (LanguageModel model = LanguageModel.pretrained(name)) {
      for (String text : List.of("日本語 🙂 \t¿?", "a", "ÑANDÚ", "x".repeat(500))) {
        Score score = model.score(text);
        assertThat(score.logProbability()).isFinite().isNegative();
        assertThat(score.unknown()).isEmpty();
      }
      GenerationOptions options = GenerationOptions.of("", 60).withSeed(3);
      String text = model.generate(options);
      assertThat(text).isEqualTo(model.generate(options)).doesNotContain("\uFFFD");
    }
  }
}
