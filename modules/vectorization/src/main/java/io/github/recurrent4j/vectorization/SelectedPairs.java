package io.github.recurrent4j.vectorization;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;
import java.util.RandomAccess;
import java.util.function.Predicate;

/** Some pairs of a list, by their numbers: in another order, more than once, or not at all. */
public final class SelectedPairs extends AbstractList<TextPair> implements RandomAccess {
  private final List<TextPair> all;
  private final int[] numbers;

  private SelectedPairs(List<TextPair> all, int[] numbers) {
    this.all = all;
    this.numbers = numbers;
  }

  /** The pairs for which something holds, in order. */
  public static List<TextPair> where(List<TextPair> all, Predicate<TextPair> holds) {
    Builder chosen = new Builder(all);
    for (int i = 0; i < all.size(); i++) {
      if (holds.test(all.get(i))) {
        chosen.add(i);
      }
    }
    return chosen.build();
  }

  @Override
  public TextPair get(int i) {
    return all.get(numbers[i]);
  }

  @Override
  public int size() {
    return numbers.length;
  }

  /** Collects numbers. */
  static final class Builder {
    private final List<TextPair> all;
    private int[] numbers = new int[1024];
    private int count;

    Builder(List<TextPair> all) {
      this.all = all;
    }

    void add(int number) {
      if (count == numbers.length) {
        numbers = Arrays.copyOf(numbers, count + count / 2);
      }
      numbers[count++] = number;
    }

    int size() {
      return count;
    }

    List<TextPair> build() {
      return new SelectedPairs(all, Arrays.copyOf(numbers, count));
    }
  }
}
