package io.github.recurrent4j.translation.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AbbreviationsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "El Sr. Pérez llegó. | El señor Pérez llegó.",
        "Dra.Ruiz, pase. | Doctora Ruiz, pase.",
        "Vive en la Avda. de América, n.º 12. | Vive en la Avenida de América, número 12.",
        "la c/ Mayor, 5, la c/Sol y la C/ Luna | la calle Mayor, 5, la calle Sol y la Calle Luna",
        "Véase la pág. 25 y ss. | Véase la página 25 y siguientes.",
        "Nació en el s. XIX, aprox. en 1850. | Nació en el siglo XIX, aproximadamente en 1850.",
        "Habló con Ud. | Habló con usted.",
        "Es fruta, p.ej. peras, o p. ej. uvas. | Es fruta, por ejemplo peras, o por ejemplo uvas.",
        "q haces? xq no vienes porfa | que haces? porque no vienes por favor",
        "la tecla q. y x = q5, tb5 | la tecla q. y x = q5, tb5",
        "EL DR. GÓMEZ VIVE EN LA AVDA. DEL SOL | EL DOCTOR GÓMEZ VIVE EN LA AVENIDA DEL SOL",
        "Lea fig.5.png y doc.pdf, no la fig. 5. | Lea fig.5.png y doc.pdf, no la figura 5.",
        "Pasó en 300 a. C., no en 300 d.C. | Pasó en 300 antes de Cristo, no en 300 después de Cristo.",
        "Escriba a dr.gomez@correo.es hoy. | Escriba a dr.gomez@correo.es hoy.",
        "Compré pan, etc. y me fui en tren. | Compré pan, etc. y me fui en tren.",
      })
  void spanish(String text, String whole) {
    assertThat(expanded(text, Language.SPANISH)).isEqualTo(whole);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "See e.g. p. 5 and pp. 7-9. | See for example page 5 and pages 7-9.",
        "Approx. 5 people live on Fifth Ave. | Approximately 5 people live on Fifth Avenue.",
        "Gov. Brown met Prof. Green on Jan. 5. | Governor Brown met professor Green on January 5.",
        "He said no. It was no. 5. | He said no. It was number 5.",
        "The gen. is on www.no.org. | The gen. is on www.no.org.",
      })
  void english(String text, String whole) {
    assertThat(expanded(text, Language.ENGLISH)).isEqualTo(whole);
  }

  @Test
  void eachCharacterKnowsWhereItCameFrom() {
    MappedText text = new MappedText("La pág. 5 falta.");
    Abbreviations.expand(text, Language.SPANISH, Language.ENGLISH);
    assertThat(text).hasToString("La página 5 falta.");
    assertThat(text.start(3, 9)).isEqualTo(3);
    assertThat(text.end(3, 9)).isEqualTo(7);
    assertThat(text.start(10, 11)).isEqualTo(8);
  }

  @Test
  void noSentenceEndsBehindOneThatGoesOn() {
    assertThat(
            SentenceSplitter.split(
                "Abre de lun. a vie. El sábado cierra. Va a la pl. Mayor.", Language.SPANISH))
        .containsExactly("Abre de lun. a vie.", "El sábado cierra.", "Va a la pl. Mayor.");
  }

  private static String expanded(String text, Language from) {
    MappedText mapped = new MappedText(text);
    Abbreviations.expand(
        mapped, from, from == Language.SPANISH ? Language.ENGLISH : Language.SPANISH);
    return mapped.toString();
  }
}
