package io.github.recurrent4j.vectorization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tweets: their normal form, and the files they come in. */
class TweetsTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "@juanma25 Empanadas + Netflix , infalible!|@user empanadas + netflix , infalible!",
        "sloooow day|sloow <long> day",
        "GREAT day|great <caps> day",
        "#BuenosDías #10años|# buenos días # 10 años",
        "see https://t.co/abc &amp; smile|see http & smile",
        "¿Qué tal?? bien!!!!|¿qué tal?? bien!!",
        "me :-D you :( <3|me :) you :( ❤",
        "x😍😍y|x 😍 😍 y",
        "👍🏽 ok|👍 ok",
        "a 👩‍👩‍👧 b|a 👩‍👩‍👧 b",
        "I&#39;m|i'm",
        "I&#x27;m &#X27;ok&apos; &ntilde;&hellip; &nosuch; &#0; &#55555; &#9999999;|i'm 'ok' ñ… &nosuch; & # 0 ; & # 55555 ; & # 9999999 ;",
        "it&amp;#39;s &amp;quot;so&amp;quot;|it's \"so\"",
        "MAMÁ, QUÉ ALEGRÍA VERTE|mamá <caps>, qué <caps> alegría <caps> verte <caps>",
        "ÑOÑO eÁÉÍ ÁÉÍe _ABC ABC_|ñoño <caps> eáéí áéíe _abc abc_",
        "áhttp http|áhttp http"
      })
  void normalForms(String tweet, String expected) {
    assertThat(TweetNormalizer.normalize(tweet)).isEqualTo(expected);
  }

  @Test
  void longAndEmptyTweets() {
    assertThat(TweetNormalizer.normalize("")).isEmpty();
    assertThat(TweetNormalizer.normalize(" \u0000\u200b ")).isEmpty();
    assertThat(TweetNormalizer.normalize("ab".repeat(10_000)).length()).isLessThan(1100);
  }

  @Test
  void marksWithoutEndAreBounded() {
    String marks = "\u0301\u0327".repeat(100_000);
    assertThat(TweetNormalizer.normalize("a" + marks).length()).isLessThan(50);
    assertThat(CleanText.of("a" + marks + " b").length()).isLessThan(50);
  }

  @Test
  void readsSemEval() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("a.tsv"),
            "1\tpositive\tI\\u2019m \\u002c here\n2\tneutral\tNot Available\n3\tnegative\tno\t\n");
    assertThat(TweetRecordReader.read(file))
        .containsExactly(new LabelledText("I’m , here", 2), new LabelledText("no", 0));
    Path bad = Files.writeString(folder.resolve("b.tsv"), "1\tpositive\tx\n2\thappy\ty\n");
    assertThatThrownBy(() -> TweetRecordReader.read(bad))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("line 2")
        .hasMessageContaining("happy");
    Path short_ = Files.writeString(folder.resolve("c.tsv"), "just text\n");
    assertThatThrownBy(() -> TweetRecordReader.read(short_))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("--text and --labels");
  }
}
