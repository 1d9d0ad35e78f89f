package io.github.recurrent4j.inference;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * A decoder whose next-token probabilities are a function of what a row has read so far, for
 * searches that can be followed by hand. The first source id says which sentence it is.
 */
final class FakeDecoder {
  private final int tokens;
  private final Function<List<Integer>, float[]> next;
  int steps;
  int open;
  int mostRows;

  /**
   * A decoder.
   *
   * @param next probabilities after a history: the sentence's first id, then the tokens read
   */
  FakeDecoder(int tokens, Function<List<Integer>, float[]> next) {
    this.tokens = tokens;
    this.next = next;
  }

  Decoding encode(int[][] sources, int beam) {
    open++;
    List<List<Integer>> rows = new ArrayList<>();
    for (int[] source : sources) {
      for (int k = 0; k < beam; k++) {
        rows.add(List.of(source[0]));
      }
    }
    return new Rows(rows, beam);
  }

  private final class Rows implements Decoding {
    private final int beam;
    private List<List<Integer>> rows;

    Rows(List<List<Integer>> rows, int beam) {
      this.rows = rows;
      this.beam = beam;
    }

    @Override
    public void step(int[] read) {
      steps++;
      mostRows = Math.max(mostRows, read.length);
      if (read.length != rows.size()) {
        throw new IllegalArgumentException(read.length + " tokens for " + rows.size() + " rows");
      }
      for (int r = 0; r < read.length; r++) {
        List<Integer> longer = new ArrayList<>(rows.get(r));
        longer.add(read[r]);
        rows.set(r, longer);
      }
    }

    @Override
    public void probabilities(int row, float[] into) {
      float[] p = next.apply(rows.get(row));
      System.arraycopy(p, 0, into, 0, tokens);
    }

    @Override
    public float[] weights(int row) {
      // All attention on the source step that the history's length points at.
      float[] weights = new float[8];
      weights[Math.min(7, rows.get(row).size() - 2)] = 1;
      return weights;
    }

    @Override
    public void reorder(int[] parents) {
      List<List<Integer>> before = rows;
      rows = new ArrayList<>(Arrays.stream(parents).mapToObj(before::get).toList());
    }

    @Override
    public void keep(int[] which) {
      List<List<Integer>> kept = new ArrayList<>();
      for (int n : which) {
        kept.addAll(rows.subList(n * beam, (n + 1) * beam));
      }
      rows = kept;
    }

    @Override
    public void close() {
      open--;
    }
  }
}
