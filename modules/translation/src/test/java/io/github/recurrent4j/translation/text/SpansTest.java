package io.github.recurrent4j.translation.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpansTest {

  private static String found(String text) {
    return Spans.find(text, Language.SPANISH, Language.ENGLISH).stream()
        .map(s -> text.substring(s.from(), s.to()))
        .collect(Collectors.joining("|"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '\t',
      value = {
        "Visite https://www.ejemplo.com/ayuda?id=3.\thttps://www.ejemplo.com/ayuda?id=3",
        "Entre en tienda.ejemplo.es/ofertas, por favor.\ttienda.ejemplo.es/ofertas",
        "Escriba a ana.gil@ejemplo.org, por favor.\tana.gil@ejemplo.org",
        "Llámame al 612 345 678.\t612 345 678",
        "Llame al +34 91 123 45 67 hoy.\t+34 91 123 45 67",
        "Abra informe_final.pdf y /etc/hosts.\tinforme_final.pdf|/etc/hosts",
        "Hola {name}, tienes %d mensajes de ${quien}.\t{name}|%d|${quien}",
        "Sigue a @ana y usa #fiesta.\t@ana|#fiesta",
        "Usa la tecla F5 o el cable USB-C.\tF5|USB-C",
        "El pH del Ca2+ a 10 KBps.\tpH|Ca2+|10 KBps",
        "La reunión es el 15/03/2024 a las 18:00.\t15/03/2024|18:00",
        "Abre a las 9 a. m., a las 5:30pm y a las 11 P.M.\t9 a. m.|5:30pm|11 P.M.",
        "Mide 1,75 m y pesa 68 kg.\t1,75 m|68 kg",
        "Bajó un 3,2 % en 2012.\t3,2 %|2012",
        "Feliz Navidad 🎄👨‍👩‍👧 a todos\t🎄👨‍👩‍👧",
        "Un <b>gran</b> día [12]\t<b>|</b>|[12]",
        "Ejecuta `ls -l` con --verbose\t`ls -l`|--verbose",
        "La IP es 192.168.1.10.\t192.168.1.10"
      })
  void spansAreFound(String text, String expected) {
    assertThat(found(text)).isEqualTo(expected);
  }

  @Test
  void plainSentencesHaveNone() {
    for (String text :
        List.of(
            "¿Qué haces, Juan?",
            "Vivo en Madrid: es una ciudad bien-conocida.",
            "«No», dijo él—y se fue.",
            "Llegó a. m. o p. m.; no sé.",
            "el 50 por ciento".replace("50", "cincuenta"))) {
      assertThat(found(text)).as(text).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '\t',
      value = {
        "3,2\t3.2",
        "1.250\t1,250",
        "1.234,56\t1,234.56",
        "1.000.000\t1,000,000",
        "244890\t244890",
        "3.14\t3.14",
        "1,250\t1,250",
        "0,125\t0.125",
        "1,234.56\t1,234.56",
        "192.168.100.200\t192.168.100.200",
        "1,2,3\t1,2,3"
      })
  void numbersChangeTheirSeparators(String spanish, String english) {
    assertThat(Numbers.convert(spanish, Language.SPANISH, Language.ENGLISH)).isEqualTo(english);
  }

  @Test
  void numbersChangeBack() {
    assertThat(Numbers.convert("1,234.56", Language.ENGLISH, Language.SPANISH))
        .isEqualTo("1.234,56");
    assertThat(Numbers.convert("3.2", Language.ENGLISH, Language.SPANISH)).isEqualTo("3,2");
    assertThat(Spans.find("It fell by 3.2%.", Language.ENGLISH, Language.SPANISH).get(0).target())
        .isEqualTo("3,2\u00A0%");
  }

  @Test
  void targetsAreInTheOtherLanguagesForm() {
    assertThat(Spans.find("un 3,2 % de 1.250 €", Language.SPANISH, Language.ENGLISH))
        .extracting(Span::target)
        .containsExactly("3.2%", "1,250 €");
    assertThat(Spans.find("el 1.º, la 2ª y el 13.º", Language.SPANISH, Language.ENGLISH))
        .extracting(Span::target)
        .containsExactly("1st", "2nd", "13th");
  }
}
