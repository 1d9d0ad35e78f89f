package io.github.recurrent4j.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Work that waits for the test, so that nothing depends on how long anything takes. */
@Timeout(value = 20, unit = TimeUnit.MINUTES) // against hanging for ever; no test needs a minute
class BatcherTest {
  private final Semaphore mayCompute = new Semaphore(0);
  private final Semaphore begun = new Semaphore(0);
  private final List<List<String>> batches = Collections.synchronizedList(new ArrayList<>());
  private final CountDownLatch interrupted = new CountDownLatch(1);
  private Batcher<String, String, String> batcher;

  private Batcher<String, String, String> batcher(int queue, int size) {
    Batcher.Bounds bounds = new Batcher.Bounds(1, queue, size, 0);
    batcher =
        new Batcher<>("test", Batcher.Work.whole(this::compute), String::length, bounds, n -> {});
    return batcher;
  }

  private List<String> compute(String key, List<String> inputs) {
    batches.add(List.copyOf(inputs));
    begun.release();
    try {
      mayCompute.acquire();
    } catch (InterruptedException e) {
      interrupted.countDown();
      Thread.currentThread().interrupt();
      throw new CancellationException();
    }
    if (inputs.contains("poison")) {
      throw new IllegalArgumentException("poison");
    }
    return inputs.stream().map(input -> key + input).toList();
  }

  @AfterEach
  void end() {
    mayCompute.release(1000);
    batcher.close();
  }

  private CompletableFuture<List<String>> begin() {
    CompletableFuture<List<String>> first = batcher.submit("", List.of("first"));
    begun.acquireUninterruptibly();
    return first;
  }

  @Test
  void whatWaitsTogetherIsComputedTogether() {
    batcher(10, 4);
    CompletableFuture<List<String>> first = begin();
    CompletableFuture<List<String>> ab = batcher.submit("x", List.of("a", "b"));
    CompletableFuture<List<String>> other = batcher.submit("y", List.of("c"));
    CompletableFuture<List<String>> d = batcher.submit("x", List.of("d"));
    CompletableFuture<List<String>> large = batcher.submit("x", List.of("e", "f"));
    mayCompute.release(10);
    assertThat(first.join()).containsExactly("first");
    assertThat(ab.join()).containsExactly("xa", "xb");
    assertThat(d.join()).containsExactly("xd");
    assertThat(other.join()).containsExactly("yc");
    assertThat(large.join()).containsExactly("xe", "xf");
    assertThat(batches)
        .containsExactly(List.of("first"), List.of("a", "b", "d"), List.of("c"), List.of("e", "f"));
  }

  @Test
  void whatIsShortWaitsForNothingLong() {
    batcher(10, 8);
    String longText = "a long text ".repeat(20);
    String likeIt = longText.substring(0, 150);
    CompletableFuture<List<String>> first = begin();
    List<CompletableFuture<List<String>>> all = new ArrayList<>();
    for (String text : List.of("a", longText, "b", likeIt, "c")) {
      all.add(batcher.submit("", List.of(text)));
    }
    mayCompute.release(10);
    first.join();
    all.forEach(CompletableFuture::join);
    assertThat(batches)
        .containsExactly(List.of("first"), List.of("a", "b", "c"), List.of(longText, likeIt));
  }

  @Test
  void whatIsDoneIsAnsweredWhileTheRestIsComputed() {
    batcher =
        new Batcher<>(
            "test",
            (key, inputs, outputs) -> {
              begun.release();
              for (int i = inputs.size() - 1; i >= 0; i--) {
                outputs.accept(key + inputs.get(i), i);
                mayCompute.acquireUninterruptibly();
              }
            },
            String::length,
            new Batcher.Bounds(1, 10, 8, 0),
            n -> {});
    CompletableFuture<List<String>> first = begin();
    CompletableFuture<List<String>> hard = batcher.submit("x", List.of("a", "b"));
    CompletableFuture<List<String>> easy = batcher.submit("x", List.of("c"));
    mayCompute.release();
    assertThat(easy.join()).containsExactly("xc");
    assertThat(hard).isNotDone();
    assertThat(batcher.load()).isOne();
    mayCompute.release(10);
    assertThat(hard.join()).containsExactly("xa", "xb");
    assertThat(first.join()).containsExactly("first");
  }

