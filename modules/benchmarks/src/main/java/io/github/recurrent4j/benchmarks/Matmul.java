package io.github.recurrent4j.benchmarks;

import java.util.ArrayList;
import java.util.List;

/**
 * A matrix product that a work cannot do without.
 *
 * @param rows of the left matrix: M
 * @param inner columns of the left matrix and rows of the right one: K
 * @param columns of the right matrix: N
 * @param times how often it is computed in one run of the work
 */
record Matmul(int rows, int inner, int columns, int times) {

  /**
   * The products of one run of a work; those of a softmax and of attention's weights are too small.
   */
  static List<Matmul> of(Work work) {
    List<Matmul> all = new ArrayList<>();
    if (work.translates()) {
      translator(work, all);
    } else if (work.classifies()) {
      recurrence(work, work.hidden(), work.hidden(), true, all);
      recurrence(work, work.hidden(), work.hidden(), true, all);
    } else if (work.mode().equals("generate")) {
      stepwise(work, all);
    } else {
      boolean train = work.mode().equals("train");
      // Characters are one-hot: their product is a choice of rows.
      recurrence(work, work.embedded() ? work.hidden() : 0, work.hidden(), train, all);
      for (int i = 1; i < Work.LAYERS; i++) {
        recurrence(work, work.hidden(), work.hidden(), train, all);
      }
      dense(work.tokens(), work.hidden(), work.vocabulary(), train, all);
    }
    return all;
  }

  /** One character after the other. */
  private static void stepwise(Work work, List<Matmul> all) {
    int gates = gates(work) * work.hidden();
    all.add(new Matmul(1, work.hidden(), gates, (2 * Work.LAYERS - 1) * work.tokens()));
    all.add(new Matmul(1, work.hidden(), work.vocabulary(), work.tokens()));
  }

  /**
   * Two directions of a half each, two decoder layers, attention, and a softmax over half vectors.
   */
  private static void translator(Work work, List<Matmul> all) {
    int hidden = work.hidden();
    int half = hidden / 2;
    recurrence(work, half, half, true, all);
    recurrence(work, half, half, true, all);
    recurrence(work, half, hidden, true, all);
    recurrence(work, 2 * hidden, hidden, true, all);
    dense(work.tokens(), hidden, hidden, true, all);
    dense(work.tokens(), 2 * hidden, half, true, all);
    dense(work.tokens(), half, work.vocabulary(), true, all);
  }

  /**
   * A recurrent layer: all steps' inputs at once, the states step by step.
   *
   * @param inputs 0 for none
   */
  private static void recurrence(
      Work work, int inputs, int hidden, boolean train, List<Matmul> all) {
    int gates = gates(work) * hidden;
    if (inputs > 0) {
      dense(work.tokens(), inputs, gates, train, all);
    }
    all.add(new Matmul(work.batch(), hidden, gates, work.time()));
    if (train) {
      all.add(new Matmul(work.batch(), gates, hidden, work.time()));
      all.add(new Matmul(hidden, work.tokens(), gates, 1));
    }
  }

  /** A product with weights, and in training those of its two gradients. */
  private static void dense(int rows, int inputs, int outputs, boolean train, List<Matmul> all) {
    all.add(new Matmul(rows, inputs, outputs, 1));
    if (train) {
      all.add(new Matmul(rows, outputs, inputs, 1));
      all.add(new Matmul(inputs, rows, outputs, 1));
    }
  }

  private static int gates(Work work) {
    return work.cell().equals("lstm") ? 4 : 3;
  }
}
