package io.github.recurrent4j.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.recurrent4j.languagemodel.TokenStep;
import io.github.recurrent4j.vectorization.BadInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PartsTest {
  @TempDir Path dir;

  /** A model that says whether it was closed. */
  private static final class Model implements AutoCloseable {
    private final int number;
    private int closed;

    private Model(int number) {
      this.number = number;
    }

    @Override
    public void close() {
      closed++;
    }
  }

  @Test
  void aReplacedModelStaysOpenUntilItsLastCallEnds() {
    List<Model> made = new ArrayList<>();
    Hosted<Model> hosted =
        new Hosted<>(
            "m",
            () -> {
              made.add(new Model(made.size()));
              return made.get(made.size() - 1);
            });
    Hosted<Model>.Lease early = hosted.lease();
    hosted.reload();
    assertThat(early.model().number).isZero();
    assertThat(made.get(0).closed).isZero();
    Hosted<Model>.Lease late = hosted.lease();
    assertThat(late.model().number).isOne();
    early.close();
    assertThat(made.get(0).closed).isOne();
    hosted.close();
    assertThat(made.get(1).closed).isZero();
    late.close();
    hosted.close();
    assertThat(made.get(1).closed).isOne();
    assertThatThrownBy(hosted::lease).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aModelThatCannotBeOpenedLeavesTheOneThereIs() {
    boolean[] broken = {false};
    Hosted<Model> hosted =
        new Hosted<>(
            "m",
            () -> {
              if (broken[0]) {
                throw new BadInputException("damaged");
              }
              return new Model(7);
            });
    broken[0] = true;
    assertThatThrownBy(hosted::reload).hasMessage("damaged");
    try (Hosted<Model>.Lease lease = hosted.lease()) {
      assertThat(lease.model().number).isEqualTo(7);
      assertThat(lease.model().closed).isZero();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "abcdef, xyz, abcdef, false",
    "abcdef, cd, ab, true",
    "aXbXXc, XX, aXb, true",
    "aaab, aab, a, true",
    "abab, abac, abab, false",
    "abc, a, '', true",
  })
  void stopsEndATextAndAreNoPartOfIt(String text, String stop, String left, boolean stopped) {
    StringBuilder out = new StringBuilder();
    StopFilter filter = new StopFilter(List.of(stop), (token, shown) -> out.append(shown));
    for (int i = 0; i < text.length(); i++) {
      TokenStep token = new TokenStep(text.substring(i, i + 1), -1, List.of());
      if (!filter.accept(token)) {
        break;
      }
      assertThat(text).startsWith(out);
    }
    filter.end();
    assertThat(out.toString()).isEqualTo(left);
    assertThat(filter.isStopped()).isEqualTo(stopped);
  }

  @Test
  void aWordIsCutWhereAStopBegins() {
    List<String> out = new ArrayList<>();
    StopFilter filter = new StopFilter(List.of("nd", "z"), (token, shown) -> out.add(shown));
    assertThat(filter.accept(new TokenStep("one ", -1, List.of()))).isTrue();
    assertThat(filter.accept(new TokenStep("second", -1, List.of()))).isFalse();
    filter.end();
    assertThat(out).containsExactly("one ", "seco");
  }

  @Test
  void aClientGetsItsRequestsAMinute() {
    RateLimit limit = new RateLimit();
    long second = TimeUnit.SECONDS.toNanos(1);
    limit.take("a", 2, 0);
    limit.take("a", 2, 0);
    limit.take("b", 2, 0);
    assertThatThrownBy(() -> limit.take("a", 2, second))
        .isInstanceOfSatisfying(
            ApiException.class,
            e -> {
              assertThat(e.status()).isEqualTo(429);
              assertThat(e.retryAfter()).isEqualTo(29);
              assertThat(e.getMessage()).isEqualTo("Slowdown: 2 per 1 minute");
            });
    limit.take("a", 2, 31 * second);
    assertThatThrownBy(() -> limit.take("a", 2, 32 * second)).isInstanceOf(ApiException.class);
    for (int i = 0; i < 100; i++) {
      limit.take("free", -1, 0);
    }
    assertThatThrownBy(() -> limit.take("none", 0, 0)).isInstanceOf(ApiException.class);
  }

  @Test
  void keysAreReadFromLines() throws IOException {
    Path file = Files.writeString(dir.resolve("keys"), "# ours\nsecret-one\n\nsecret-two  30\n");
    ApiKeys keys = ApiKeys.read(file, -1);
    assertThat(keys.limit("secret-one")).hasValue(-1);
    assertThat(keys.limit("secret-two")).hasValue(30);
    assertThat(keys.limit("secret-")).isEmpty();
    assertThat(keys.limit("")).isEmpty();
    Files.writeString(file, "secret-one\nshort\n");
    assertThatThrownBy(() -> ApiKeys.read(file, -1))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("line 2 is no key");
    Files.writeString(file, "# none\n");
    assertThatThrownBy(() -> ApiKeys.read(file, -1)).hasMessageContaining("has no key");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "es | ¿Dónde está la biblioteca?",
        "es | Quiero una cerveza y un plato de patatas",
        "es | gracias",
        "es | hola",
        "en | thank you very much",
        "en | The children are playing in the garden",
        "en | hello",
      })
  void languagesAreToldApart(String language, String text) {
    assertThat(Detection.of(text).language()).isEqualTo(language);
    assertThat(Detection.of(text).confidence()).isBetween(50.0, 100.0);
  }

  @Test
  void whatSaysNothingIsNotDetected() {
    assertThat(Detection.of("1234 …")).isEqualTo(new Detection("en", 0));
  }

  /** A short text is done while more long ones than there are cores are under way. */
  @Test
  @Timeout(value = 20, unit = TimeUnit.MINUTES) // against hanging for ever
  void aShortGenerationDoesNotWaitForLongOnes() {
    try (Generations generations = new Generations(100)) {
      CountDownLatch shortIsDone = new CountDownLatch(1);
      List<CompletableFuture<String>> all = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        all.add(
            generations.submit(
                wanted -> {
                  try {
                    shortIsDone.await();
                    return "long";
                  } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                  }
                }));
      }
      assertThat(generations.submit(wanted -> "short").join()).isEqualTo("short");
      assertThat(all).noneMatch(CompletableFuture::isDone);
      shortIsDone.countDown();
      all.forEach(one -> assertThat(one.join()).isEqualTo("long"));
    }
  }
}
