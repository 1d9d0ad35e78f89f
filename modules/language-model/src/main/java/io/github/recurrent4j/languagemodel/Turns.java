package io.github.recurrent4j.languagemodel;

import io.github.recurrent4j.inference.Slot;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Steps of one text in turns of some steps each: between turns others may have the slot, and what
 * was made is handed on. A slot for each step would have busy machines change threads at every
 * token; a slot for the whole text would have others wait for all of it. The first turns are short,
 * so that the first tokens come at once.
 */
final class Turns {
  /** Most steps of a turn. */
  static final int LONGEST = 16;

  private final Lender lender;

  Turns(Lender lender) {
    this.lender = lender;
  }

  /** Lends a slot; who waits for one gets it in the order of coming. */
  interface Lender {
    /** Runs some work with a slot. */
    void lend(Consumer<Slot> work);
  }

  /**
   * A step.
   *
   * @param <T> what it makes
   */
  interface Step<T> {
    /** Computes it; {@code number} counts from 0. */
    T take(Slot slot, int number);
  }

  /**
   * Takes steps until there are enough, or the sink has enough. What comes after that in the turn
   * has been computed for nothing.
   *
   * @param sink takes what the steps make, in order and without a slot; says whether to go on
   */
  <T> void run(int steps, Step<T> step, Predicate<T> sink) {
    int length = 1;
    for (int from = 0; from < steps; ) {
      int begin = from;
      int end = Math.min(steps, from + length);
      List<T> made = new ArrayList<>(end - begin);
      lender.lend(
          slot -> {
            for (int i = begin; i < end; i++) {
              made.add(step.take(slot, i));
            }
          });
      for (T one : made) {
        if (!sink.test(one)) {
          return;
        }
      }
      from = end;
      length = Math.min(LONGEST, 2 * length);
    }
  }
}
