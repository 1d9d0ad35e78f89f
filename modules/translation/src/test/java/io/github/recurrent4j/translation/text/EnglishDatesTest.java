package io.github.recurrent4j.translation.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EnglishDatesTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "It begins on January 1, 2025. | January 1, 2025=1 de enero de 2025",
        "On 3rd of March 1999 or May 4th | 3rd of March 1999=3 de marzo de 1999;May 4th=4 de mayo",
        "March 3 and 12 December, 2001, too | March 3=3 de marzo;12 December, 2001=12 de diciembre de 2001",
        "In March 2021 he may 5 times march 3 miles. | ''",
        "May 45 people come? | ''",
      })
  void haveASpanishForm(String text, String forms) {
    assertThat(
            Spans.find(text, Language.ENGLISH, Language.SPANISH).stream()
                .filter(s -> s.kind() == Span.Kind.DATE)
                .map(s -> text.substring(s.from(), s.to()) + "=" + s.target())
                .collect(Collectors.joining(";")))
        .isEqualTo(forms);
  }
}
