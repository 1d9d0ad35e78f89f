package io.github.recurrent4j.spark.train;

import java.io.Serializable;
import java.util.List;

/**
 * How an example lies in a file.
 *
 * @param <E> an example
 */
public interface ExampleForm<E> extends Serializable {
  /** The example as texts, always equally many. */
  List<String> fields(E example);

  /** The example of these texts. */
  E of(List<String> fields);
}
