package io.github.recurrent4j.spark;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/** A partition's rows with their answers, in order, computed some batches ahead. */
final class AnsweredRows implements Iterator<Row> {
  private final Iterator<Row> rows;
  private final TextModel model;
  private final int column;
  private final int added;
  private final Batching batching;
  private final Deque<Row> ready = new ArrayDeque<>();

  /**
   * Answers to rows.
   *
   * @param column where a row has the text
   * @param added columns that an answer has
   */
  AnsweredRows(Iterator<Row> rows, TextModel model, int column, int added, Batching batching) {
    this.rows = rows;
    this.model = model;
    this.column = column;
    this.added = added;
    this.batching = batching;
  }

  @Override
  public boolean hasNext() {
    return !ready.isEmpty() || rows.hasNext();
  }

  @Override
  public Row next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    if (ready.isEmpty()) {
      compute(ahead());
    }
    return ready.remove();
  }

  private List<Row> ahead() {
    List<Row> some = new ArrayList<>();
    long chars = 0;
    while (rows.hasNext() && !batching.enough(some.size(), chars)) {
      Row row = rows.next();
      some.add(row);
      chars += length(row);
    }
    return some;
  }

  private void compute(List<Row> some) {
    // Texts of similar length together: what is short does not wait for what is long.
    int[] order =
        IntStream.range(0, some.size())
            .boxed()
            .sorted(Comparator.comparingInt(i -> length(some.get(i))))
            .mapToInt(Integer::intValue)
            .toArray();
    Object[][] answers = new Object[some.size()][];
    for (int from = 0; from < order.length; from += batching.size()) {
      int[] places =
          Arrays.copyOfRange(order, from, Math.min(order.length, from + batching.size()));
      List<String> texts = new ArrayList<>();
      for (int place : places) {
        texts.add(some.get(place).getString(column));
      }
      List<Object[]> found = CarefulAnswers.of(model, texts, batching.maxChars());
      for (int k = 0; k < places.length; k++) {
        answers[places[k]] = found.get(k);
      }
    }
    for (int i = 0; i < answers.length; i++) {
      ready.add(with(some.get(i), answers[i]));
    }
  }

  private int length(Row row) {
    return row.isNullAt(column) ? 0 : row.getString(column).length();
  }

  private Row with(Row row, Object[] answer) {
    Object[] values = new Object[row.length() + added];
    for (int i = 0; i < row.length(); i++) {
      values[i] = row.get(i);
    }
    if (answer != null) {
      System.arraycopy(answer, 0, values, row.length(), added);
    }
    return RowFactory.create(values);
  }
}
