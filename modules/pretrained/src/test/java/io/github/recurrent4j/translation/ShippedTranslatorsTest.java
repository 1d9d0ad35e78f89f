package io.github.recurrent4j.translation;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recurrent4j.kernels.Precision;
import io.github.recurrent4j.translation.HardInputs.Result;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The shipped translators, both ways, on what people type. */
class ShippedTranslatorsTest {
  @ParameterizedTest
  @EnumSource(LanguagePair.class)
  void hardInputsAreTranslated(LanguagePair languages) {
    try (Translator translator = Translator.pretrained(languages, Precision.F32)) {
      assertThat(translator.languages()).contains(languages);
      List<Result> results =
          HardInputs.shipped(languages).run(translator, TranslationOptions.standard());
      List<Result> failed = results.stream().filter(r -> !r.passed()).toList();
      assertThat(failed.size()).as(failed::toString).isLessThanOrEqualTo(results.size() / 20);
    }
  }
}
