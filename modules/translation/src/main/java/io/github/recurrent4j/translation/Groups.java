package io.github.recurrent4j.translation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import java.util.function.ObjIntConsumer;

/**
 * Items that come in any order, from any thread, and are handed on group by group as soon as a
 * group has all of its own.
 *
 * @param <T> an item
 */
final class Groups<T> implements ObjIntConsumer<T> {
  private final int[] firsts;
  private final int[] groupOf;
  private final AtomicReferenceArray<T> items;
  private final AtomicIntegerArray left;
  private final ObjIntConsumer<List<T>> whole;

  /**
   * Groups, of which those without items are handed on at once.
   *
   * @param sizes number of items of each; those of the first group come first
   * @param whole takes a group's items, in order, and its number
   */
  Groups(List<Integer> sizes, ObjIntConsumer<List<T>> whole) {
    firsts = new int[sizes.size() + 1];
    left = new AtomicIntegerArray(sizes.size());
    for (int g = 0; g < sizes.size(); g++) {
      firsts[g + 1] = firsts[g] + sizes.get(g);
      left.set(g, sizes.get(g));
    }
    groupOf = new int[firsts[sizes.size()]];
    items = new AtomicReferenceArray<>(groupOf.length);
    this.whole = whole;
    for (int g = 0; g < sizes.size(); g++) {
      Arrays.fill(groupOf, firsts[g], firsts[g + 1], g);
      if (sizes.get(g) == 0) {
        whole.accept(List.of(), g);
      }
    }
  }

  @Override
  public void accept(T item, int place) {
    items.set(place, item);
    int group = groupOf[place];
    if (left.decrementAndGet(group) == 0) {
      List<T> all = new ArrayList<>();
      for (int i = firsts[group]; i < firsts[group + 1]; i++) {
        all.add(items.get(i));
      }
      whole.accept(all, group);
    }
  }

  /**
   * All items of some work, in order.
   *
   * @param size how many there will be
   * @param work hands each on, with its place, before it returns
   */
  static <T> List<T> gathered(int size, Consumer<ObjIntConsumer<T>> work) {
    AtomicReferenceArray<T> items = new AtomicReferenceArray<>(size);
    work.accept((item, place) -> items.set(place, item));
    List<T> all = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      all.add(items.get(i));
    }
    return all;
  }
}
