package io.github.recurrent4j.languagemodel;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recurrent4j.inference.Slot;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Turns of a lender that counts, and shares of texts that take turns. */
@Timeout(value = 20, unit = TimeUnit.MINUTES) // against hanging for ever; no test needs a minute
class TurnsTest {

  /** Has no slot, and notes the steps of each turn. */
  private static final class Counting implements Turns.Lender {
    private final List<Integer> turns = new ArrayList<>();
    private int steps;

    @Override
    public void lend(Consumer<Slot> work) {
      int before = steps;
      work.accept(null);
      turns.add(steps - before);
    }
  }

  @Test
  void turnsGrowUpToABound() {
    Counting lender = new Counting();
    List<Integer> made = new ArrayList<>();
    new Turns(lender)
        .run(
            70,
            (slot, i) -> {
              lender.steps++;
              return i;
            },
            made::add);
    assertThat(lender.turns).containsExactly(1, 2, 4, 8, 16, 16, 16, 7);
    assertThat(made).hasSize(70).isSorted();
  }

  @Test
  void whoHasEnoughGetsNothingFurther() {
    Counting lender = new Counting();
    List<Integer> made = new ArrayList<>();
    new Turns(lender)
        .run(
            1000,
            (slot, i) -> {
              lender.steps++;
              return i;
            },
            i -> {
              made.add(i);
              return i < 20;
            });
    assertThat(made).hasSize(21);
    // The turn that was begun is all that was computed for nothing.
    assertThat(lender.turns).containsExactly(1, 2, 4, 8, 16);
  }

  /**
   * One slot, which goes round: eight long texts are under way beside a short one, which ends after
   * a bounded turn of each other for each of its own.
   */
  @Test
  void aShortTextWaitsForNoMoreThanATurnOfEachOther() throws InterruptedException {
    int texts = 8;
    Round round = new Round(texts + 1);
    List<Integer> order = new ArrayList<>();
    List<Thread> threads = new ArrayList<>();
    for (int n = 0; n <= texts; n++) {
      int text = n;
      Turns.Step<Integer> step =
          (slot, i) -> {
            order.add(text);
            return i;
          };
      threads.add(
          new Thread(
              () -> {
                new Turns(work -> round.lend(text, work))
                    .run(text == texts ? 40 : 2000, step, i -> true);
                round.leave(text);
              }));
    }
    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(order).hasSize(texts * 2000 + 40);
    int turns = 6; // of 1, 2, 4, 8, 16 and 9 steps
    assertThat(order.lastIndexOf(texts)).isLessThan(turns * texts * Turns.LONGEST + 40);
  }

  /** A slot that each gets in turn. */
  private static final class Round {
    private final boolean[] gone;
    private int holder;

    private Round(int texts) {
      gone = new boolean[texts];
    }

    synchronized void lend(int text, Consumer<Slot> work) {
      try {
        while (holder != text) {
          wait();
        }
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      work.accept(null);
      pass();
    }

    synchronized void leave(int text) {
      gone[text] = true;
      if (holder == text) {
        pass();
      }
    }

    private void pass() {
      for (int i = 0; i < gone.length; i++) {
        holder = (holder + 1) % gone.length;
        if (!gone[holder]) {
          break;
        }
      }
      notifyAll();
    }
  }
}
