package io.github.recurrent4j.inference.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
  @Test
  void valuesKeepTheirTypes() {
    var json = Json.object("{\"a\":1,\"b\":2.5,\"c\":[true,null,\"x\"],\"d\":3000000000}", "text");
    assertThat(json.get("a").isInt()).isTrue();
    assertThat(json.get("b").doubleValue()).isEqualTo(2.5);
    assertThat(json.get("c").size()).isEqualTo(3);
    assertThat(json.get("d").canConvertToInt()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "{",
        "{\"a\":1}{}",
        "{\"a\":1,\"a\":2}",
        "{a:1}",
        "{\"a\":NaN}",
        "{\"a\":01}"
      })
  void whatIsNoObjectIsRefused(String text) {
    assertThatThrownBy(() -> Json.object(text, "text")).isInstanceOf(ModelFileException.class);
  }

  @Test
  void depthAndNumbersAreLimited() {
    String deep = "{\"a\":" + "[".repeat(100_000);
    assertThatThrownBy(() -> Json.object(deep, "text")).isInstanceOf(ModelFileException.class);
    String digits = "{\"a\":" + "9".repeat(100_000) + "}";
    assertThatThrownBy(() -> Json.object(digits, "text")).isInstanceOf(ModelFileException.class);
  }

  @Test
  void aMessageIsOneShortLine() {
    var e = new ModelFileException("has\n\u001b[31m" + "x".repeat(1000) + "\u202e");
    assertThat(e.getMessage()).hasSizeLessThanOrEqualTo(ModelFileException.LONGEST);
    assertThat(e.getMessage()).doesNotContain("\n", "\u001b");
  }
}