  /** Of two jobs one has its answer and nobody waits for the other: it is not computed on. */
  @Test
  void theRestOfABatchIsInterruptedWhenNobodyWaitsForIt() throws InterruptedException {
    CountDownLatch given = new CountDownLatch(1);
    batcher =
        new Batcher<>(
            "test",
            (key, inputs, outputs) -> {
              begun.release();
              outputs.accept(inputs.get(inputs.size() - 1), inputs.size() - 1);
              given.countDown();
              compute(key, inputs);
            },
            String::length,
            new Batcher.Bounds(1, 10, 8, 0),
            n -> {});
    CompletableFuture<List<String>> first = begin();
    CompletableFuture<List<String>> slow = batcher.submit("x", List.of("slow"));
    CompletableFuture<List<String>> quick = batcher.submit("x", List.of("quick"));
    given.await();
    mayCompute.release();
    assertThat(quick.join()).containsExactly("quick");
    slow.cancel(true);
    interrupted.await();
    assertThat(first.join()).containsExactly("first");
  }

  @Test
  void aFullQueueRefuses() {
    batcher(2, 4);
    var unused1 = begin();
    var unused4 = batcher.submit("", List.of("a"));
    var unused5 = batcher.submit("", List.of("b"));
    assertThat(batcher.load()).isEqualTo(3);
    assertThatThrownBy(() -> batcher.submit("", List.of("c")))
        .isInstanceOfSatisfying(
            ApiException.class,
            e -> {
              assertThat(e.status()).isEqualTo(503);
              assertThat(e.retryAfter()).isPositive();
            });
  }

  @Test
  void whoGivesUpFreesThePlace() {
    batcher(1, 4);
    CompletableFuture<List<String>> first = begin();
    CompletableFuture<List<String>> given = batcher.submit("", List.of("given up"));
    given.cancel(true);
    CompletableFuture<List<String>> next = batcher.submit("", List.of("next"));
    mayCompute.release(10);
    first.join();
    assertThat(next.join()).containsExactly("next");
    assertThat(batches).containsExactly(List.of("first"), List.of("next"));
  }

  @Test
  void whatNobodyWaitsForIsInterrupted() throws InterruptedException {
    batcher(10, 4);
    CompletableFuture<List<String>> first = begin();
    CompletableFuture<List<String>> next = batcher.submit("", List.of("next"));
    first.cancel(true);
    interrupted.await();
    mayCompute.release(10);
    assertThat(next.join()).containsExactly("next");
  }

  @Test
  void ofABatchOneMayGiveUpWithoutHarmToTheOthers() {
    batcher(10, 4);
    var unused2 = begin();
    CompletableFuture<List<String>> a = batcher.submit("", List.of("a"));
    CompletableFuture<List<String>> b = batcher.submit("", List.of("b"));
    mayCompute.release();
    begun.acquireUninterruptibly();
    a.cancel(true);
    mayCompute.release();
    assertThat(b.join()).containsExactly("b");
    assertThat(interrupted.getCount()).isOne();
  }

  @Test
  void oneFailureIsNotTheOthers() {
    batcher(10, 4);
    var unused3 = begin();
    CompletableFuture<List<String>> good = batcher.submit("", List.of("good"));
    CompletableFuture<List<String>> bad = batcher.submit("", List.of("poison"));
    mayCompute.release(10);
    assertThat(good.join()).containsExactly("good");
    assertThatThrownBy(bad::join)
        .isInstanceOf(CompletionException.class)
        .hasCauseInstanceOf(IllegalArgumentException.class);
    assertThat(batcher.submit("", List.of("after")).join()).containsExactly("after");
  }

  @Test
  void closingComputesWhatIsThereAndRefusesTheRest() {
    batcher(10, 4);
    CompletableFuture<List<String>> first = begin();
    CompletableFuture<List<String>> second = batcher.submit("", List.of("second"));
    mayCompute.release(10);
    batcher.close();
    assertThat(first).isCompleted();
    assertThat(second).isCompletedWithValue(List.of("second"));
    assertThatThrownBy(() -> batcher.submit("", List.of("late")))
        .isInstanceOf(ApiException.class)
        .hasMessage("the server is stopping");
  }
}
