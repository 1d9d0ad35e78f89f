package io.github.recurrent4j.translation.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where sentences end and where they do not; a bar marks each end inside the text. */
class SentenceSplitterTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "El Sr. Pérez llegó tarde.|La Dra. Ruiz, no.",
        "Vivo en EE. UU. desde 2010.|Antes vivía en Cuba.",
        "Nació en EE. UU.|En 2010 volvió.",
        "Véase el n.º 5 y la pág. 12.|Luego firme.",
        "J. R. R. Tolkien escribió mucho.|Murió en 1973.",
        "Murió en el año 356 a. C. en Éfeso.|Nadie lo lloró.",
        "Cuesta 3.50 euros.|Pesa 1.250 kg.",
        "¿Qué haces?|¡Nada!|Vale…|Adiós.",
        "«¿Vienes?» dijo ella.|No contestó.",
        "Dijo «no quiero».|Se fue (sin prisa).|Volvió.",
        "Esperó... y esperó.|Nadie vino.",
        "Dijo que no.|Insistí.",
        "No.|No quiero.",
        "Compré pan, leche, etc.|Volví a casa.",
        "1. Lave la fruta.|Séquela.",
        "Mr. Smith met Dr. Jones at 5 p.m. on Monday.|They talked, e.g. about the U.S. economy.",
        "Abra el archivo informe.pdf y lea.|Cierre.",
        "El vuelo sale a las 9:30 a. m.|El regreso es de noche.",
        "Son 5.|Faltan 3."
      })
  void endsAreFound(String marked) {
    List<String> sentences = Arrays.asList(marked.split("\\|"));
    assertThat(SentenceSplitter.split(String.join(" ", sentences), Language.SPANISH))
        .isEqualTo(sentences);
  }

  @Test
  void endsCoverTheText() {
    String text = "Uno.  Dos. Tres";
    assertThat(SentenceSplitter.ends(text, Language.SPANISH)).containsExactly(6, 11, 15);
    assertThat(SentenceSplitter.ends("", Language.SPANISH)).isEmpty();
    assertThat(SentenceSplitter.split("...", Language.SPANISH)).containsExactly("...");
  }
}
