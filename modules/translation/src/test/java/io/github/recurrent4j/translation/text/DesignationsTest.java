package io.github.recurrent4j.translation.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DesignationsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "La doctora Ruiz Gil vive aquí. | [doctora Ruiz Gil] vive aquí. | WOMAN Dr. Ruiz Gil",
        "Vi al señor Pérez. | Vi a [señor Pérez]. | NAME Mr. Pérez",
        "la casa del profesor Gómez | la casa de [profesor Gómez] | NAME Professor Gómez",
        "Señora Díaz, pase. | [Señora Díaz], pase. | WOMAN Mrs. Díaz",
        "Vive en la calle Mayor. | Vive en [calle Mayor]. | PLACE Calle Mayor",
        "la avenida de los Reyes Católicos | [avenida de los Reyes Católicos] | PLACE Avenida de los Reyes Católicos",
        "en la calle Tegeler Straße hoy | en [calle Tegeler Straße] hoy | PLACE Tegeler Straße",
        "en la calle Seestraße en Berlín | en [calle Seestraße] en Berlín | PLACE Seestraße",
        "El señor y la señora de la calle | El señor y la señora de la calle | ''",
        "Estimada señora Gil: | [Estimada señora Gil]: | WOMAN Dear Mrs. Gil",
        "Querido Juan, vuelve. | [Querido Juan], vuelve. | NAME Dear Juan",
        "Soy Juan, el amigo de Ana Gil. | Soy Juan, el amigo de Ana Gil. | ''",
        "En general Madrid gusta. | En general Madrid gusta. | ''",
      })
  void areFoundAndLoseTheirArticles(String text, String changed, String found) {
    MappedText mapped = new MappedText(text);
    List<Span> spans = Designations.take(mapped, Language.SPANISH);
    StringBuilder shown = new StringBuilder(mapped.toString());
    for (int i = spans.size() - 1; i >= 0; i--) {
      shown.insert(spans.get(i).to(), "]").insert(spans.get(i).from(), "[");
    }
    assertThat(shown).hasToString(changed);
    assertThat(
            spans.stream().map(s -> s.kind() + " " + s.target()).collect(Collectors.joining(", ")))
        .isEqualTo(found);
  }
}
